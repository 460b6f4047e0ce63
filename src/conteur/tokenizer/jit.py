"""What the kernels are made with: a decorator that compiles, and a few machine instructions that Python has not.

With NUMBA_DISABLE_JIT=1 everything runs as plain Python: slow, the same results, and a debugger can step through it.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic


def kernel(function: Callable) -> Callable:
    """Compile `function` for arrays and numbers when it is first called; it lets other threads run meanwhile.

    What was compiled is kept on disk. Numba itself looks whether the file of the function has changed, but not whether
    a file has from which it calls something. So the folder is named by the hash of all sources of this package.
    """
    given = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(Path(given or _PACKAGE / "__pycache__") / f"kernels-{_sources_hash()}")
    try:
        return numba.njit(cache=True, nogil=True)(function)
    finally:
        numba.config.CACHE_DIR = given


_PACKAGE = Path(__file__).parent


@cache
def _sources_hash() -> str:
    sources = sorted(_PACKAGE.glob("*.py"))
    return hashlib.sha256(b"\0".join(source.read_bytes() for source in sources)).hexdigest()[:12]


# A kernel is given arrays. What it calls for every few bytes is given their addresses, because numba counts references
# to an array at each call: cutting text into pretokens took 110 ns a piece with arrays and takes 10 ns with addresses.


@intrinsic
def address_of(typing_context, array):
    """Return the address of the first item of an array, which has to outlive its use."""

    def generate(context, builder, signature, arguments):
        struct = context.make_array(signature.args[0])(context, builder, arguments[0])
        return builder.ptrtoint(struct.data, ir.IntType(64))

    return types.int64(array), generate


def _load(bits, result, address, index):
    def generate(context, builder, signature, arguments):
        pointer = builder.inttoptr(builder.add(*arguments), ir.IntType(bits).as_pointer())
        return builder.zext(builder.load(pointer, align=1), ir.IntType(64))

    return result(types.int64, types.int64), generate


@intrinsic
def load1(typing_context, address, index):
    """Return the byte at `address + index` as an int64."""
    return _load(8, types.int64, address, index)


@intrinsic
def load8(typing_context, address, index):
    """Return the 8 bytes from `address + index` on as one uint64; the first is the lowest."""
    return _load(64, types.uint64, address, index)


@intrinsic
def lowest_bit(typing_context, word):
    """Return the number of the lowest bit set in a uint64, 64 if none is: one machine instruction."""

    def generate(context, builder, signature, arguments):
        return builder.cttz(arguments[0], cgutils.false_bit)

    return types.int64(types.uint64), generate


if numba.config.DISABLE_JIT:  # the address of an array is the array

    def address_of(array):
        return array

    def load1(address, index):
        return int(address[index])

    def load8(address, index):
        return np.uint64(int.from_bytes(address[index : index + 8].tobytes(), "little"))

    def lowest_bit(word):
        return (int(word) & -int(word)).bit_length() - 1 if word else 64
