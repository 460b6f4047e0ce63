"""Text in, text out: a model and its tokenizer together."""

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from conteur.files import write_jsonl, write_text
from conteur.generation.generate import generate
from conteur.generation.strategies import build_strategy
from conteur.model import Transformer
from conteur.params import SampleParams


class Tokenizer(Protocol):
    """What is asked of a tokenizer here."""

    eos_id: int
    never_ids: Sequence[int]  # that no text leads to

    def encode(self, text: str) -> list[int]: ...
    def token_bytes(self, token: int) -> bytes: ...


@dataclass(frozen=True)
class Storyteller:
    """Continues texts. A prompt is read as the beginning of a document: `<eos>` goes before it, as in training."""

    model: Transformer
    tokenizer: Tokenizer

    def stream(self, prompt: str, params: SampleParams, stream: int = 0) -> Iterator[str]:
        """Yield the continuation piece by piece, in whole characters, as `params` has it.

        `stream` numbers the draws of one seed: two prompts of one call get different luck. Bytes that are no UTF-8,
        which an untrained model makes, become U+FFFD.
        """
        t = self.tokenizer
        ids = generate(
            self.model,
            [t.eos_id, *t.encode(prompt)],
            build_strategy(params),
            max_new_tokens=params.max_new_tokens,
            key=(params.seed, stream),
            stop_id=t.eos_id,
            never=tuple(t.never_ids),
        )
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        for token in ids:
            if piece := decoder.decode(t.token_bytes(token)):
                yield piece
        if rest := decoder.decode(b"", final=True):
            yield rest

    def continue_text(self, prompt: str, params: SampleParams, stream: int = 0) -> str:
        return "".join(self.stream(prompt, params, stream))


def write_samples(storyteller: Storyteller, params: SampleParams, directory: Path) -> None:
    """Write a continuation of each prompt to samples.md, for people, and samples.jsonl, for programs."""
    samples = [
        {"prompt": prompt, "text": storyteller.continue_text(prompt, params, stream)}
        for stream, prompt in enumerate(params.prompts)
    ]
    write_jsonl(directory / "samples.jsonl", samples)
    write_text(directory / "samples.md", "# Samples\n\n" + "\n".join(map(_as_markdown, samples)))


def _as_markdown(sample: dict[str, str]) -> str:
    """Return the prompt in bold and its continuation as a quote, paragraph by paragraph."""
    start = f"**{sample['prompt']}**" if sample["prompt"] else ""
    return "".join(f"> {line}".rstrip() + "\n" for line in (start + sample["text"]).split("\n"))
