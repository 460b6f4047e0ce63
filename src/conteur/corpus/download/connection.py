"""One GET over HTTPS: the system's certificates and proxies, redirects followed by hand, the token kept at home."""

import ipaddress
import os
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
import truststore
import urllib3
from requests.adapters import HTTPAdapter

from conteur.corpus.download.remote import endpoint
from conteur.errors import UserError

_MAX_REDIRECTS = 8
_PIECE_BYTES = 1 << 16


class TransientError(Exception):
    """An attempt that failed and that another one may mend.

    `retry_after_s` is what the server asked to wait; `is_ours` tells that the next attempt will ask for something else.
    """

    def __init__(self, what: str, retry_after_s: float | None = None, is_ours: bool = False):
        super().__init__(what)
        self.retry_after_s = retry_after_s
        self.is_ours = is_ours


@dataclass(frozen=True)
class Answer:
    """What came back after all redirects; `home` holds the headers of all answers of the host that was asked."""

    status: int
    headers: Mapping[str, str]
    home: Mapping[str, str]
    host: str
    is_from_home: bool
    body: Iterator[bytes]


class Connection:
    """A session that keeps connections open; not to be shared by threads."""

    def __init__(self, timeout_s: float):
        self.has_answered = False  # any host, once
        self._asked = ""  # the last host
        self._timeout_s = timeout_s
        self._session = requests.Session()
        self._session.mount("https://", _SystemCertificates())
        self._session.headers["User-Agent"] = "conteur"
        # A compressed answer has no byte positions to go on from.
        self._session.headers["Accept-Encoding"] = "identity"

    @contextmanager
    def get(self, url: str, headers: Mapping[str, str]) -> Iterator[Answer]:
        """Yield the answer, whose body is read piece by piece.

        Raises, also while the body is read, `TransientError` for what another attempt may mend and `UserError` for
        what a person has to mend.
        """
        with self._network_errors():
            response, home = self._follow(url, headers)
            with response:
                yield Answer(
                    status=response.status_code,
                    headers=response.headers,
                    home=home,
                    host=_parts(response.url).netloc,
                    is_from_home=_origin(response.url) == _origin(url),
                    body=_pieces(response.raw),
                )

    def _follow(self, url: str, headers: Mapping[str, str]) -> tuple[requests.Response, Mapping[str, str]]:
        start, home = url, requests.structures.CaseInsensitiveDict()
        for _ in range(_MAX_REDIRECTS):
            _check_is_private(url, is_redirected=url != start)
            self._asked = _parts(url).netloc
            response = self._session.get(
                url,
                headers=headers,
                auth=_Token(_token_for(url)),
                timeout=self._timeout_s,
                stream=True,
                allow_redirects=False,
            )
            self.has_answered = True
            if _origin(url) == _origin(start):
                home.update(response.headers)
            target = self._session.get_redirect_target(response)
            if target is None:
                return response, home
            response.close()
            url = urljoin(url, target)
        raise TransientError(f"{_parts(start).netloc} redirects more than {_MAX_REDIRECTS} times")

    @contextmanager
    def _network_errors(self) -> Iterator[None]:
        """Turn what requests and urllib3 raise into `TransientError` or `UserError`."""
        try:
            yield
        except (
            requests.exceptions.InvalidURL,
            requests.exceptions.InvalidProxyURL,
            requests.exceptions.InvalidSchema,
        ) as error:
            raise UserError(
                f"cannot ask {self._asked}: {error}; check HF_ENDPOINT, HTTPS_PROXY and HTTP_PROXY"
            ) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            causes = list(_causes(error))
            for cause in causes:
                if isinstance(cause, ssl.SSLCertVerificationError):
                    raise UserError(_about_the_certificate(self._asked, cause)) from None
            if any(isinstance(cause, requests.exceptions.ProxyError) for cause in causes):
                raise TransientError(f"the proxy for {self._asked} does not answer as one (see HTTPS_PROXY)") from None
            raise TransientError(_reason(self._asked, causes)) from None


class _SystemCertificates(HTTPAdapter):
    """Trusts what the system trusts, so also the certificate of a company's proxy."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT), **kwargs)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        return super().proxy_manager_for(proxy, ssl_context=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT), **kwargs)


class _Token(requests.auth.AuthBase):
    """Sends the token, or nothing: without it, requests would look for a password in the user's .netrc."""

    def __init__(self, token: str | None):
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _token_for(url: str) -> str | None:
    """Return HF_TOKEN for the hub itself and nothing for any other host, port or scheme."""
    token = os.environ.get("HF_TOKEN", "").strip()
    if not token or _origin(url) != _origin(endpoint()):
        return None
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise UserError("HF_TOKEN holds characters that no token has; set it again, or unset it")
    return token


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise TransientError(f"redirected to an address that is none ({error})") from None
    return parts


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = _parts(url)
    return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def _check_is_private(url: str, is_redirected: bool) -> None:
    """Refuse plain HTTP, except to this very machine, where nobody can listen in."""
    parts = _parts(url)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or "")):
        return
    if is_redirected:  # the login page of a hotel, most often
        raise TransientError(f"redirected to {parts.scheme}://{parts.netloc}, which is not HTTPS")
    raise UserError(
        f"{parts.scheme}://{parts.netloc} is not HTTPS; set HF_ENDPOINT to an https:// address, or unset it"
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _pieces(raw: Any) -> Iterator[bytes]:
    """Yield what has arrived as soon as it has: a cut must not cost what came before it."""
    while piece := raw.read1(_PIECE_BYTES, decode_content=False):
        yield piece


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and all that it wraps; urllib3 keeps some of it in `reason` and `args`."""
    todo, seen = [error], set()
    while todo:
        found = todo.pop(0)
        if id(found) not in seen:
            seen.add(id(found))
            yield found
            inner = [found.__cause__, found.__context__, getattr(found, "reason", None), *found.args]
            todo += [cause for cause in inner if isinstance(cause, BaseException)]


def _about_the_certificate(host: str, error: ssl.SSLCertVerificationError) -> str:
    what = getattr(error, "verify_message", "") or str(error)
    return (
        f"the certificate of {host} is not accepted ({what}); check the clock of this computer, and behind a proxy "
        "that reads HTTPS have its certificate added to the system's; what has arrived is kept"
    )


def _reason(host: str, causes: list[BaseException]) -> str:
    kinds = (  # the first that fits: urllib3 calls a refusal a timeout, too
        (ConnectionRefusedError, "refuses the connection"),
        (urllib3.exceptions.NameResolutionError, "is not found: is there a network"),
        (urllib3.exceptions.ConnectTimeoutError, "does not answer"),
        (requests.exceptions.ConnectTimeout, "does not answer"),
        (urllib3.exceptions.ReadTimeoutError, "has stopped sending"),
        (requests.exceptions.ReadTimeout, "has stopped sending"),
        (ssl.SSLError, "broke the encryption"),
        (urllib3.exceptions.ProtocolError, "broke the connection"),
    )
    for kind, what in kinds:
        if any(isinstance(cause, kind) for cause in causes):
            return f"{host} {what}"
    return f"{host}: {type(causes[0]).__name__}"
