"""What the kernels are made with: a decorator that compiles, and a few machine instructions that Python has not.

With NUMBA_DISABLE_JIT=1 everything runs as plain Python: slow, the same results, and a debugger can step through it.
"""

import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.caching import UserProvidedCacheLocator
from numba.extending import intrinsic


def kernel(function: Callable, *, inline: bool = False) -> Callable:
    """Compile `function` for arrays and numbers when it is first called; it lets other threads run meanwhile."""
    before = numba.config.CACHE_DIR, numba.config.CACHE_LOCATOR_CLASSES
    numba.config.CACHE_DIR = before[0] or str(_PROJECT / ".cache" / "numba")
    numba.config.CACHE_LOCATOR_CLASSES = f"{KernelCache.__module__}.{KernelCache.__name__}"
    try:
        return numba.njit(cache=True, nogil=True, forceinline=inline)(function)
    finally:
        numba.config.CACHE_DIR, numba.config.CACHE_LOCATOR_CLASSES = before


def inlined(function: Callable) -> Callable:
    """Compile `function` as a part of each kernel that calls it: for what is done for every pretoken."""
    return kernel(function, inline=True)


class KernelCache(UserProvidedCacheLocator):
    """Where numba keeps what it has compiled: a folder named by the hash of all sources of this package.

    By itself it looks whether the file of a function has changed, but not whether a file has that it calls. And its
    folder is named by the path, so that each temporary copy of the project would compile anew.
    """

    @classmethod
    def get_suitable_cache_subpath(cls, py_file: str) -> str:
        return f"tokenizer-{_sources_hash()}"


_PACKAGE = Path(__file__).parent
_PROJECT = Path(os.environ.get("DVC_ROOT") or _PACKAGE.parents[2])  # DVC runs experiments in copies that it deletes


@cache
def _sources_hash() -> str:
    sources = sorted(_PACKAGE.glob("*.py"))
    return hashlib.sha256(b"\0".join(source.read_bytes() for source in sources)).hexdigest()[:12]


# A kernel is given arrays. What it calls for every few bytes is given their addresses, because numba counts references
# to an array at each call: cutting text into pretokens took 110 ns a piece with arrays and takes 10 ns with addresses.


@intrinsic
def address_of(typing_context, array):
    """Return the address of the first item of an array, which has to outlive its use.

    An array that a kernel is given does. One that it makes is freed after its last use by name: do not ask for its
    address.
    """

    def generate(context, builder, signature, arguments):
        struct = context.make_array(signature.args[0])(context, builder, arguments[0])
        return builder.ptrtoint(struct.data, ir.IntType(64))

    return types.int64(array), generate


def _load(bits, result, address, index):
    def generate(context, builder, signature, arguments):
        pointer = builder.inttoptr(builder.add(*arguments), ir.IntType(bits).as_pointer())
        return builder.zext(builder.load(pointer, align=1), ir.IntType(64))

    return result(types.int64, types.int64), generate


def _store(bits, address, index, value):
    def generate(context, builder, signature, arguments):
        pointer = builder.inttoptr(builder.add(*arguments[:2]), ir.IntType(bits).as_pointer())
        builder.store(builder.trunc(arguments[2], ir.IntType(bits)), pointer, align=1)
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, types.uint64), generate


@intrinsic
def load1(typing_context, address, index):
    """Return the byte at `address + index` as an int64."""
    return _load(8, types.int64, address, index)


@intrinsic
def load4(typing_context, address, index):
    """Return the 4 bytes from `address + index` on as an int64; the first is the lowest."""
    return _load(32, types.int64, address, index)


@intrinsic
def load8(typing_context, address, index):
    """Return the 8 bytes from `address + index` on as a uint64."""
    return _load(64, types.uint64, address, index)


@intrinsic
def store1(typing_context, address, index, value):
    """Write the lowest byte of the uint64 `value` to `address + index`."""
    return _store(8, address, index, value)


@intrinsic
def store2(typing_context, address, index, value):
    """Write the lowest 2 bytes of `value` from `address + index` on, the lowest first."""
    return _store(16, address, index, value)


@intrinsic
def store4(typing_context, address, index, value):
    return _store(32, address, index, value)


@intrinsic
def store8(typing_context, address, index, value):
    return _store(64, address, index, value)


@intrinsic
def where_between(typing_context, address, index, low, high):
    """Return a uint64 whose bit i tells whether low <= byte <= high holds for the byte at `address + index + i`."""

    def generate(context, builder, signature, arguments):
        address, index, low, high = arguments
        bytes_64, any_64 = ir.VectorType(ir.IntType(8), 64), ir.Constant(ir.VectorType(ir.IntType(8), 64), ir.Undefined)
        zero, zeros = ir.Constant(ir.IntType(32), 0), ir.Constant(ir.VectorType(ir.IntType(32), 64), None)

        def everywhere(number):
            first = builder.insert_element(any_64, builder.trunc(number, ir.IntType(8)), zero)
            return builder.shuffle_vector(first, any_64, zeros)

        pointer = builder.inttoptr(builder.add(address, index), bytes_64.as_pointer())
        above = builder.sub(builder.load(pointer, align=1), everywhere(low))  # less than low: becomes a large number
        found = builder.icmp_unsigned("<=", above, everywhere(builder.sub(high, low)))
        return builder.bitcast(found, ir.IntType(64))

    return types.uint64(types.int64, types.int64, types.int64, types.int64), generate


@intrinsic
def prefetch(typing_context, address, index):
    """Ask for the cache line at `address + index`, to be read soon; changes nothing."""

    def generate(context, builder, signature, arguments):
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        declared = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        function = cgutils.get_or_insert_function(builder.module, declared, "llvm.prefetch.p0")
        how = [ir.Constant(word, number) for number in (0, 3, 1)]  # to read, to stay in all caches, data
        builder.call(function, [builder.inttoptr(builder.add(*arguments), byte), *how])
        return context.get_dummy_value()

    return types.void(types.int64, types.int64), generate


@intrinsic
def times(typing_context, a, b):
    """Return the lowest 64 bits of a product."""

    def generate(context, builder, signature, arguments):
        return builder.mul(*arguments)

    return types.uint64(types.uint64, types.uint64), generate


@intrinsic
def lowest_bit(typing_context, word):
    """Return the number of the lowest bit set in a uint64, 64 if none is: one machine instruction."""

    def generate(context, builder, signature, arguments):
        return builder.cttz(arguments[0], cgutils.false_bit)

    return types.int64(types.uint64), generate


if numba.config.DISABLE_JIT:  # the address of an array is a view of its bytes

    def address_of(array):
        return array.view(np.uint8)

    def _bytes_at(address, index, n):
        return int.from_bytes(address[index : index + n].tobytes(), "little")

    def _write_bytes(address, index, n, value):
        address[index : index + n] = np.frombuffer(int(value).to_bytes(8, "little"), np.uint8)[:n]

    def load1(address, index):
        return int(address[index])

    def load4(address, index):
        return _bytes_at(address, index, 4)

    def load8(address, index):
        return np.uint64(_bytes_at(address, index, 8))

    def store1(address, index, value):
        _write_bytes(address, index, 1, value)

    def store2(address, index, value):
        _write_bytes(address, index, 2, value)

    def store4(address, index, value):
        _write_bytes(address, index, 4, value)

    def store8(address, index, value):
        _write_bytes(address, index, 8, value)

    def where_between(address, index, low, high):
        bytes_64 = address[index : index + 64]
        return np.packbits((low <= bytes_64) & (bytes_64 <= high), bitorder="little").view("<u8")[0]

    def prefetch(address, index):
        pass

    def times(a, b):
        return np.uint64(int(a) * int(b) & 0xFFFFFFFFFFFFFFFF)

    def lowest_bit(word):
        return (int(word) & -int(word)).bit_length() - 1 if word else 64
