"""Train every kind of tokenizer in every size and measure it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from time import perf_counter

from conteur.comparison.contenders import Contender, train_ours, train_sentencepiece
from conteur.comparison.measures import Measures, comes_back, count_words, measure
from conteur.comparison.naughty import NAUGHTY_TEXTS


@dataclass(frozen=True)
class Result:
    """What one tokenizer of one size makes of the texts."""

    name: str  # conteur_bpe, sentencepiece_bpe or sentencepiece_unigram
    asked_vocab_size: int
    vocab_size: int
    train: Measures
    validation: Measures
    documents_back: float  # share of the validation documents that decode(encode(document)) gives back
    naughty_lost: tuple[str, ...]  # keys of NAUGHTY_TEXTS whose text does not come back
    pieces: tuple[str, ...]  # of the sentence
    train_mb_per_s: float  # these two depend on the machine: they go to the console and to no file
    encode_mb_per_s: float


@dataclass(frozen=True)
class Text:
    documents: Sequence[str]

    @cached_property
    def n_bytes(self) -> int:
        return sum(len(document.encode()) for document in self.documents)

    @cached_property
    def words(self) -> Counter[str]:
        return count_words(self.documents)


def compare(
    train_documents: Sequence[str],
    validation_documents: Sequence[str],
    *,
    vocab_sizes: Sequence[int],
    split_pattern: str,
    sentence: str,
    progress: Callable[..., Sequence[int]] = lambda iterable, **_: iterable,
) -> list[Result]:
    """Return a result for every size and kind, sizes in their order and ours first in each."""
    train, validation = Text(train_documents), Text(validation_documents)
    kinds = {
        "conteur_bpe": partial(train_ours, split_pattern=split_pattern),
        "sentencepiece_bpe": partial(train_sentencepiece, model_type="bpe"),
        "sentencepiece_unigram": partial(train_sentencepiece, model_type="unigram"),
    }
    jobs = [(size, name) for size in vocab_sizes for name in kinds]
    results = []
    for size, name in progress(jobs, desc="comparing", unit=" tokenizers"):
        begin = perf_counter()
        contender = kinds[name](train.documents, size)
        train_s = perf_counter() - begin
        results.append(_examine(name, size, contender, train, validation, sentence, train_s))
    return results


def _examine(
    name: str, size: int, contender: Contender, train: Text, validation: Text, sentence: str, train_s: float
) -> Result:
    begin = perf_counter()
    encoded = [contender.encode(document) for document in train.documents]
    encode_s = perf_counter() - begin
    held_out = [contender.encode(document) for document in validation.documents]
    back = sum(map(str.__eq__, map(contender.decode, held_out), validation.documents))
    return Result(
        name=name,
        asked_vocab_size=size,
        vocab_size=contender.vocab_size,
        train=measure(contender, encoded, train.n_bytes, train.words),
        validation=measure(contender, held_out, validation.n_bytes, validation.words),
        documents_back=back / max(len(held_out), 1),
        naughty_lost=tuple(what for what, text in NAUGHTY_TEXTS.items() if not comes_back(contender, text)),
        pieces=tuple(map(contender.piece, contender.encode(sentence))),
        train_mb_per_s=train.n_bytes / 1e6 / train_s,
        encode_mb_per_s=train.n_bytes / 1e6 / encode_s,
    )
