"""How far compressors that everybody has get on the validation text: something to hold a model's figure against."""

import lzma
import zlib
from collections.abc import Iterable

MAX_BYTES = 4_000_000  # of text: enough for a compressor to get going, and LZMA takes a second for each million


def bits_per_byte_of_compressors(documents: Iterable[str]) -> tuple[dict[str, float], int]:
    """Return bits per byte of zlib (as in gzip) and LZMA (as in xz), and the bytes of text that they were given.

    Like the model they have to say where a document ends (one byte), and like its figure theirs counts the bytes of
    the documents alone. Unlike the model they have learnt from nothing before.
    """
    stream, n_bytes = bytearray(), 0
    for document in documents:
        text = document.encode("utf-8")
        if n_bytes and n_bytes + len(text) > MAX_BYTES:
            break
        stream += text + b"\0"
        n_bytes += len(text)
    raw_lzma = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME}]
    compressed = {
        "zlib (gzip)": zlib.compress(stream, 9),
        "LZMA (xz)": lzma.compress(stream, lzma.FORMAT_RAW, filters=raw_lzma),
    }
    return {name: 8 * len(data) / n_bytes for name, data in compressed.items()}, n_bytes
