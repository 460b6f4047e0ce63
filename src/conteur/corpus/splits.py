"""Which split a document belongs to: by a hash of its own text, so that order, company and number move nothing."""

from hashlib import blake2b


def is_validation(text: str, fraction: float) -> bool:
    """Tell whether a document is held out: its 64-bit hash, read as a number in [0, 1), is below `fraction`.

    Equal texts are always in the same split. A larger fraction only adds documents to the validation split.
    """
    digest = blake2b(text.encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "big") < int(fraction * 2**64)  # exact: the factor is a power of two
