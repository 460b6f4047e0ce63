"""Count pretokens where they lie, in UTF-8 bytes: `collections.Counter` of the pieces of `split`, without the pieces.

One table with open addressing. A slot is 32 bytes, half a cache line: two words that tell a pretoken from others, its
count, and where its bytes are. Most pretokens have at most 15 bytes and fit into the two words: the bytes, zeros behind
them, and in the last byte the length (key_kernel.py). A longer one has a hash of its bytes in the first word and its
length in the second, and its bytes lie in `arena`, where they are compared. window_kernel.py cuts the pretokens.
"""

import numpy as np

from conteur.tokenizer.jit import address_of, inlined, kernel, load1, load8, times
from conteur.tokenizer.key_kernel import KEY_BYTES, key_at
from conteur.tokenizer.window_kernel import NO_WINDOW, cut

FIRST, SECOND, COUNT, PLACE = range(4)  # columns of a slot; it is free when its second word is 0
LONG = np.uint64(0xFF << 56)  # stands in the second word of a longer one, where the length of a short one stands
_ZERO, _ONE, _U8, _U32, _U64 = map(np.uint64, (0, 1, 8, 32, 64))
_ALL = np.uint64(2**64 - 1)
_A, _B = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)  # large and odd


@kernel
def count_documents(text, starts, ends, document, position, classes, pattern, slots, arena, used):
    """Count the pretokens of the documents text[starts[i]:ends[i]], from `position` in `document` on.

    Returns document and position where there is no room for a new one, or (len(starts), 0) when all is counted: the
    caller makes room and calls again. text (n,) uint8; starts, ends (d,) int64; classes: `unicode_classes()`; pattern:
    a PATTERN_NUMBER; slots (power of 2, 4) uint64; arena (m,) uint8; used (2,) int64: slots, and bytes of the arena.
    """
    text_at, limit, classes_at = address_of(text), len(text), address_of(classes)
    slots_at, mask = address_of(slots.reshape(slots.size)), np.uint64(len(slots) - 1)
    arena_at = address_of(arena)
    for i in range(document, len(starts)):
        start, end, window = max(starts[i], position), ends[i], NO_WINDOW
        while start < end:
            stop, window = cut(text_at, start, end, limit, classes_at, pattern, window)
            size = stop - start
            if size <= KEY_BYTES:
                first, second = key_at(text_at, start, size, limit)
            else:
                first, second = _hash_of_long(text_at, start, size, limit), LONG | np.uint64(size)
            slot = _slot_of(first, second, text_at, start, limit, slots_at, mask, arena_at, len(arena))
            if slots[slot, SECOND] == _ZERO:
                if 2 * used[0] >= len(slots) or (size > KEY_BYTES and used[1] + size > len(arena)):
                    return i, start
                slots[slot, FIRST], slots[slot, SECOND] = first, second
                used[0] += 1
                if size > KEY_BYTES:
                    slots[slot, PLACE] = np.uint64(used[1])
                    arena[used[1] : used[1] + size] = text[start:stop]
                    used[1] += size
            slots[slot, COUNT] += _ONE
            start = stop
        position = 0
    return len(starts), 0


@kernel
def absorb(slots, arena, used, from_slots, from_arena):
    """Add all counts of another table to one that has room for them."""
    slots_at, mask = address_of(slots.reshape(slots.size)), np.uint64(len(slots) - 1)
    arena_at = address_of(arena)
    from_at, limit = address_of(from_arena), len(from_arena)
    for k in range(len(from_slots)):
        first, second = from_slots[k, FIRST], from_slots[k, SECOND]
        if second == _ZERO:
            continue
        start = np.int64(from_slots[k, PLACE])
        slot = _slot_of(first, second, from_at, start, limit, slots_at, mask, arena_at, len(arena))
        if slots[slot, SECOND] == _ZERO:
            slots[slot, FIRST], slots[slot, SECOND] = first, second
            used[0] += 1
            if second >= LONG:
                size = np.int64(second ^ LONG)
                slots[slot, PLACE] = np.uint64(used[1])
                arena[used[1] : used[1] + size] = from_arena[start : start + size]
                used[1] += size
        slots[slot, COUNT] += from_slots[k, COUNT]


@inlined
def _slot_of(first, second, text, start, limit, slots, mask, arena, arena_limit):
    """Return the slot of a pretoken, or the free one where it belongs."""
    slot = times(first ^ times(second, _B), _A) >> _U32 & mask
    while True:
        at = np.int64(slot) * 32
        found = load8(slots, at + 8 * SECOND)
        if found == _ZERO:
            return slot
        if found == second and load8(slots, at + 8 * FIRST) == first:
            if second < LONG:
                return slot
            place, size = np.int64(load8(slots, at + 8 * PLACE)), np.int64(second ^ LONG)
            if _equal(text, start, limit, arena, place, arena_limit, size):
                return slot
        slot = (slot + _ONE) & mask


@kernel
def _load(text, start, size, limit):
    """Return up to 8 bytes from `start` on as a number, the first the lowest; 0 for none of them."""
    if size <= 0:
        return _ZERO
    if start + 8 <= limit:
        return load8(text, start) & (_ALL >> (_U64 - _U8 * np.uint64(size)))
    word = _ZERO
    for i in range(size):
        word |= np.uint64(load1(text, start + i)) << (_U8 * np.uint64(i))
    return word


@kernel
def _hash_of_long(text, start, size, limit):
    mixed = _ZERO
    for i in range(0, size, 8):
        mixed = times(mixed ^ _load(text, start + i, min(size - i, 8), limit), _A)
        mixed ^= mixed >> _U32
    return mixed


@kernel
def _equal(text, start, limit, arena, place, arena_limit, size):
    for i in range(0, size, 8):
        n = min(size - i, 8)
        if _load(text, start + i, n, limit) != _load(arena, place + i, n, arena_limit):
            return False
    return True
