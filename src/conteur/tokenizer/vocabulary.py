"""Somebody else's vocabulary as a tokenizer: names of tokens and their ids, merges, special tokens."""

from collections.abc import Iterable, Mapping

from conteur.tokenizer.byte_level import from_characters
from conteur.tokenizer.tokenizer import END_OF_TEXT, SPECIAL_TOKENS, Tokenizer

_MOST_TOKENS = 1 << 24


def build_tokenizer(
    vocab: Mapping[str, int], merges: Iterable[tuple[str, str]], special_tokens: Mapping[str, int], split_pattern: str
) -> Tokenizer:
    """Return the tokenizer with the ids of `vocab`; ValueError with a reason if it is not a whole byte-level BPE.

    vocab: name, as byte_level.py writes it, to id; special tokens may be in it too. merges: pairs of names.
    """
    plain = {name: id for name, id in vocab.items() if name not in special_tokens}
    _check_ids([*plain.values(), *special_tokens.values()])
    if not any(name in special_tokens for name in END_OF_TEXT):
        raise ValueError(f"no special token ends a document, such as {' or '.join(END_OF_TEXT)}")
    id_of: dict[bytes, int] = {}
    for name, id in plain.items():
        try:
            id_of[from_characters(name)] = id
        except KeyError:
            raise ValueError(
                f"token {name!a} (id {id}) is neither a special token nor in the alphabet of byte-level BPE"
            ) from None
    missing = [byte for byte in range(256) if bytes([byte]) not in id_of]
    if missing:
        raise ValueError(f"the vocabulary lacks {len(missing)} of the 256 bytes, the first of them {missing[0]:#04x}")
    numbers = _number(merges, id_of)
    unmade = id_of.keys() - numbers.keys()
    if unmade:
        first = min(id_of[token] for token in unmade)
        raise ValueError(f"no merge makes {len(unmade)} of the vocabulary's tokens, the first of them with id {first}")
    pairs = tuple(pair for pair in numbers.values() if pair)
    special = tuple(sorted(special_tokens.items(), key=lambda item: item[1]))
    tokenizer = Tokenizer(pairs, split_pattern, tuple(id_of[token] for token in numbers), special)
    _check_our_order(tokenizer)
    return tokenizer


def _check_ids(ids: list[int]) -> None:
    for id in ids:
        if type(id) is not int or not 0 <= id < _MOST_TOKENS:
            raise ValueError(f"{id!a} is no id; ids are numbers from 0 to {_MOST_TOKENS - 1}")
    if len(set(ids)) < len(ids):
        twice = next(id for id in sorted(ids) if ids.count(id) > 1)
        raise ValueError(f"id {twice} is given to two tokens")


def _number(merges: Iterable[tuple[str, str]], id_of: Mapping[bytes, int]) -> dict[bytes, tuple[int, int] | None]:
    """Return each token and the numbers of the two that make it, None for a byte, in the order of their numbers."""
    made: dict[bytes, tuple[int, int] | None] = {bytes([byte]): None for byte in range(256)}
    number = {token: i for i, token in enumerate(made)}
    for item, pair in enumerate(merges, start=1):
        try:
            left, right = map(from_characters, pair)
            numbers = number[left], number[right]
        except (KeyError, TypeError, ValueError):
            raise ValueError(
                f"merges, item {item}: {pair!a} is not a pair of bytes or of tokens that earlier items make"
            ) from None
        if left + right in made:
            raise ValueError(f"merges, item {item}: {pair!a} makes a token again")
        if left + right not in id_of:
            raise ValueError(f"merges, item {item}: what {pair!a} makes is not in the vocabulary")
        number[left + right] = len(made)
        made[left + right] = numbers
    return made


def _check_our_order(tokenizer: Tokenizer) -> None:
    """A vocabulary that begins and ends as ours has its merges in the order of their ids, or somebody moved them."""
    n = len(tokenizer.ids)
    ours = tuple(zip(SPECIAL_TOKENS, range(n, n + 4), strict=True))
    if tokenizer.special_tokens != ours or tokenizer.ids[:256] != tuple(range(256)):
        return
    for number, id in enumerate(tokenizer.ids):
        if number != id:
            raise ValueError(f"merges, item {number - 255}: makes the token with id {id} out of order")
