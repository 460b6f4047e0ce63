"""The tokenizer: text to ids and back, from nothing but the merges and the name of the split pattern."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import regex

from conteur.errors import UserError
from conteur.tokenizer.encode import Merges, character_merges, encode_pretoken
from conteur.tokenizer.encoder_reference import ReferenceEncoder
from conteur.tokenizer.split import SPLIT_PATTERNS, splitter

if TYPE_CHECKING:
    from conteur.tokenizer.encoder import Encoder

SPECIAL_TOKENS = ("<pad>", "<unk>", "<bos>", "<eos>")  # the last ids, in this order
END_OF_TEXT = ("<eos>", "<|endoftext|>", "<|end_of_text|>", "</s>")  # what others call <eos>; the first one found is it

_CACHED_PRETOKENS = 1 << 17  # about 50 MB when full; the least recently used make room
_LONGEST_CACHED = 64  # characters; longer ones hardly come twice and would not bound the cache's memory


@dataclass(frozen=True)
class Tokenizer:
    """A trained tokenizer; immutable, equal to another one with the same values.

    Merges are told in numbers of their own: 0 to 255 are the bytes, 256 + i is what merge i makes. In a vocabulary of
    ours these numbers are the ids, and the special tokens follow them; a vocabulary of others gives `ids` and
    `special_tokens` (file.py, vocabularies.py).
    """

    merges: tuple[tuple[int, int], ...]  # numbers of the two tokens that become token 256 + i
    split_pattern: str  # a key of SPLIT_PATTERNS, or the regular expression of another tokenizer
    ids: tuple[int, ...] = ()  # of the bytes and the merged tokens, by their number
    special_tokens: tuple[tuple[str, int], ...] = ()  # name and id

    def __post_init__(self) -> None:
        n = 256 + len(self.merges)
        if not self.ids:
            object.__setattr__(self, "ids", tuple(range(n)))
            object.__setattr__(self, "special_tokens", tuple(zip(SPECIAL_TOKENS, range(n, n + 4), strict=True)))
        assert len(self.ids) == n

    @cached_property
    def vocab_size(self) -> int:
        """All tokens; one more than the largest id."""
        return 1 + max(*self.ids, *dict(self.special_tokens).values())

    @property
    def eos_id(self) -> int:
        """The token between documents."""
        ids = dict(self.special_tokens)
        return next(ids[name] for name in END_OF_TEXT if name in ids)

    @cached_property
    def never_ids(self) -> tuple[int, ...]:
        """Return all ids but `eos_id` that no text leads to, so that no model has learned when they come."""
        return tuple(sorted(set(range(self.vocab_size)).difference(self.ids, [self.eos_id])))

    def encode(self, text: str, *, special: bool = False) -> list[int]:
        """Return the ids of `text`.

        Names of special tokens in it are encoded as the plain text that they are, unless `special` asks for the
        tokens: text comes from anywhere, and must not be able to end a document. Raises a `UserError` for half of a
        surrogate pair, the one thing in a `str` that is no text.
        """
        if not special:
            return self._encode_plain(text)
        ids = dict(self.special_tokens)
        names = sorted(ids, key=len, reverse=True)  # the longest one first where one begins like another
        parts = regex.split(f"({'|'.join(map(regex.escape, names))})", text)
        return [id for part in parts for id in ([ids[part]] if part in ids else self._encode_plain(part))]

    def _encode_plain(self, text: str) -> list[int]:
        cached, encode = self._encode_cached, self._encode_pretoken
        ids: list[int] = []
        try:
            for pretoken in self._split(text):
                ids += cached(pretoken) if len(pretoken) <= _LONGEST_CACHED else encode(pretoken)
        except UnicodeEncodeError as error:
            character = error.object[error.start]
            raise UserError(
                f"character {text.index(character)} of the text to encode is {character!a}, half of a surrogate "
                "pair; remove it or read the text as UTF-8 again"
            ) from None
        return ids

    def encoder(self, *, end_ids: bool = False, threads: int = 1) -> "Encoder | ReferenceEncoder":
        """Return what encodes much text fast, as bytes; `encode` is for single lines and starts without a compiler.

        end_ids: put `eos_id` after each document; threads: 0 takes one per processor.
        """
        options = {"vocab_size": self.vocab_size, "end_id": self.eos_id if end_ids else -1}
        if self.split_pattern not in SPLIT_PATTERNS:  # of another tokenizer: there is no kernel for it
            return ReferenceEncoder(self._split, lru_cache(_CACHED_PRETOKENS)(self._encode_bytes), **options)
        from conteur.tokenizer.encoder import Encoder  # numba, which those who encode a line do without

        return Encoder(self.merges, self.bytes_by_number, self.ids, self.split_pattern, threads=threads, **options)

    def decode_bytes(self, ids: Iterable[int]) -> bytes:
        """Return the bytes that `ids` stand for; special tokens stand for none."""
        return b"".join(map(self.token_bytes, ids))

    def decode(self, ids: Iterable[int]) -> str:
        """Return the text that `ids` stand for, without special tokens; bytes that are not UTF-8 become U+FFFD."""
        return self.decode_bytes(ids).decode("utf-8", errors="replace")

    def token_bytes(self, token_id: int) -> bytes:
        """Return the bytes of one token, none for a special token; KeyError for an id outside the vocabulary."""
        return self._bytes_of_token[token_id]

    @cached_property
    def _bytes_of_token(self) -> dict[int, bytes]:
        table = dict.fromkeys(range(self.vocab_size), b"")
        return table | dict(zip(self.ids, self.bytes_by_number, strict=True))

    @cached_property
    def bytes_by_number(self) -> list[bytes]:
        """The bytes of every token that text leads to, by its number in `merges`."""
        tokens = [bytes([byte]) for byte in range(256)]
        for left, right in self.merges:
            tokens.append(tokens[left] + tokens[right])
        return tokens

    @cached_property
    def _split(self) -> Callable[[str], list[str]]:
        return splitter(self.split_pattern)

    def _encode_bytes(self, pretoken: bytes) -> list[int]:
        return [self.ids[number] for number in encode_pretoken(pretoken, self._merges)]

    def _encode_pretoken(self, pretoken: str) -> list[int]:
        return self._encode_bytes(pretoken.encode("utf-8"))

    @cached_property
    def _merges(self) -> Merges:
        return character_merges(self.merges)

    @cached_property
    def _encode_cached(self) -> Callable[[str], list[int]]:
        return lru_cache(_CACHED_PRETOKENS)(self._encode_pretoken)
