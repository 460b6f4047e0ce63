"""Apply merges to one pretoken: the algorithm of `encode`, on bytes where they lie.

A pretoken of up to `SHORT` bytes is scanned for its earliest merge again and again. A longer one is first cut at its
seams, the pairs of neighbouring bytes that no token holds: no merge can join what lies on their two sides. Pieces that
are still long (equal letters, say) take a linked list and a heap.
"""

from heapq import heapify, heappop, heappush
from typing import NamedTuple

import numpy as np

from conteur.tokenizer.jit import kernel, load1, load4, load8, store4, times

SHORT = 64  # bytes; up to here scanning all pairs again after each merge is faster than keeping a heap
NO_MERGE = 0xFFFFFFFF  # greater than every token
_HASH = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio


class Merges(NamedTuple):
    """What the merges are looked up in; arrays, or their addresses.

    Tokens are numbered as in `Tokenizer.merges`: 0 to 255 are the bytes, 256 + i is what merge i makes, so the
    smaller token is the earlier merge.
    """

    of_bytes: np.ndarray  # uint32 (256 * 256,): the token that two bytes merge to, or NO_MERGE
    pairs: np.ndarray  # uint64 (2 * slots,): key left << 32 | right, token; open addressing, key 0 is an empty slot
    seams: np.ndarray  # uint8 (256 * 256,): 1 for two bytes that are neighbours in no token
    mask: int  # slots - 1, a power of two less one


@kernel
def find_merge(merges, left, right):
    """Return the token that two tokens merge to, or NO_MERGE."""
    if left < 256 and right < 256:
        return load4(merges.of_bytes, 4 * (256 * left + right))
    key = np.uint64(np.int64(left) << 32 | right)
    slot = np.int64(times(key, _HASH) >> np.uint64(32)) & merges.mask
    while True:
        found = load8(merges.pairs, 16 * slot)
        if found == key:
            return load4(merges.pairs, 16 * slot + 8)
        if found == np.uint64(0):
            return NO_MERGE
        slot = (slot + 1) & merges.mask


@kernel
def fill_pairs(pairs, left, right):
    """Put the merges of tokens left (m,) and right (m,) into `pairs` (2 * slots,), where `find_merge` finds them."""
    mask = len(pairs) // 2 - 1
    for rank in range(len(left)):
        key = np.uint64(left[rank] << 32 | right[rank])
        slot = np.int64(times(key, _HASH) >> np.uint64(32)) & mask
        while pairs[2 * slot] != np.uint64(0):
            slot = (slot + 1) & mask
        pairs[2 * slot] = key
        pairs[2 * slot + 1] = 256 + rank


@kernel
def merge_short(text, start, n, merges, tokens, found):
    """Write the tokens of the n <= SHORT bytes at `start` to `tokens`, int32, and return how many they are.

    tokens and found are addresses of uint32 (SHORT + 1,); found[i] is what tokens i and i + 1 merge to.
    """
    for i in range(n):
        store4(tokens, 4 * i, np.uint64(load1(text, start + i)))
    for i in range(n - 1):
        pair = load1(text, start + i) << 8 | load1(text, start + i + 1)
        store4(found, 4 * i, np.uint64(load4(merges.of_bytes, 4 * pair)))
    while n > 1:
        best, at = NO_MERGE, 0
        for i in range(n - 1):
            token = load4(found, 4 * i)
            if token < best:
                best, at = token, i
        if best == NO_MERGE:
            break
        n -= 1
        store4(tokens, 4 * at, np.uint64(best))
        for i in range(at + 1, n):  # what is right of the merge moves up
            store4(tokens, 4 * i, np.uint64(load4(tokens, 4 * i + 4)))
            store4(found, 4 * i - 4, np.uint64(load4(found, 4 * i)))
        if at > 0:
            store4(found, 4 * at - 4, np.uint64(find_merge(merges, load4(tokens, 4 * at - 4), best)))
        if at + 1 < n:
            store4(found, 4 * at, np.uint64(find_merge(merges, best, load4(tokens, 4 * at + 4))))
    return n


@kernel
def piece_end(text, start, end, merges):
    """Return the first seam behind `start`, or `end` if there is none."""
    stop = start + 1
    while stop < end and not load1(merges.seams, load1(text, stop - 1) << 8 | load1(text, stop)):
        stop += 1
    return stop


@kernel
def merge_long(text, start, n, merges):
    """Return the tokens of the n bytes at `start`, int32, in O(n log n).

    A merge makes only pairs that were learned after it, so the heap never goes back to an earlier merge, and equal
    pairs leave it from left to right. An entry whose pair has changed since it was pushed is skipped.
    """
    token = np.empty(n, np.int32)
    before = np.empty(n + 1, np.int32)
    after = np.empty(n, np.int32)
    heap = [np.int64(0) for _ in range(0)]
    for i in range(n):
        token[i], before[i], after[i] = load1(text, start + i), i - 1, i + 1
    for i in range(n - 1):
        made = find_merge(merges, token[i], token[i + 1])
        if made != NO_MERGE:
            heap.append(np.int64(made) << 32 | i)
    heapify(heap)
    while heap:
        entry = heappop(heap)
        made, i = entry >> 32, entry & 0xFFFFFFFF
        right = after[i]
        if token[i] < 0 or right == n or find_merge(merges, token[i], token[right]) != made:
            continue
        token[i], token[right] = made, -1
        after[i] = after[right]
        before[after[i]] = i
        if i > 0:
            found = find_merge(merges, token[before[i]], made)
            if found != NO_MERGE:
                heappush(heap, np.int64(found) << 32 | before[i])
        if after[i] < n:
            found = find_merge(merges, made, token[after[i]])
            if found != NO_MERGE:
                heappush(heap, np.int64(found) << 32 | i)
    return token[token >= 0]
