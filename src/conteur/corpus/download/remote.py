"""Which file is meant: its address, its place in the cache, and what is known of its content beforehand."""

import os
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from conteur.errors import UserError

_HUB = "https://huggingface.co"


@dataclass(frozen=True)
class RemoteFile:
    """A file of a fixed revision. Size and sha256 are pinned here, or else announced by the hub."""

    name: str  # in the cache: a relative path with "/"
    url: str
    size: int | None = None  # bytes
    sha256: str | None = None  # hexadecimal
    revision: str | None = None  # the commit that the hub has to answer for


def endpoint() -> str:
    """Return the address of the hub, or of the mirror that HF_ENDPOINT names, without a slash at its end."""
    address = (os.environ.get("HF_ENDPOINT", "").strip() or _HUB).rstrip("/")
    try:
        parts = urlsplit(address)
        named = parts.scheme in ("https", "http") and parts.hostname and (parts.port or True)
    except ValueError:  # a port that is no number
        named = False
    if not named:
        raise UserError(f"HF_ENDPOINT={address} is no address; write one such as {_HUB}, or unset it")
    return address


def hub_file(
    repository: str, revision: str, path: str, size: int | None = None, sha256: str | None = None
) -> RemoteFile:
    """Return the file `path` of a data set `repository` on the hub, at the commit `revision`."""
    return RemoteFile(
        name=f"{repository.split('/')[-1]}-{revision[:8]}/{path}",
        url=f"{endpoint()}/datasets/{repository}/resolve/{revision}/{quote(path)}",
        size=size,
        sha256=sha256,
        revision=revision,
    )


def hub_listing(repository: str, revision: str, folder: str) -> str:
    """Return the address of the hub's JSON list of the files in `folder`."""
    return f"{endpoint()}/api/datasets/{repository}/tree/{revision}/{quote(folder)}"
