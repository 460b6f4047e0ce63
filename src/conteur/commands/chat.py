"""`invoke chat`: tell tales in turns. The person begins, the model goes on; both may add to the tale until it ends."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conteur.commands.console import ends_a_sentence, show
from conteur.commands.sampling import overridden
from conteur.commands.trained import load_storyteller
from conteur.errors import UserError, run_program
from conteur.generation import Storyteller
from conteur.params import SampleParams, load_params

GREETING = """\
Conteur tells tales and knows nothing else: it answers no questions.
Begin a tale, or press Enter and it begins; then go on in turns. More: /help"""
HELP = """\
  Enter           the tale goes on
  some words      are added to the tale, which goes on from there
  /new            another tale
  /seed N         other luck; the same seed and the same words give the same tale
  /temperature X  below 1 safer, above 1 wilder
  /quit           the end"""
THE_END = "(The tale has come to its end. Add a sentence to draw it out, or /new.)"
# A turn is a few sentences, so that the person has a say before the tale is over.
TURN_CHARACTERS = 240


def main() -> None:
    params = load_params().sample
    chat = Chat(load_storyteller(), params)
    sys.stdin.reconfigure(errors="replace")  # what no console types: bytes that are not UTF-8, through a pipe
    print(GREETING)
    try:
        while chat.running:
            print()
            chat.answer(input("> "))
    except (EOFError, KeyboardInterrupt) as end:
        print("\nGoodbye.")
        sys.exit(130 if isinstance(end, KeyboardInterrupt) else 0)
    print("Goodbye.")


@dataclass
class Chat:
    """One conversation: the tale so far, and how many turns its seed has had."""

    storyteller: Storyteller
    params: SampleParams
    tale: str = ""
    turns: int = 0
    running: bool = True

    def answer(self, line: str) -> None:
        """Do what the person typed; a mistake in a command costs one line."""
        line = line.strip()
        if not line.startswith("/"):
            self._go_on(line)
            return
        command, _, value = line[1:].partition(" ")
        match command:
            case "new":
                self.tale = ""
                print("A new tale. How does it begin?")
            case "seed" | "temperature":
                self._set(command, value.strip())
            case "help":
                print(HELP)
            case "quit":
                self.running = False
            case _:
                print(f"/{command} is no command; these are:\n{HELP}")

    def _go_on(self, words: str) -> None:
        """Add the person's words to the tale, then a turn of the model's, which is printed as it comes."""
        show([words or ("..." if self.tale else "")])
        self.tale = joined(self.tale, words)
        added = show(one_turn(self.storyteller.stream(self.tale, self.params, stream=self.turns)))
        self.tale += added
        self.turns += 1
        print(end="" if added.endswith("\n") else "\n")
        if not added.strip():
            print(THE_END)

    def _set(self, key: str, value: str) -> None:
        try:
            self.params = overridden(self.params, {key: value}, prefix="/")
        except UserError as error:
            print(error)
            return
        if key == "seed":
            self.turns = 0
        print(f"{key} {getattr(self.params, key)}")


def joined(tale: str, words: str) -> str:
    """Put the person's words after the tale, with a space where one belongs."""
    needs_space = tale and words and not tale[-1].isspace() and words[0] not in ",.;:!?"
    return f"{tale} {words}" if needs_space else tale + words


def one_turn(pieces: Iterable[str], characters: int = TURN_CHARACTERS) -> Iterator[str]:
    """Yield pieces up to the first end of a sentence after so many characters."""
    turn = ""
    for piece in pieces:
        word_begins = piece[0].isspace() or turn[-1:].isspace()
        if len(turn) >= characters and word_begins and ends_a_sentence(turn):
            return
        turn += piece
        yield piece


if __name__ == "__main__":
    run_program(main)
