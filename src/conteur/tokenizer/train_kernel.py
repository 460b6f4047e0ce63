"""Learn merges fast: the algorithm of `train_reference` on arrays, where a merge touches only what it changes.

The distinct pretokens lie one behind the other in one array of token ids, END before, between and after them. A token
of n bytes keeps its n places: its id stands in the first and in the last of them, so that one step leads to either
neighbour, from place i to the right one at `i + length[symbol[i]]` and to the left one at `i - length[symbol[i - 1]]`,
without links. When two tokens merge, only these end places are written, however long the pretoken is.

A pair of neighbours knows its count and the places where it was seen. New pairs always hold the newest token, so the
places of a pair are complete once the step that made it is over; they lie in one piece of `seen`, in ascending order.
Later steps only take away: a place whose pair is gone is found out when it is visited, a heap entry whose count has
fallen goes back with the true count. So all steps together cost O(n log n) for n bytes of distinct pretokens.
"""

from heapq import heapify, heappop, heappush
from typing import NamedTuple

import numpy as np

from conteur.tokenizer.jit import kernel

END = -1  # around pretokens; no token
_INSIDE = -2  # where the second of two merged tokens began; no token either


class Pairs(NamedTuple):
    """All pairs of neighbours ever seen, found by open addressing, and where: seen[first[p] : first[p] + size[p]]."""

    slot: np.ndarray  # by the hash of a pair: its index p in the arrays below, or -1
    key: np.ndarray  # left << 32 | right, so that keys sort as pairs do
    count: np.ndarray  # occurrences now
    first: np.ndarray
    size: np.ndarray
    seen: np.ndarray
    n: np.ndarray  # (2,): how much of the arrays from `key` to `size` is used, and how much of `seen`


@kernel
def lay_out(text, sizes, rank):
    """Return symbol and word as `learn_merges` wants them.

    text (n,) uint8: the pretokens side by side, of `sizes` (w,) int64; rank (256,) uint8: the id of each byte.
    """
    symbol = np.full(len(text) + len(sizes) + 1, END, np.int32)
    word = np.zeros(len(symbol), np.int32)
    place, i = 1, 0
    for k in range(len(sizes)):
        for _ in range(sizes[k]):
            symbol[place], word[place] = rank[text[i]], k
            place += 1
            i += 1
        place += 1
    return symbol, word


@kernel
def learn_merges(symbol, word, counts, n_merges, min_frequency, progress):
    """Return up to `n_merges` merges (m, 2), fewer when no pair occurs `min_frequency` times any more.

    symbol (n,) int32: ids below 256 with END around each pretoken; equally frequent pairs are taken in the order of
    these ids. It ends as the ids after the merges. word (n,) int32: the pretoken that a place belongs to, an index of
    counts (w,) int64. progress (2,) int64: the first becomes the number of merges done so far, and the caller writes 1
    to the second to have no more of them.
    """
    merges = np.empty((n_merges, 2), np.int32)
    length = np.ones(256 + n_merges, np.int32)  # bytes of a token
    pairs = _count_pairs(symbol, word, counts)
    heap = [(-pairs.count[p], pairs.key[p], p) for p in range(pairs.n[0])]
    heapify(heap)
    n = 0
    while n < n_merges and len(heap) and not progress[1]:
        negative, key, pair = heappop(heap)
        if -negative != pairs.count[pair]:  # it has lost places since
            heappush(heap, (-pairs.count[pair], key, pair))
            continue
        if pairs.count[pair] < min_frequency:
            break
        left, right, token = key >> 32, key & 0xFFFFFFFF, 256 + n
        merges[n, 0], merges[n, 1] = left, right
        length[token] = length[left] + length[right]
        n_old, size = pairs.n[0], pairs.size[pair]
        pairs = _with_room(pairs, min(2 * size, 2 * token + 1), 2 * size)
        _merge(pair, left, right, token, symbol, word, counts, length, pairs)
        for p in range(n_old, pairs.n[0]):
            heappush(heap, (-pairs.count[p], pairs.key[p], p))
        n += 1
        progress[0] = n
    return merges[:n]


@kernel
def _count_pairs(symbol, word, counts):
    pairs = _empty_pairs(1 << 16, len(symbol))  # there are no more pairs of bytes
    for i in range(1, len(symbol) - 1):
        if symbol[i] != END and symbol[i + 1] != END:
            _add(pairs, symbol[i], symbol[i + 1], counts[word[i]])
    _reserve_places(pairs, 0)
    for i in range(1, len(symbol) - 1):
        if symbol[i] != END and symbol[i + 1] != END:
            _add_place(pairs, _find(pairs, symbol[i], symbol[i + 1]), i)
    return pairs


@kernel
def _merge(pair, left, right, token, symbol, word, counts, length, pairs):
    """Put `token` wherever `left` and `right` are neighbours, and count the pairs that come and go with it."""
    n_old, n_new = pairs.n[0], 0
    new = np.empty((2 * pairs.size[pair], 2), np.int32)  # the pairs that come, and where
    for i in pairs.seen[pairs.first[pair] : pairs.first[pair] + pairs.size[pair]]:
        j = i + length[left]
        if symbol[i] != left or symbol[j] != right:  # one of the two has merged with its other neighbour since
            continue
        count = counts[word[i]]
        before, after = symbol[i - 1], symbol[j + length[right]]
        symbol[j] = _INSIDE
        symbol[i] = symbol[j + length[right] - 1] = token
        if before != END:
            pairs.count[_find(pairs, before, left)] -= count
            new[n_new, 0], new[n_new, 1] = _add(pairs, before, token, count), i - length[before]
            n_new += 1
        if after != END:
            pairs.count[_find(pairs, right, after)] -= count
            new[n_new, 0], new[n_new, 1] = _add(pairs, token, after, count), i
            n_new += 1
    pairs.count[pair] = 0
    _reserve_places(pairs, n_old)
    for k in range(n_new):
        _add_place(pairs, new[k, 0], new[k, 1])


@kernel
def _add(pairs, left, right, count):
    """Count a pair that came into being at one place; return its index."""
    p = _find(pairs, left, right)
    pairs.count[p] += count
    pairs.size[p] += 1
    return p


@kernel
def _find(pairs, left, right):
    """Return the index of a pair; one that is new gets the next index."""
    key = np.int64(left) << 32 | np.int64(right)
    hash = np.int64(left) * 0x9E3779B1 + np.int64(right) * 0x85EBCA77  # odd numbers near 2**31: all bits take part
    mask = len(pairs.slot) - 1
    slot = (hash ^ hash >> 17) & mask
    while pairs.slot[slot] >= 0:
        if pairs.key[pairs.slot[slot]] == key:
            return pairs.slot[slot]
        slot = (slot + 1) & mask
    p = pairs.n[0]
    pairs.slot[slot] = p
    pairs.key[p] = key
    pairs.count[p] = pairs.size[p] = 0
    pairs.n[0] += 1
    return p


@kernel
def _reserve_places(pairs, n_old):
    """Give each pair from `n_old` on its piece of `seen`: they know how many places they have, and none of them yet."""
    for p in range(n_old, pairs.n[0]):
        pairs.first[p] = pairs.n[1]
        pairs.n[1] += pairs.size[p]
        pairs.size[p] = 0


@kernel
def _add_place(pairs, p, place):
    pairs.seen[pairs.first[p] + pairs.size[p]] = place
    pairs.size[p] += 1


@kernel
def _empty_pairs(room, room_seen):
    """Return no pairs, with room for `room` of them, a power of 2, and for `room_seen` places."""
    arrays, seen = np.empty((4, room), np.int64), np.empty(room_seen, np.int32)
    slot = np.full(4 * room, -1, np.int32)  # a quarter full: the first slot that is looked at is mostly the right one
    return Pairs(slot, arrays[0], arrays[1], arrays[2], arrays[3], seen, np.zeros(2, np.int64))


@kernel
def _with_room(pairs, more, more_seen):
    """Return `pairs` if there is room for `more` of them and for `more_seen` places, else a copy with twice as much."""
    room, room_seen = len(pairs.key), len(pairs.seen)
    if pairs.n[0] + more <= room and pairs.n[1] + more_seen <= room_seen:
        return pairs
    while room < pairs.n[0] + more:
        room *= 2
    while room_seen < pairs.n[1] + more_seen:
        room_seen *= 2
    larger = _empty_pairs(room, room_seen)
    for p in range(pairs.n[0]):
        _find(larger, pairs.key[p] >> 32, pairs.key[p] & 0xFFFFFFFF)  # in order, so that each keeps its index
        larger.count[p], larger.first[p], larger.size[p] = pairs.count[p], pairs.first[p], pairs.size[p]
    larger.seen[: pairs.n[1]] = pairs.seen[: pairs.n[1]]
    larger.n[1] = pairs.n[1]
    return larger
