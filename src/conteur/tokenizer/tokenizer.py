"""The tokenizer: text to ids and back, from nothing but the merges and the name of the split pattern."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from conteur.errors import UserError
from conteur.tokenizer.encode import character_merges, encode_pretoken
from conteur.tokenizer.split import splitter

SPECIAL_TOKENS = ("<pad>", "<unk>", "<bos>", "<eos>")  # the last ids, in this order

_CACHED_PRETOKENS = 1 << 17  # about 50 MB when full; the least recently used make room
_LONGEST_CACHED = 64  # characters; longer ones hardly come twice and would not bound the cache's memory


@dataclass(frozen=True)
class Tokenizer:
    """A trained tokenizer; immutable, equal to another one with the same merges and split pattern."""

    merges: tuple[tuple[int, int], ...]  # ids of the two tokens that become token 256 + i
    split_pattern: str  # a key of SPLIT_PATTERNS

    @property
    def vocab_size(self) -> int:
        return 256 + len(self.merges) + len(SPECIAL_TOKENS)

    @property
    def pad_id(self) -> int:
        return self.vocab_size - 4

    @property
    def unk_id(self) -> int:
        """Never comes out of `encode`, since all bytes are tokens; there for programs that expect one."""
        return self.vocab_size - 3

    @property
    def bos_id(self) -> int:
        return self.vocab_size - 2

    @property
    def eos_id(self) -> int:
        return self.vocab_size - 1

    def encode(self, text: str) -> list[int]:
        """Return the ids of `text`; names of special tokens in it are encoded as the plain text that they are.

        Raises a `UserError` for half of a surrogate pair, the one thing in a `str` that is no text.
        """
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
        table = {byte: bytes([byte]) for byte in range(256)}
        for rank, (left, right) in enumerate(self.merges):
            table[256 + rank] = table[left] + table[right]
        return table | dict.fromkeys(range(self.pad_id, self.vocab_size), b"")

    @cached_property
    def _split(self) -> Callable[[str], list[str]]:
        return splitter(self.split_pattern)

    @cached_property
    def _encode_pretoken(self) -> Callable[[str], list[int]]:
        merges = character_merges(self.merges)
        return lambda pretoken: encode_pretoken(pretoken.encode("utf-8"), merges)

    @cached_property
    def _encode_cached(self) -> Callable[[str], list[int]]:
        return lru_cache(_CACHED_PRETOKENS)(self._encode_pretoken)
