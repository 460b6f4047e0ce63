"""Apply merges to one pretoken: the earliest learned merge first, wherever it fits, left to right.

A token id is written as the character with that code point, a pretoken as a string of such characters and a merge as
a pair of characters that becomes one. So `str.replace` does what the paper calls merging, at the speed of C.
"""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from operator import add

Merges = dict[str, str]  # pair of characters -> the character of the token that they become

_SHORT = 64  # symbols; up to here scanning all pairs again after each merge is faster than keeping a heap


def character_merges(merges: Sequence[tuple[int, int]]) -> Merges:
    return {chr(left) + chr(right): chr(256 + rank) for rank, (left, right) in enumerate(merges)}


def encode_pretoken(pretoken: bytes, merges: Merges) -> list[int]:
    """Return the token ids of `pretoken`; O(n log n) for n bytes, however long it is."""
    symbols = pretoken.decode("latin-1")  # byte b -> character b
    merged = _merge_short(symbols, merges) if len(symbols) <= _SHORT else _merge_long(symbols, merges)
    return list(map(ord, merged))


def _merge_short(symbols: str, merges: Merges) -> str:
    """Replace the pair that was learned first until none is left; the paper's algorithm, O(n^2)."""
    while known := {merges[pair]: pair for pair in map(add, symbols, symbols[1:]) if pair in merges}:
        token = min(known)  # ids grow in the order of learning, so the smallest token is the earliest merge
        symbols = symbols.replace(known[token], token)
    return symbols


def _merge_long(symbols: str, merges: Merges) -> str:
    """Do the same with a linked list of symbols and a heap of (token, position) for the pairs that can be merged.

    A merge makes only pairs that were learned after it, so the heap never has to go back to an earlier merge, and
    equal pairs leave it from left to right, as `str.replace` takes them. An entry whose pair has changed since it was
    pushed is skipped.
    """
    n = len(symbols)
    symbol = [*symbols, ""]  # the empty symbol at n ends the list: no pair with it is ever known
    before = list(range(-1, n))  # symbol[-1] is that empty symbol too
    after = [*range(1, n + 1), n]
    heap = [(merges[pair], i) for i, pair in enumerate(map(add, symbols, symbols[1:])) if pair in merges]
    heapify(heap)
    while heap:
        token, i = heappop(heap)
        right = after[i]
        if merges.get(symbol[i] + symbol[right]) != token:
            continue
        symbol[i], symbol[right] = token, ""
        after[i] = after[right]
        before[after[i]] = i
        for left in (before[i], i):
            pair = symbol[left] + symbol[after[left]]
            if pair in merges:
                heappush(heap, (merges[pair], left))
    return "".join(symbol)
