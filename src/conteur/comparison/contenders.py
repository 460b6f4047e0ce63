"""The three kinds of tokenizer that are compared, behind one interface, on terms as equal as they allow.

Each has 4 special tokens, 256 tokens for the bytes and as many others as fit, sees the same documents, and neither
changes the text (no Unicode normalization) nor adds anything to it (no space in front). Apart from that each does as
it does by default; above all, sentencepiece cuts text at white space and where the script changes, ours by its split
pattern.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

import numpy as np
import sentencepiece

from conteur.errors import UserError
from conteur.files import written_beside
from conteur.tokenizer import Tokenizer, chunks_of_documents, load_tokenizer, save_tokenizer, train_bpe

_SPACE = "\u2581"  # how sentencepiece writes a space
_OURS, _THEIRS = ".json", ".model"


@dataclass(frozen=True)
class Contender:
    vocab_size: int  # tokens that it really has; sentencepiece may find fewer than it was asked for
    encode: Callable[[str], list[int]]
    decode: Callable[[list[int]], str]
    token_bytes: Callable[[int], bytes]  # none for a special token
    encode_all: Callable[[Sequence[str]], list[np.ndarray]]  # many documents, its fastest way on one thread
    save: Callable[[Path], None]  # under a name without suffix

    def piece(self, token_id: int) -> str:
        """Return a token as text to look at."""
        return as_text(self.token_bytes(token_id))


def as_text(token: bytes) -> str:
    """Return `token` as text; a part of a character as \\xe2."""
    return token.decode("utf-8", errors="backslashreplace")


def train_ours(documents: Iterable[str], vocab_size: int, split_pattern: str) -> Contender:
    # one thread, as sentencepiece has, for the sake of the speeds; the merges are the same with more
    return ours(train_bpe(documents, vocab_size=vocab_size, split_pattern=split_pattern, n_threads=1))


def ours(tokenizer: Tokenizer) -> Contender:
    encoder = cache(tokenizer.encoder)  # made when first asked for: a line is encoded without it

    def encode_all(documents: Sequence[str]) -> list[np.ndarray]:
        encoded = encoder().encode_chunks(chunks_of_documents(documents))
        return [ids for one in encoded for ids in np.split(one.ids, one.starts[1:])][: len(documents)]

    return Contender(
        tokenizer.vocab_size,
        tokenizer.encode,
        tokenizer.decode,
        tokenizer.token_bytes,
        encode_all,
        lambda path: save_tokenizer(tokenizer, path.with_name(path.name + _OURS)),
    )


def train_sentencepiece(documents: Iterable[str], vocab_size: int, model_type: Literal["bpe", "unigram"]) -> Contender:
    """Return sentencepiece's tokenizer; raise a `UserError` if `vocab_size` is too small for it."""
    model = BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(documents),
            model_writer=model,
            model_type=model_type,
            vocab_size=vocab_size,
            hard_vocab_limit=False,  # a text too small for the size gives a smaller vocabulary, not an error
            num_threads=1,  # the unigram model depends on the number of threads
            max_sentence_length=2**30,  # bytes, the most it takes; at 4192, the default, it leaves long documents out
            byte_fallback=True,
            normalization_rule_name="identity",
            add_dummy_prefix=False,
            remove_extra_whitespaces=False,
            pad_id=0,
            unk_id=1,
            bos_id=2,
            eos_id=3,
            minloglevel=2,  # errors only: they come as an exception
        )
    except RuntimeError as error:
        too_small = re.search(rf"required_chars\. {vocab_size} vs (\d+)", str(error))
        if too_small is None:
            raise
        raise UserError(
            f"a vocabulary of {vocab_size} tokens is too small for sentencepiece {model_type}, which wants a token for "
            f"every common character of the text; set comparison.vocab_sizes in params.yaml to {too_small[1]} or more"
        ) from None
    return _sentencepiece(model.getvalue())


def load_contender(path: Path) -> Contender:
    """Read what `save` wrote, under its whole name."""
    return ours(load_tokenizer(path)) if path.suffix == _OURS else _sentencepiece(path.read_bytes())


def _sentencepiece(model: bytes) -> Contender:
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)

    def token_bytes(token_id: int) -> bytes:
        name = processor.id_to_piece(token_id)
        if processor.is_byte(token_id):  # named <0x41>
            return bytes([int(name[3:-1], 16)])
        is_special = processor.is_control(token_id) or processor.is_unknown(token_id)
        return b"" if is_special else name.replace(_SPACE, " ").encode()

    def encode_all(documents: Sequence[str]) -> list[np.ndarray]:
        return list(map(np.array, processor.encode(list(documents), num_threads=1)))

    def save(path: Path) -> None:
        with written_beside(path.with_name(path.name + _THEIRS)) as part:
            part.write_bytes(model)

    return Contender(processor.vocab_size(), processor.encode, processor.decode, token_bytes, encode_all, save)
