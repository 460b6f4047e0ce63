"""A hub on this machine that speaks the protocol of huggingface.co and misbehaves when it is told to.

Two servers on two origins, as in life: `home` answers for the data sets and redirects to `cdn`, which sends the bytes.
"""

import gzip
import hashlib
import json
import random
import re
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REPOSITORY, REVISION = "somebody/texts", "c0ffee" + 34 * "0"
_PAGE = b"<html><body>Please log in to the network of the hotel</body></html>"


@dataclass
class Fault:
    """One request that goes wrong: which, at which of the two servers, after how many bytes of the body."""

    kind: str
    at: str = "cdn"
    after: int = 0
    retry_after: str = "0"


KINDS = {
    "home": ("503", "429", "html", "reset", "to_http", "loop"),
    "cdn": (
        *("500", "502", "503", "429", "403", "html", "reset", "cut", "stall", "wrong_size", "wrong_bytes", "changed"),
        *("ignores_range", "wrong_part", "416", "garbage", "gzip", "new_etag", "no_etag", "too_long", "elsewhere"),
    ),
}


def random_fault(rng: random.Random, size: int) -> Fault:
    at = rng.choice(["home", "cdn", "cdn", "cdn", "cdn"])
    return Fault(rng.choice(KINDS[at]), at, after=rng.randrange(size + 1))


@dataclass
class Hub:
    """The state of the two servers. `faults` are used up one by one; `seen` is what was asked of which server."""

    files: dict[str, bytes] = field(default_factory=dict)  # path in REPOSITORY at REVISION -> content
    listings: dict[str, list] = field(default_factory=dict)  # path below /api -> JSON
    faults: deque[Fault] = field(default_factory=deque)
    seen: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)  # (server, path, headers)
    is_direct: bool = False  # home sends the bytes itself, without a redirect, as it does for small files
    gives_etags: bool = True  # the hosts of big files on the real hub do not always
    home: str = ""
    cdn: str = ""
    sent: int = 0  # bytes of bodies

    def next_fault(self, at: str) -> Fault:
        if self.faults and (self.faults[0].at == at or self.is_direct):
            return self.faults.popleft()
        return Fault("none", at)

    def requests(self, server: str) -> list[dict[str, str]]:
        return [headers for name, _, headers in self.seen if name == server]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub
    name: str

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.path = "/" + self.path.removeprefix("http://").partition("/")[2]  # a proxy is asked for whole addresses
        self.hub.seen.append((self.name, self.path, {key.lower(): value for key, value in self.headers.items()}))
        fault = Fault("loop") if self.path == "/loop" else self.hub.next_fault(self.name)
        common: dict[str, Callable[[], None]] = {
            "html": lambda: self.reply(200, _PAGE, {"Content-Type": "text/html; charset=utf-8"}),
            "reset": self.hang_up,
            "loop": lambda: self.reply(302, b"", {"Location": "/loop"}),
            "to_http": lambda: self.reply(302, b"", {"Location": "http://login.example.org/"}),
            "garbage": lambda: self.wfile.write(b"\x00\x01 no http at all\r\n\r\n") and self.hang_up(),
            "429": lambda: self.reply(429, b"slow down", {"Retry-After": fault.retry_after}),
        }
        if fault.kind in common:
            common[fault.kind]()
        elif fault.kind.isdecimal():
            self.reply(int(fault.kind), b"trouble", {})
        elif self.name == "home":
            self.answer_as_home(fault)
        else:
            self.answer_as_cdn(self.hub.files[self.path.split("?")[0].removeprefix("/")], fault)

    def answer_as_home(self, fault: Fault) -> None:
        if self.path.startswith("/api/"):
            listing = self.hub.listings.get(self.path)
            status = 404 if listing is None else 200
            return self.reply(status, json.dumps(listing).encode(), {"Content-Type": "application/json"})
        found = re.fullmatch(r"/datasets/(\w+/\w+)/resolve/(\w+)/(.*)", self.path)
        path = found[3] if found else ""
        if path not in self.hub.files:
            return self.reply(404, b"no such file", {})
        content = self.hub.files[path]
        linked = {
            "X-Repo-Commit": found[2],
            "X-Linked-Size": str(len(content)),
            "X-Linked-Etag": f'"{hashlib.sha256(content).hexdigest()}"',
        }
        if self.hub.is_direct:
            return self.answer_as_cdn(content, fault, linked)
        return self.reply(302, b"", linked | {"Location": f"{self.hub.cdn}/{path}?signature=secret"})

    def answer_as_cdn(self, content: bytes, fault: Fault, headers: dict[str, str] | None = None) -> None:
        etag = f'"{hashlib.md5(content).hexdigest()}"'
        if fault.kind == "elsewhere":
            path = re.sub(r"^/datasets/.*/resolve/\w+", "", self.path)
            return self.reply(302, b"", {"Location": f"{self.hub.cdn.replace('localhost', '127.0.0.1')}{path}"})
        if fault.kind == "changed":
            content, etag = bytes(byte ^ 1 for byte in content), '"changed"'
        if fault.kind == "wrong_bytes":
            content = bytes(len(content))
        if fault.kind == "wrong_size":
            content = content[: fault.after] or b"x" * (len(content) + 1)
        if fault.kind == "new_etag":
            etag = f'"{fault.after}"'
        headers = {"Content-Type": "application/octet-stream", "ETag": etag, **(headers or {})}
        if fault.kind == "no_etag" or not self.hub.gives_etags:
            del headers["ETag"]
        if fault.kind == "gzip":
            return self.reply(200, gzip.compress(content), headers | {"Content-Encoding": "gzip"})
        if fault.kind == "too_long":
            return self.reply_chunked(content + b"more", headers)
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        start = int(wanted[1]) if wanted else 0
        is_same = self.headers.get("If-Range", etag) == etag
        if not wanted or not is_same or fault.kind in ("ignores_range", "wrong_size"):
            return self.reply(200, content, headers, fault)
        if start >= len(content):
            return self.reply(416, b"", {})
        if fault.kind == "wrong_part":
            start = max(0, start - 1)
        headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        return self.reply(206, content[start:], headers, fault)

    def reply(self, status: int, body: bytes, headers: dict[str, str], fault: Fault | None = None) -> None:
        self.send_response(status)
        for key, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(key, value)
        self.end_headers()
        if fault and fault.kind in ("cut", "stall"):
            self.send(body[: fault.after])
            if fault.kind == "stall":  # until the other side loses patience
                self.connection.settimeout(10)
                with suppress(OSError):
                    self.connection.recv(1)
            return self.hang_up()
        return self.send(body)

    def reply_chunked(self, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(200)
        for key, value in (headers | {"Transfer-Encoding": "chunked"}).items():
            self.send_header(key, value)
        self.end_headers()
        self.send(b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body))

    def send(self, body: bytes) -> None:
        self.wfile.write(body)
        self.hub.sent += len(body)

    def hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """The other side has gone; that is what these servers are for."""


class RunningHub:
    """The two servers, in threads, until the end of the `with` block; with `certificate` (a PEM file) over TLS."""

    def __init__(self, certificate: str | None = None):
        self.hub = Hub()
        self._servers = []
        for name in ("home", "cdn"):
            handler = type("Handler", (_Handler,), {"hub": self.hub, "name": name})
            server = _Server(("127.0.0.1", 0), handler)
            if certificate:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(certificate)
                server.socket = context.wrap_socket(server.socket, server_side=True)
            self._servers.append(server)
        scheme = "https" if certificate else "http"
        ports = [server.server_address[1] for server in self._servers]
        self.hub.home = f"{scheme}://127.0.0.1:{ports[0]}"
        self.hub.cdn = f"{scheme}://localhost:{ports[1]}"

    def __enter__(self) -> Hub:
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return self.hub

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
