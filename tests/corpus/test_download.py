"""The downloader: after whatever a line, a server or a proxy does, the right file, or one line and the part kept."""

import hashlib
import random
import shutil
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

import pytest

from conteur.corpus.download import RemoteFile, hub_file
from conteur.errors import UserError
from tests.corpus.certificates import write_certificate
from tests.corpus.fault_sequences import run_sequence
from tests.corpus.unreliable_hub import KINDS, REPOSITORY, REVISION, Fault, RunningHub

CONTENT = random.Random(1).randbytes(200_003)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
CUT = 70_001  # bytes that arrive before the first cut
SAYS = {
    "html": "sends a web page in place of the file",
    "gzip": "sends the file compressed",
    "wrong_size": "bytes where the file has 200003",
    "wrong_part": "sends another part than was asked for",
    "416": "cannot send the rest alone",
    "403": "answers 403",
    "reset": "broke the connection",
    "stall": "has stopped sending",
    "to_http": "redirected to http://login.example.org, which is not HTTPS",
    "loop": "redirects more than 8 times",
}
ALL_KINDS = [(at, kind) for at, kinds in KINDS.items() for kind in kinds]


@pytest.fixture
def file(hub):
    hub.files["folder/a.bin"] = CONTENT
    return hub_file(REPOSITORY, REVISION, "folder/a.bin")


@pytest.fixture
def cached(tmp_path):
    """Where the file comes to lie."""
    return tmp_path / "cache" / f"texts-{REVISION[:8]}" / "folder" / "a.bin"


def mistake(downloads, file):
    with pytest.raises(UserError) as caught:
        downloads.fetch(file)
    line = str(caught.value)
    assert "\n" not in line
    return line


def part_of(cached):
    part = cached.with_name("a.bin.part")
    return part.read_bytes() if part.exists() else None


def test_a_file_comes_with_the_size_and_hash_that_the_hub_announces(hub, file, downloads, cached):
    found = downloads().fetch(file)
    assert (found.path, found.size, found.sha256) == (cached, len(CONTENT), SHA256)
    assert cached.read_bytes() == CONTENT
    assert part_of(cached) is None


@pytest.mark.parametrize("etags", [True, False])
@pytest.mark.parametrize(("at", "kind"), ALL_KINDS)
def test_after_a_cut_and_any_other_fault_the_file_is_right(hub, file, downloads, capsys, at, kind, etags):
    hub.gives_etags = etags
    hub.faults.extend([Fault("cut", after=CUT), Fault(kind, at, after=CUT)])
    assert downloads(timeout_s=0.3).fetch(file).path.read_bytes() == CONTENT
    assert not hub.faults
    ranges = [headers.get("range") for headers in hub.requests("cdn")]
    assert ranges[:2] == [None, f"bytes={CUT}-"]
    # What is there is asked for again only if it is wrong, or if the server cannot send the rest alone.
    is_wrong = kind == "wrong_bytes" or (kind == "changed" and not etags)
    assert (None in ranges[1:]) == (is_wrong or kind == "416")
    said = capsys.readouterr().err
    assert ("wrong (sha256) and thrown away" in said) == is_wrong
    assert SAYS.get(kind, "trying again") in said


@pytest.mark.parametrize("etags", [True, False])
def test_the_rest_is_asked_for_on_condition_that_the_file_is_the_same(hub, file, downloads, etags):
    hub.gives_etags = etags
    hub.faults.append(Fault("cut", after=CUT))
    downloads().fetch(file)
    first, second = hub.requests("cdn")
    assert "range" not in first
    assert second["range"] == f"bytes={CUT}-"
    assert second.get("if-range") == (f'"{hashlib.md5(CONTENT).hexdigest()}"' if etags else None)


@pytest.mark.parametrize("etags", [True, False])
@pytest.mark.parametrize("pinned", [True, False])
def test_a_file_that_changes_between_two_parts_is_never_mixed(hub, file, downloads, cached, capsys, pinned, etags):
    hub.gives_etags = etags
    pins = {"size": len(CONTENT), "sha256": SHA256} if pinned else {}
    file = hub_file(REPOSITORY, REVISION, "folder/a.bin", **pins)
    hub.faults.extend([Fault("cut", after=CUT), *[Fault("503", "home")] * 3])
    line = mistake(downloads(attempts=3), file)
    assert "answers 503, after 3 attempts; 70,001 bytes of it are kept: run the same command again" in line
    other = bytes(reversed(CONTENT))
    hub.files["folder/a.bin"] = other
    if pinned:
        assert "announced as another file than the one that is pinned" in mistake(downloads(), file)
        assert part_of(cached) == CONTENT[:CUT]
    else:
        assert downloads().fetch(file).path.read_bytes() == other
        assert "wrong (sha256)" not in capsys.readouterr().err


def test_240_random_sequences_of_faults_end_well(hub, tmp_path, capfd):
    outcomes = {run_sequence(hub, tmp_path / str(seed), seed) for seed in range(240)}
    assert outcomes == {"whole", "gave up", "killed"}


def test_the_token_stays_with_the_hub(hub, file, downloads):
    hub.faults.append(Fault("elsewhere"))
    downloads().fetch(file)
    assert [headers["authorization"] for headers in hub.requests("home")] == ["Bearer hf_secret"]
    assert len(hub.requests("cdn")) == 2
    assert not any("authorization" in headers for headers in hub.requests("cdn"))
    downloads().fetch(RemoteFile("b.bin", f"{hub.cdn}/folder/a.bin", len(CONTENT), SHA256))
    assert "authorization" not in hub.requests("cdn")[-1]


def test_no_password_of_netrc_is_sent(hub, file, downloads, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n", encoding="utf-8", newline="\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.delenv("HF_TOKEN")
    downloads().fetch(file)
    assert not any("authorization" in headers for _, _, headers in hub.seen)


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_honoured(hub, file, downloads, waits, form):
    when = datetime.now(timezone.utc) + timedelta(seconds=120)
    hub.faults.append(Fault("429", retry_after="120" if form == "seconds" else format_datetime(when, usegmt=True)))
    downloads().fetch(file)
    (wait_s,) = waits
    assert 110 < wait_s <= 120


def test_a_server_that_asks_for_an_hour_ends_the_run(hub, file, downloads, waits, cached):
    hub.faults.extend([Fault("cut", after=CUT), Fault("429", retry_after="3600")])
    assert "answers 429 and asks to wait 60 minutes; 70,001 bytes of it are kept" in mistake(downloads(), file)
    assert len(waits) == 1
    assert part_of(cached) == CONTENT[:CUT]


def test_waits_grow_up_to_a_bound_and_patience_ends(hub, file, downloads, waits, cached):
    hub.faults.extend([Fault("cut", after=CUT), *[Fault("503")] * 30])
    assert "after 20 attempts" in mistake(downloads(), file)
    assert len(waits) == 20
    assert all(
        low <= wait_s <= high for wait_s, low, high in zip(waits[1:5], (0.5, 1, 2, 4), (1, 2, 4, 8), strict=True)
    )
    assert max(waits) <= 60 < 2.1 * min(waits[-5:])
    assert part_of(cached) == CONTENT[:CUT]
    hub.faults.clear()
    assert downloads().fetch(file).path.read_bytes() == CONTENT


def test_patience_does_not_end_while_bytes_arrive(hub, file, downloads):
    hub.faults.extend([Fault("cut", after=5000)] * 38)
    assert downloads(attempts=2).fetch(file).path.read_bytes() == CONTENT


def test_where_nothing_ever_answers_patience_is_short(hub, file, downloads, waits, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    line = mistake(downloads(), hub_file(REPOSITORY, REVISION, "folder/a.bin"))
    assert "127.0.0.1:9 refuses the connection, after 6 attempts; nothing of it is here yet" in line
    assert sum(waits) < 40


def test_wrong_content_is_thrown_away_and_the_second_time_said(hub, file, downloads, cached):
    hub.faults.extend([Fault("wrong_bytes")] * 2)
    assert "came 2 times with the right size and wrong content (sha256)" in mistake(downloads(), file)
    assert part_of(cached) is None
    assert not cached.exists()
    assert downloads().fetch(file).path.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("status", "advice"), [("401", "set HF_TOKEN"), ("403", "accept the terms"), ("404", "it is not there")]
)
def test_a_lasting_refusal_of_the_hub_is_said_at_once(hub, file, downloads, waits, status, advice):
    if status == "404":
        hub.files.clear()
    hub.faults.append(Fault(status, "home"))
    line = mistake(downloads(), file)
    assert f"the server answers {status}: " in line
    assert advice in line
    assert waits == []


def test_a_host_that_announces_no_hash_or_another_revision_is_no_mirror(hub, downloads, monkeypatch):
    hub.files["folder/a.bin"] = CONTENT
    plain = RemoteFile("a.bin", f"{hub.cdn}/folder/a.bin")
    assert "announces no size and sha256" in mistake(downloads(), plain)
    file = hub_file(REPOSITORY, REVISION, "folder/a.bin")
    assert "answered for revision c0ffee00" in mistake(downloads(), RemoteFile(file.name, file.url, revision="d" * 40))


def test_a_whole_file_needs_no_network_and_a_damaged_one_is_replaced(hub, file, downloads, cached, capsys):
    downloads().fetch(file)
    hub.seen.clear()
    assert downloads().fetch(file).sha256 == SHA256
    assert hub.seen == []
    cached.write_bytes(CONTENT[:-1] + b"!")
    assert downloads().fetch(file).path.read_bytes() == CONTENT
    assert "a.bin is damaged: downloading it again" in capsys.readouterr().err
    assert len(hub.seen) == 2


def test_what_a_power_cut_leaves_is_not_trusted(hub, file, downloads, cached):
    hub.faults.extend([Fault("cut", after=CUT), *[Fault("503", "home")] * 3])
    mistake(downloads(attempts=3), file)
    cached.with_name("a.bin.json").write_bytes(b"")  # the note is lost, so nobody knows what the part is of
    assert downloads().fetch(file).path.read_bytes() == CONTENT
    for wreck in (CONTENT[:CUT] + bytes(9), CONTENT + b"more"):
        cached.unlink()
        cached.with_name("a.bin.part").write_bytes(wreck)
        assert downloads().fetch(file).path.read_bytes() == CONTENT


def test_a_full_disk_is_said_before_anything_is_written(hub, file, downloads, cached, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 50_100_000, 50_100_000))
    assert "200kB are to come and 50.1MB are free on the disk of " in mistake(downloads(), file)
    assert part_of(cached) is None


def test_a_proxy_of_the_environment_is_used(hub, downloads, monkeypatch):
    hub.files["folder/a.bin"] = CONTENT
    hub.is_direct = True
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", hub.home)
    assert downloads().fetch(hub_file(REPOSITORY, REVISION, "folder/a.bin")).sha256 == SHA256


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("HF_ENDPOINT", "http://hub.example.org", "is not HTTPS"),
        ("HF_ENDPOINT", "hub.example.org", "is no address; write one such as https://huggingface.co"),
        ("HF_ENDPOINT", "https://hub:port", "is no address"),
        ("HF_TOKEN", "hf sécret", "characters that no token has"),
    ],
)
def test_a_mistake_in_the_environment_is_named(hub, downloads, monkeypatch, name, value, advice):
    monkeypatch.setenv(name, value)
    with pytest.raises(UserError, match=advice):
        downloads().fetch(hub_file(REPOSITORY, REVISION, "folder/a.bin"))


# --- TLS ---


@pytest.fixture
def secure_hub(hub, tmp_path, monkeypatch):
    """Run a hub over TLS whose certificate ends `days` from now; the system trusts who signed it if `trusted`."""
    running = []

    def run(days, trusted):
        authority, certificate = write_certificate(tmp_path, days)
        if trusted:
            monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
        running.append(RunningHub(str(certificate)))
        secure = running[-1].__enter__()
        monkeypatch.setenv("HF_ENDPOINT", secure.home)
        secure.files["folder/a.bin"] = CONTENT
        return secure

    yield run
    for one in running:
        one.__exit__()


def test_https_works_with_a_certificate_that_is_trusted(secure_hub, downloads):
    secure = secure_hub(days=1, trusted=True)
    secure.faults.append(Fault("cut", after=CUT))
    assert downloads().fetch(hub_file(REPOSITORY, REVISION, "folder/a.bin")).sha256 == SHA256
    assert len(secure.requests("cdn")) == 2


@pytest.mark.parametrize(("days", "trusted", "why"), [(-1, True, "expired"), (1, False, "self-signed|unable to get")])
def test_a_bad_certificate_is_one_line_and_the_part_is_kept(
    hub, file, downloads, cached, secure_hub, waits, days, trusted, why
):
    hub.faults.extend([Fault("cut", after=CUT), *[Fault("503", "home")] * 3])
    mistake(downloads(attempts=3), file)
    secure_hub(days, trusted)
    waits.clear()
    why = why if sys.platform == "linux" else ""  # elsewhere the system says it in its own words
    with pytest.raises(UserError, match=rf"the certificate of 127.0.0.1:\d+ is not accepted \(.*({why}).*\); check"):
        downloads().fetch(hub_file(REPOSITORY, REVISION, "folder/a.bin"))
    assert waits == []
    assert part_of(cached) == CONTENT[:CUT]


# --- processes ---

PROGRAM = f"""
import sys
from pathlib import Path
from conteur.corpus.download import Downloads, hub_file
print(Downloads(Path(sys.argv[1])).fetch(hub_file({REPOSITORY!r}, {REVISION!r}, "folder/a.bin")).sha256)
"""


def start(tmp_path):
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "cache")]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def wait_for(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_killed_process_is_gone_on_from(hub, file, tmp_path, cached, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path("src").absolute()))
    hub.faults.append(Fault("stall", after=CUT))
    first = start(tmp_path)
    wait_for(lambda: part_of(cached) is not None and len(part_of(cached)) == CUT)
    first.kill()
    first.communicate()
    second = start(tmp_path)
    assert second.communicate(timeout=60)[0].strip() == SHA256
    assert hub.requests("cdn")[-1]["range"] == f"bytes={CUT}-"
    assert "if-range" in hub.requests("cdn")[-1]


def test_two_processes_at_once_download_once(hub, file, tmp_path, cached, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path("src").absolute()))
    hub.faults.append(Fault("stall", after=CUT))
    first = start(tmp_path)
    wait_for(lambda: part_of(cached) is not None and len(part_of(cached)) == CUT)
    second = start(tmp_path)
    first_line = second.stderr.readline()
    first.kill()  # the lock goes with its holder, and the other one goes on
    first.communicate()
    assert first_line == "another process is downloading a.bin: waiting for it\n"
    assert second.communicate(timeout=60)[0].strip() == SHA256
    assert [headers.get("range") for headers in hub.requests("cdn")] == [None, f"bytes={CUT}-"]


def test_json_is_asked_for_until_it_comes_and_then_kept(hub, downloads):
    hub.listings["/api/x"] = [{"path": "a"}]
    hub.faults.extend([Fault("503", "home"), Fault("html", "home")])
    for _ in range(2):
        assert downloads().fetch_json("list.json", f"{hub.home}/api/x") == [{"path": "a"}]
    assert len(hub.seen) == 3
