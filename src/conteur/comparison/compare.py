"""Train every kind of tokenizer in every size and measure it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from time import perf_counter

from conteur.comparison.contenders import Contender, train_ours, train_sentencepiece
from conteur.comparison.languages import PASSAGES
from conteur.comparison.measures import (
    Measures,
    Series,
    by_frequency,
    by_language,
    by_length,
    by_noise,
    comes_back,
    count_tokens,
    count_words,
    measure,
)
from conteur.comparison.naughty import NAUGHTY_TEXTS
from conteur.comparison.noise import NOISES
from conteur.comparison.vocabulary import Token, longest, most_useful, overlap, tokens_of

_NOISE_CHARACTERS = 100_000  # of validation text that is damaged
_SHOWN_CHARACTERS = 400  # of the first validation document that are shown cut into tokens


@dataclass(frozen=True)
class Cut:
    """A text as one tokenizer cuts it."""

    title: str
    pieces: tuple[str, ...]
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Result:
    """What one tokenizer of one size makes of the texts."""

    name: str  # conteur_bpe, sentencepiece_bpe or sentencepiece_unigram
    asked_vocab_size: int
    vocab_size: int
    train: Measures
    validation: Measures
    by_frequency: Series  # tokens per word of the validation text
    by_length: Series
    by_language: Series  # tokens of the same two sentences
    by_noise: Series  # tokens that a damage costs
    overlap: dict[str, float]  # share of its tokens that the other tokenizers of this size have
    longest: tuple[str, ...]
    most_useful: tuple[Token, ...]  # on the training text
    documents_back: float  # share of the validation documents that decode(encode(document)) gives back
    naughty_lost: tuple[str, ...]  # keys of NAUGHTY_TEXTS whose text does not come back
    pieces: tuple[str, ...]  # of the sentence
    cuts: tuple[Cut, ...]  # of the sentence, of validation text, of damaged text and of the languages
    train_mb_per_s: float  # these two depend on the machine: they go to the console and to MLflow
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
    keep: Callable[[str, Contender], None] = lambda name, contender: None,
    progress: Callable[..., Sequence[int]] = lambda iterable, **_: iterable,
) -> list[Result]:
    """Return a result for every size and kind, sizes in their order and ours first in each.

    keep: what is to be done with each tokenizer, such as saving it under a name.
    """
    train, validation = Text(train_documents), Text(validation_documents)
    kinds = {
        "conteur_bpe": partial(train_ours, split_pattern=split_pattern),
        "sentencepiece_bpe": partial(train_sentencepiece, model_type="bpe"),
        "sentencepiece_unigram": partial(train_sentencepiece, model_type="unigram"),
    }
    jobs = [(size, name) for size in vocab_sizes for name in kinds]
    results, contenders = [], []
    kinds["conteur_bpe"](["warm"], 260).encode_all(
        ["warm"]
    )  # compiles the kernels, or loads them: no part of the speed that is measured
    for size, name in progress(jobs, desc="comparing", unit=" tokenizers"):
        begin = perf_counter()
        contender = kinds[name](train.documents, size)
        train_s = perf_counter() - begin
        results.append(_examine(name, size, contender, train, validation, sentence, train_s))
        contenders.append(contender)
        keep(f"{name}_{size}", contender)
    return _with_overlaps(results, list(map(tokens_of, contenders)))


def _examine(
    name: str, size: int, contender: Contender, train: Text, validation: Text, sentence: str, train_s: float
) -> Result:
    begin = perf_counter()
    encoded = contender.encode_all(train.documents)
    encode_s = perf_counter() - begin
    held_out = contender.encode_all(validation.documents)
    back = sum(contender.decode(list(ids)) == text for ids, text in zip(held_out, validation.documents, strict=True))
    tokens_of_word = count_tokens(contender, train.words | validation.words)
    cuts = _cuts(contender, sentence, validation.documents)
    return Result(
        name=name,
        asked_vocab_size=size,
        vocab_size=contender.vocab_size,
        train=measure(contender, encoded, train.n_bytes, train.words, tokens_of_word),
        validation=measure(contender, held_out, validation.n_bytes, validation.words, tokens_of_word),
        by_frequency=by_frequency(validation.words, train.words, tokens_of_word),
        by_length=by_length(validation.words, tokens_of_word),
        by_language=by_language(contender),
        by_noise=by_noise(contender, "\n".join(validation.documents)[:_NOISE_CHARACTERS]),
        overlap={},
        longest=tuple(longest(contender)),
        most_useful=tuple(most_useful(contender, encoded)),
        documents_back=back / max(len(held_out), 1),
        naughty_lost=tuple(what for what, text in NAUGHTY_TEXTS.items() if not comes_back(contender, text)),
        pieces=cuts[0].pieces,
        cuts=cuts,
        train_mb_per_s=train.n_bytes / 1e6 / train_s,
        encode_mb_per_s=train.n_bytes / 1e6 / encode_s,
    )


def _cuts(contender: Contender, sentence: str, documents: Sequence[str]) -> tuple[Cut, ...]:
    texts = {"The sentence": sentence, "Validation text": next(iter(documents), "")[:_SHOWN_CHARACTERS]}
    texts |= {f"The sentence, {kind}": damage(sentence)[0] for kind, damage in NOISES.items() if damage(sentence)[1]}
    texts |= PASSAGES
    ids = {title: tuple(contender.encode(text)) for title, text in texts.items() if text}
    return tuple(Cut(title, tuple(map(contender.piece, ids[title])), ids[title]) for title in ids)


def _with_overlaps(results: Sequence[Result], tokens: Sequence[frozenset[bytes]]) -> list[Result]:
    """Fill in what each vocabulary shares with the others of its size."""
    both = list(zip(results, tokens, strict=True))
    return [
        replace(
            result,
            overlap={
                other.name: overlap(mine, theirs)
                for other, theirs in both
                if other.asked_vocab_size == result.asked_vocab_size
            },
        )
        for result, mine in both
    ]
