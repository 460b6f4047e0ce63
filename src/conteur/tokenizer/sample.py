"""Take a share of a corpus, evenly from its beginning to its end, while it streams by."""

from collections.abc import Iterable, Iterator


class EvenShare:
    """Decides document by document, so that the same ones are taken every time, and the first among them.

    A document is taken when what was taken so far is not ahead of its share of what went by: at most one document more
    than `max_bytes` of a corpus of `total_bytes`. All are, if `max_bytes` is 0 or not smaller.
    """

    def __init__(self, total_bytes: int, max_bytes: int) -> None:
        self._total, self._max = total_bytes, max_bytes or total_bytes
        self._seen = self._taken = 0

    @property
    def is_all(self) -> bool:
        return self._max >= self._total

    def takes(self, n_bytes: int) -> bool:
        """Tell whether the next document, of `n_bytes`, is taken."""
        taken = self.is_all or self._taken * self._total <= self._max * self._seen
        self._taken += n_bytes * taken
        self._seen += n_bytes
        return taken


def take_evenly(documents: Iterable[str], *, total_bytes: int, max_bytes: int) -> Iterator[str]:
    """Yield about `max_bytes` of a corpus of `total_bytes`, as `EvenShare` has it."""
    share = EvenShare(total_bytes, max_bytes)
    return (document for document in documents if share.takes(len(document.encode())))
