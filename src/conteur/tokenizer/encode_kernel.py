"""Encode documents: look each pretoken up in a table of those seen before, and merge those that are not in it.

What makes it fast. A text repeats its words, so nearly every pretoken is found in the table, and the time goes into
finding where it ends and whether it is there. Where it ends is told for 64 bytes at once (window_kernel.py); its first
16 bytes, as two numbers cut to the length of the word, are its key. A slot of the table is 32 bytes:

    8 bytes     8 bytes           8 bytes           8 bytes
    text 0-7    text 8-14, n      ids 0, 1 (, 2, 3)  id 2, how many ids

The length n is part of the key, or `3` and `3\\0` would be equal. Two slots are one line of the processor's cache: the
hash leads to a line, and the key is in its first slot, in its second, or not in the table. The ids are written by one
store of 8 bytes, however many they are (four of 16 bits, or two stores of 32 bits); the next word overwrites what was
too much. Longer pretokens and those of more ids have a second table with slots of 128 bytes.

The tables never grow: a new key pushes the older one of its two slots out. As the ids of a pretoken depend on nothing
but its bytes, no size of the table, no order and no number of threads can change the result.
"""

from typing import NamedTuple

import numpy as np

from conteur.tokenizer.jit import (
    address_of,
    inlined,
    kernel,
    load1,
    load4,
    load8,
    prefetch,
    store1,
    store2,
    store4,
    store8,
    times,
)
from conteur.tokenizer.key_kernel import KEY_BYTES, key_at
from conteur.tokenizer.merge_kernel import SHORT, Merges, merge_long, merge_short, piece_end
from conteur.tokenizer.window_kernel import NO_WINDOW, cut

BATCH = 64  # pretokens
SLOT_BYTES, LONG_SLOT_BYTES = 32, 128
_LONG_KEY_BYTES = 63  # of the text; one more byte holds the length
_LONG_IDS = 15  # and one more place holds their number

_ZERO, _32, _56 = (np.uint64(n) for n in (0, 32, 56))
_HASH = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio
_HASH_2 = np.uint64(0xC2B2AE3D27D4EB4F)


class Memory(NamedTuple):
    """What encoding reads and what it remembers; arrays, or their addresses."""

    classes: np.ndarray  # uint8 (0x110000,): unicode_classes()
    ids: np.ndarray  # uint32 (tokens,): the id of each token by its number
    slots: np.ndarray  # uint64 (4 * slots,): the table
    slots_mask: int  # half their number, a power of two, less one
    long_slots: np.ndarray  # uint64 (16 * slots,): the second table
    long_mask: int  # their number, a power of two, less one
    batch: np.ndarray  # uint64 (4 * BATCH,): the pretokens at hand
    tokens: np.ndarray  # uint32 (SHORT + 1,): the tokens of the pretoken at hand
    found: np.ndarray  # uint32 (SHORT + 1,)
    merges: Merges


@kernel
def encode_documents(text, starts, ends, pattern, memory, end_id, out, out_starts):
    """Write the ids of the documents text[starts[d]:ends[d]] to `out` one after the other; return how many they are.

    text uint8 (n,), starts and ends int64 (d,). end_id is written after each document, unless it is -1.
    out uint16 or uint32, with room for an id per byte, one per document and 4 more. out_starts int64 (d,): becomes
    where each document begins in `out`.
    """
    n = 0
    addresses = _addresses(memory)
    for d in range(len(starts)):
        out_starts[d] = n
        n = _encode_document(
            address_of(text), starts[d], ends[d], len(text), pattern, addresses, address_of(out), n, out.itemsize
        )
        if end_id >= 0:
            out[n] = end_id
            n += 1
    return n


@kernel
def _addresses(m):
    merges = Merges(
        address_of(m.merges.of_bytes), address_of(m.merges.pairs), address_of(m.merges.seams), m.merges.mask
    )
    return Memory(
        address_of(m.classes),
        address_of(m.ids),
        address_of(m.slots),
        m.slots_mask,
        address_of(m.long_slots),
        m.long_mask,
        address_of(m.batch),
        address_of(m.tokens),
        address_of(m.found),
        merges,
    )


@kernel
def _encode_document(text, start, end, text_bytes, pattern, memory, out, n, id_bytes):
    """Encode one document to `out` from its n-th id on; return the number of ids in it then."""
    window = NO_WINDOW
    while start < end:
        start, count, window = _cut_batch(text, start, end, text_bytes, pattern, memory, window)
        for i in range(count):
            n = _encode_one(text, 32 * i, memory, out, n, id_bytes)
    return n


@inlined
def _cut_batch(text, start, end, text_bytes, pattern, memory, window):
    """Cut up to BATCH pretokens; return where the last one ends, and how many they are.

    Each leaves 32 bytes in `memory.batch`: where it starts, its key, and where its slots are or, if it is too long for
    a key, minus its length. Its slots are asked for at once, and are near when all of the batch is cut.
    """
    count = 0
    while start < end and count < BATCH:
        stop, window = cut(text, start, end, text_bytes, memory.classes, pattern, window)
        size, low, high = stop - start, _ZERO, _ZERO
        if size <= KEY_BYTES:
            low, high = key_at(text, start, size, text_bytes)
            slot = _slot(low, high, memory)
            prefetch(memory.slots, slot)
        else:
            slot = -size
        store8(memory.batch, 32 * count, np.uint64(start))
        store8(memory.batch, 32 * count + 8, low)
        store8(memory.batch, 32 * count + 16, high)
        store8(memory.batch, 32 * count + 24, np.uint64(slot))
        count += 1
        start = stop
    return start, count, window


@inlined
def _encode_one(text, place, memory, out, n, id_bytes):
    """Write the ids of the pretoken at `place` of the batch to `out`; return the number of ids in it then."""
    start, slot = np.int64(load8(memory.batch, place)), np.int64(load8(memory.batch, place + 24))
    if slot < 0:
        return _encode_long(text, start, -slot, memory, out, n, id_bytes)
    low, high = load8(memory.batch, place + 8), load8(memory.batch, place + 16)
    # Which of the two slots it is depends on chance, so no branch: the processor would guess it wrong half of the time.
    is_other = (load8(memory.slots, slot) ^ low) | (load8(memory.slots, slot + 8) ^ high)
    slot += SLOT_BYTES * (is_other != _ZERO)
    if (load8(memory.slots, slot) ^ low) | (load8(memory.slots, slot + 8) ^ high):
        return _encode_new(text, start, low, high, slot - SLOT_BYTES, memory, out, n, id_bytes)
    last = load8(memory.slots, slot + 24)
    count = np.int64(last >> _32)
    if count == 0:
        return _encode_long(text, start, np.int64(high >> _56), memory, out, n, id_bytes)
    store8(out, n * id_bytes, load8(memory.slots, slot + 16))
    if id_bytes == 4:
        store8(out, n * id_bytes + 8, last)
    return n + count


@inlined
def _slot(low, high, memory):
    """Return where the two slots of a key begin, in bytes."""
    mixed = times(low ^ times(high, _HASH_2), _HASH)
    return (np.int64(mixed >> _32) & memory.slots_mask) * (2 * SLOT_BYTES)


@kernel
def _encode_new(text, start, low, high, slot, memory, out, n, id_bytes):
    """Merge a short pretoken that is not in the table, put it there, and write its ids.

    Where there is no room for its ids in a slot, their number is 0 there, and they are in the second table.
    """
    count = merge_short(text, start, np.int64(high >> _56), memory.merges, memory.tokens, memory.found)
    end = _write(memory.tokens, 0, count, memory, out, n, id_bytes)
    first, last = _ZERO, np.uint64(count) << _32
    if count > 8 // id_bytes + (id_bytes == 4):
        count, last = 0, _ZERO
    for i in range(count):
        id = np.uint64(load4(memory.ids, 4 * load4(memory.tokens, 4 * i)))
        if i * id_bytes < 8:
            first |= id << np.uint64(8 * id_bytes * i)
        else:
            last |= id
    for i in range(0, SLOT_BYTES, 8):  # the newer one is looked at first
        store8(memory.slots, slot + SLOT_BYTES + i, load8(memory.slots, slot + i))
    store8(memory.slots, slot, low)
    store8(memory.slots, slot + 8, high)
    store8(memory.slots, slot + 16, first)
    store8(memory.slots, slot + 24, last)
    return end


@kernel
def _encode_long(text, start, size, memory, out, n, id_bytes):
    """Do the same with the second table: a slot is up to 63 bytes of text, their number, up to 15 tokens, how many."""
    if size > _LONG_KEY_BYTES:
        return _encode_uncached(text, start, size, memory, out, n, id_bytes)
    slot = _long_slot(text, start, size, memory)
    if not _holds(memory.long_slots, slot, text, start, size):
        count = merge_short(text, start, size, memory.merges, memory.tokens, memory.found)
        if count > _LONG_IDS:
            return _write(memory.tokens, 0, count, memory, out, n, id_bytes)
        for i in range(size):
            store1(memory.long_slots, slot + i, np.uint64(load1(text, start + i)))
        store1(memory.long_slots, slot + _LONG_KEY_BYTES, np.uint64(size))
        for i in range(count):
            store4(memory.long_slots, slot + 64 + 4 * i, np.uint64(load4(memory.tokens, 4 * i)))
        store4(memory.long_slots, slot + 124, np.uint64(count))
    count = load4(memory.long_slots, slot + 124)
    return _write(memory.long_slots, slot + 64, count, memory, out, n, id_bytes)


@kernel
def _long_slot(text, start, size, memory):
    mixed = np.uint64(size)
    for i in range(0, size - 7, 8):
        mixed = times(mixed ^ load8(text, start + i), _HASH)
        mixed ^= mixed >> _32
    for i in range(size & ~7, size):
        mixed = times(mixed ^ np.uint64(load1(text, start + i)), _HASH)
    return (np.int64(mixed >> _32) & memory.long_mask) * LONG_SLOT_BYTES


@kernel
def _holds(slots, slot, text, start, size):
    if load1(slots, slot + _LONG_KEY_BYTES) != size:
        return False
    for i in range(0, size - 7, 8):
        if load8(slots, slot + i) != load8(text, start + i):
            return False
    i = size & ~7
    while i < size and load1(slots, slot + i) == load1(text, start + i):
        i += 1
    return i == size


@kernel
def _encode_uncached(text, start, size, memory, out, n, id_bytes):
    """Encode a pretoken that hardly comes twice, piece by piece."""
    end = start + size
    while start < end:
        stop = piece_end(text, start, end, memory.merges)
        if stop - start <= SHORT:
            count = merge_short(text, start, stop - start, memory.merges, memory.tokens, memory.found)
            n = _write(memory.tokens, 0, count, memory, out, n, id_bytes)
        else:
            tokens = merge_long(text, start, stop - start, memory.merges)
            for i in range(len(tokens)):
                _write_id(tokens[i], memory, out, n + i, id_bytes)
            n += len(tokens)
        start = stop
    return n


@kernel
def _write(tokens, offset, count, memory, out, n, id_bytes):
    """Write the ids of `count` tokens, uint32, to `out` from its n-th id on; return the number of ids in it then."""
    for i in range(count):
        _write_id(load4(tokens, offset + 4 * i), memory, out, n + i, id_bytes)
    return n + count


@inlined
def _write_id(token, memory, out, n, id_bytes):
    id = np.uint64(load4(memory.ids, 4 * np.int64(token)))
    if id_bytes == 2:
        store2(out, 2 * n, id)
    else:
        store4(out, 4 * n, id)
