"""A small formalism for texts that hang together: what is drawn once is remembered to the end of the text.

A grammar is a tree of four kinds of node, and everything else reads that tree:

- `Text` prints itself;
- `Slot` prints a form of the word that a variable holds;
- `Draw` takes a word from a lexicon, keeps it in a variable and prints one of its forms;
- `Choice` goes on with one of its alternatives, some of which ask something of the words drawn so far.

`tell` walks the tree with random numbers. `readings` walks it the other way, along a given text, and finds every
sequence of choices that makes this text. A grammar is unambiguous if there is just one; then the bits that the choices
cost are exactly -log2 of the probability of the text. Choices are made in the order of the text, a variable at its
first mention, so that a reading never has to guess ahead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Bound = dict[str, "Word"]  # what the variables hold


@dataclass(frozen=True, eq=False)
class Word:
    """An entry of a lexicon: its `forms` by name, what alternatives may ask of it (`tags`), its grammatical gender."""

    forms: Mapping[str, str]
    tags: frozenset[str] = frozenset()
    gender: str = ""


class Option(NamedTuple):
    """One choice made: number `index` of the alternatives, of this `weight` in a `total`, in integers."""

    index: int
    weight: int
    total: int


class Telling(NamedTuple):
    text: str
    options: list[Option]  # a choice among one is no choice and is not listed


class _Teller:
    """What a tale has come to so far."""

    __slots__ = ("below", "bound", "options", "printed")

    def __init__(self, below: Callable[[int], int]) -> None:
        self.below = below
        self.printed: list[str] = []
        self.bound: Bound = {}
        self.options: list[Option] = []


class _Reading(NamedTuple):
    """How far a text has been read. `ahead` and `options` are linked lists: (first, rest) or None."""

    at: int
    ahead: tuple | None
    bound: Bound
    options: tuple | None


@dataclass(frozen=True)
class Text:
    text: str

    def tell(self, teller: _Teller) -> None:
        teller.printed.append(self.text)

    def read(self, text: str, here: _Reading) -> list[_Reading]:
        return _read_literal(self.text, text, here)


@dataclass(frozen=True)
class Slot:
    """The `form` of what `variable` holds; with `agrees_with`, the form named by the gender of that variable's word."""

    variable: str
    form: str
    agrees_with: str

    def form_of(self, word: Word, bound: Bound) -> str:
        return word.forms[bound[self.agrees_with].gender if self.agrees_with else self.form]

    def tell(self, teller: _Teller) -> None:
        teller.printed.append(self.form_of(teller.bound[self.variable], teller.bound))

    def read(self, text: str, here: _Reading) -> list[_Reading]:
        return _read_literal(self.form_of(here.bound[self.variable], here.bound), text, here)


@dataclass(frozen=True)
class Draw:
    """Draw for `slot` a word of `lexicon` that no variable holds yet; with `same_gender_as`, of that word's gender."""

    slot: Slot
    lexicon: tuple[Word, ...]
    same_gender_as: str

    def candidates(self, bound: Bound) -> list[Word]:
        assert self.slot.variable not in bound, f"{self.slot.variable} is drawn twice"
        held = bound.values()
        words = [word for word in self.lexicon if word not in held]
        if self.same_gender_as:
            gender = bound[self.same_gender_as].gender
            words = [word for word in words if word.gender == gender]
        return words

    def tell(self, teller: _Teller) -> None:
        words = self.candidates(teller.bound)
        index = 0
        if len(words) > 1:
            index = teller.below(len(words))
            teller.options.append(Option(index, 1, len(words)))
        teller.bound[self.slot.variable] = words[index]
        self.slot.tell(teller)

    def read(self, text: str, here: _Reading) -> list[_Reading]:
        words = self.candidates(here.bound)
        found = []
        for index, word in enumerate(words):
            bound = {**here.bound, self.slot.variable: word}
            options = (Option(index, 1, len(words)), here.options) if len(words) > 1 else here.options
            found += self.slot.read(text, _Reading(here.at, here.ahead, bound, options))
        return found


class Condition(NamedTuple):
    """That the word which `variable` holds has `tag`, or has it not."""

    variable: str
    tag: str
    wanted: bool

    def holds(self, bound: Bound) -> bool:
        return (self.tag in bound[self.variable].tags) == self.wanted


@dataclass(frozen=True)
class Alternative:
    body: tuple[Node, ...]
    weight: int = 1
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One of the `alternatives` whose conditions hold, as often as its weight says."""

    alternatives: tuple[Alternative, ...]
    _tables: dict = field(default_factory=dict, compare=False, repr=False)

    def table(self, bound: Bound) -> list[tuple[Option, Alternative]]:
        """List the alternatives that are open here, each as many times as it weighs."""
        is_open = tuple([all(c.holds(bound) for c in one.conditions) for one in self.alternatives])
        if is_open not in self._tables:
            total = sum(one.weight for one, opened in zip(self.alternatives, is_open, strict=True) if opened)
            assert total, f"no alternative is open: {self.alternatives}"
            self._tables[is_open] = [
                (Option(index, one.weight, total), one)
                for index, (one, opened) in enumerate(zip(self.alternatives, is_open, strict=True))
                if opened
                for _ in range(one.weight)
            ]
        return self._tables[is_open]

    def tell(self, teller: _Teller) -> None:
        table = self.table(teller.bound)
        option, chosen = table[teller.below(len(table)) if len(table) > 1 else 0]
        if option.weight < option.total:
            teller.options.append(option)
        for node in chosen.body:
            node.tell(teller)

    def read(self, text: str, here: _Reading) -> list[_Reading]:
        found = []
        for option, one in dict(self.table(here.bound)).items():
            ahead = here.ahead
            for node in reversed(one.body):
                ahead = (node, ahead)
            options = (option, here.options) if option.weight < option.total else here.options
            found.append(_Reading(here.at, ahead, here.bound, options))
        return found


Node = Text | Slot | Draw | Choice


def tell(start: Node, below: Callable[[int], int]) -> Telling:
    """Make a text; `below(n)` draws from 0 ... n - 1 uniformly."""
    teller = _Teller(below)
    start.tell(teller)
    return Telling("".join(teller.printed), teller.options)


def readings(start: Node, text: str) -> Iterator[list[Option]]:
    """Yield every sequence of choices that makes exactly `text`: depth first, nothing left out."""
    unread = [_Reading(0, (start, None), {}, None)]
    while unread:
        at, ahead, bound, options = unread.pop()
        if ahead is not None:
            node, rest = ahead
            unread += node.read(text, _Reading(at, rest, bound, options))
        elif at == len(text):
            yield _in_order(options)


def _read_literal(literal: str, text: str, here: _Reading) -> list[_Reading]:
    return [here._replace(at=here.at + len(literal))] if text.startswith(literal, here.at) else []


def _in_order(options: tuple | None) -> list[Option]:
    listed = []
    while options is not None:
        option, options = options
        listed.append(option)
    return listed[::-1]
