"""Take a share of a corpus, evenly from its beginning to its end, while it streams by."""

from collections.abc import Iterable, Iterator


def take_evenly(documents: Iterable[str], *, total_bytes: int, max_bytes: int) -> Iterator[str]:
    """Yield about `max_bytes` of a corpus of `total_bytes`, or all of it if `max_bytes` is 0 or not smaller.

    A document is taken when what was taken so far is not ahead of its share of what went by, so that the same
    documents come out every time, the first among them, and at most one document more than `max_bytes`.
    """
    if max_bytes == 0 or max_bytes >= total_bytes:
        yield from documents
        return
    seen_bytes = taken_bytes = 0
    for document in documents:
        size = len(document.encode())
        if taken_bytes * total_bytes <= max_bytes * seen_bytes:
            taken_bytes += size
            yield document
        seen_bytes += size
