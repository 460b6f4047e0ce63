"""What the status and the type of an answer mean for us."""

import time
from email.utils import parsedate_to_datetime

from conteur.corpus.download.connection import Answer, TransientError
from conteur.errors import UserError

_ACCESS = "access is refused; accept the terms on the data set's page, and set HF_TOKEN to a token that may read it"
_PASSING = (408, 425, 429)


def check_answer(answer: Answer, url: str) -> None:
    """Raise for an answer that is not what was asked for: `TransientError` if another may be, `UserError` if not."""
    status = answer.status
    if status in _PASSING or status >= 500:
        raise TransientError(f"{answer.host} answers {status}", _retry_after(answer.headers.get("Retry-After")))
    if 400 <= status < 500 and answer.is_from_home:
        raise UserError(f"{url}: the server answers {status}: {_ACCESS if status in (401, 403) else 'it is not there'}")
    if status not in (200, 206):  # a 403 of another host is a signed address that has run out: ask home for a new one
        raise TransientError(f"{answer.host} answers {status}")
    if "html" in answer.headers.get("Content-Type", "").lower():
        raise TransientError(f"{answer.host} sends a web page in place of the file: is there a login page or a proxy?")
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise TransientError(f"{answer.host} sends the file compressed, which was not asked for")


def _retry_after(value: str | None) -> float | None:
    """Return the seconds of a Retry-After header: a number, or a date (RFC 9110, section 10.2.3)."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
