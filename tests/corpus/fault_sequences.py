"""One file through a random sequence of faults; what the tests run by the hundred and the benchmark by the thousand."""

import hashlib
import random
from pathlib import Path

from conteur.corpus.download import Downloads, Patience, RemoteFile, hub_file
from conteur.errors import UserError
from tests.corpus.unreliable_hub import REPOSITORY, REVISION, Hub, random_fault

SPOILING = {"wrong_bytes", "changed", "wrong_size"}  # may leave bytes in the part that are not of the file


class Killed(BaseException):
    """The process ends here, as far as the downloader can tell."""


def run_sequence(hub: Hub, folder: Path, seed: int) -> str:
    """Download one file through faults drawn from `seed`, in several processes; return how the first one ended.

    Checks after each process that there is the right file, or one line and a part that can be gone on from, and at
    last, when the hub behaves again, that there is the right file. Returns "whole", "gave up" or "killed".
    """
    rng = random.Random(seed)
    content = rng.randbytes(rng.choice([1, 1000, 70_000, 200_000]))
    hub.files, hub.is_direct, hub.seen = {"a.bin": content}, rng.random() < 0.2, []
    hub.gives_etags = rng.random() < 0.7
    hub.faults.extend(random_fault(rng, len(content)) for _ in range(rng.randrange(1, 9)))
    kinds = {fault.kind for fault in hub.faults}
    pins = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()} if rng.random() < 0.5 else {}
    file = hub_file(REPOSITORY, REVISION, "a.bin", **pins)
    outcomes = []
    while hub.faults:
        outcomes.append(_one_process(folder, file, content, rng, kinds))
        if outcomes[-1] == "whole":
            break
    hub.faults.clear()
    assert Downloads(folder, Patience(timeout_s=10)).fetch(file).path.read_bytes() == content
    assert not any("authorization" in headers for headers in hub.requests("cdn"))
    assert all(headers["authorization"] == "Bearer hf_secret" for headers in hub.requests("home"))
    return outcomes[0]


def _one_process(folder: Path, file: RemoteFile, content: bytes, rng: random.Random, kinds: set[str]) -> str:
    lives = rng.randrange(1, 12)

    def sleep(_: float) -> None:
        nonlocal lives
        lives -= 1
        if not lives:
            raise Killed

    path = folder / file.name
    patience = Patience(timeout_s=0.1, first_wait_s=0, attempts=4, attempts_unanswered=4, sleep=sleep)
    try:
        found = Downloads(folder, patience).fetch(file)
    except (UserError, Killed) as error:
        assert "\n" not in str(error)
        assert not path.exists()
        part = path.with_name("a.bin.part")
        kept = part.read_bytes() if part.exists() else b""
        assert kinds & SPOILING or content.startswith(kept)
        return "killed" if isinstance(error, Killed) else "gave up"
    assert found.path.read_bytes() == content
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    return "whole"
