"""The doctor: real problems planted in copies of a real project, with git and DVC; it names each, and that one only."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.util import find_spec
from pathlib import Path

import pytest
import torch

from conteur.commands.checks import devices, dvc_locks, environment, pipeline, place, repository, runs
from conteur.commands.checks.finding import Finding, some_of
from conteur.commands.doctor import CHECKS, looked_at, summary
from conteur.setup.torch_build import Machine
from tests.pipeline.conftest import Project, copy_of_this_project

# Asked once, for all copies: they are about this machine.
OF_THE_PROJECT = [check for check in CHECKS if check.__module__ != devices.__name__]


@pytest.fixture(scope="module")
def healthy(tmp_path_factory) -> Project:
    """A small project after its first stage, committed. Not to be changed: take `project`."""
    healthy = copy_of_this_project(tmp_path_factory.mktemp("healthy") / "conteur")
    healthy.repro("download")
    healthy.git("add", "--all")
    healthy.git("commit", "--quiet", "--message", "first stage")
    return healthy


@pytest.fixture
def project(healthy, tmp_path, monkeypatch) -> Project:
    """A copy to plant problems in, as the working directory."""
    shutil.copytree(healthy.path, tmp_path / "conteur")
    monkeypatch.chdir(tmp_path / "conteur")
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return Project(tmp_path / "conteur")


@pytest.fixture(scope="module")
def before(healthy) -> set[Finding]:
    """What there is to find in the healthy project."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(healthy.path)
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        return set(all_findings())


def all_findings() -> list[Finding]:
    return [looked_at(check, Path()) for check in OF_THE_PROJECT]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


# --- the program ---


def test_a_healthy_project_has_nothing_that_fails(healthy):
    done = healthy.run("conteur.commands.doctor")
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout
    assert done.stdout.replace(str(Path(sys.prefix)), "").isascii()  # but for where the person keeps the project
    assert len([line for line in lines if line[:4] in ("ok  ", "info", "warn")]) == len(CHECKS)
    assert not any(line.startswith("FAIL") for line in lines)
    assert f"ok    Python {sys.version.split()[0]}, 64 bit" in lines
    assert any(line.startswith(f"ok    torch {torch.__version__}, ") for line in lines)


def test_the_program_shows_each_problem_with_its_remedy_and_ends_with_1(project):
    project.replace("params.yaml", "d_model: 24", "d_modle: 24")
    write(project.path / ".dvc/config.local", "[core]\n    remote = nowhere\n")
    done = project.run("conteur.commands.doctor")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    failed = [i for i, line in enumerate(lines) if line.startswith("FAIL")]
    assert len(failed) == 2
    assert lines[failed[0]].startswith("FAIL  params.yaml, line ") and lines[failed[1]].startswith("FAIL  core.remote")
    assert all(lines[i + 1].startswith("      do: ") for i in failed)
    assert lines[-1].startswith(f"{len(CHECKS)} checks: 2 FAIL")


# --- planted problems: each is found, alone; where the remedy is a command, typing it heals ---


def misspelt_key(project: Project) -> None:
    project.replace("params.yaml", "d_model: 24", "d_modle: 24")


def broken_dvc_yaml(project: Project) -> None:
    project.replace("dvc.yaml", "    outs:", "    out:")


def no_dvc_folder(project: Project) -> None:
    (project.path / ".dvc").rename(project.path.parent / "dvc")


def no_git(project: Project) -> None:
    (project.path / ".git").rename(project.path.parent / "git")


def no_scm(project: Project) -> None:
    write(project.path / ".dvc/config.local", "[core]\n    no_scm = true\n")


def remote_without_url(project: Project) -> None:
    write(project.path / ".dvc/config.local", "['remote \"mine\"']\n    user = me\n")


def default_remote_that_is_not_there(project: Project) -> None:
    write(project.path / ".dvc/config.local", "[core]\n    remote = nowhere\n")


def half_a_lock_file(project: Project) -> None:
    write(project.path / ".dvc/tmp/rwlock", '{"read": {"/x": [{"pid"')


def lock_of_a_number_that_is_someone_else_now(project: Project) -> None:
    entry = {"pid": os.getpid(), "cmd": "dvc repro"}
    write(project.path / ".dvc/tmp/rwlock", json.dumps({"write": {str(project.path / "data/raw"): entry}}))


def killed_experiment(project: Project) -> None:
    """Leave what a SIGKILL of `dvc exp run` leaves."""
    project.git("update-ref", "refs/exps/exec/EXEC_HEAD", "HEAD")
    project.git("checkout", "--quiet", "--detach")


def detached_head(project: Project) -> None:
    project.git("checkout", "--quiet", "--detach")


def crlf(project: Project) -> None:
    path = project.path / "src/conteur/files.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def edited_out(project: Project) -> None:
    with (project.path / "data/raw/train.txt").open("a", encoding="utf-8", newline="\n") as file:
        file.write("x\n")


def half_written_file(project: Project) -> None:
    write(project.path / "models/model/model.safetensors.part", "x")


def damaged_checkpoint(project: Project) -> None:
    write(project.path / ".cache/checkpoints/0123/last.pt", "x")


def unsent_numbers(project: Project) -> None:
    write(project.path / ".cache/mlflow-unsent/000001.jsonl", "{}\n")


def no_database(project: Project) -> None:
    write(project.path / "mlflow.db", "this is no database, and long enough for SQLite to see that " * 20)


def database(path: Path, version: str) -> None:
    with closing(sqlite3.connect(path)) as store:
        store.execute("create table alembic_version (version_num text)")
        store.execute("create table runs (run_uuid text)")
        store.execute("insert into alembic_version values (?)", [version])
        store.commit()


def older_database(project: Project) -> None:
    known, newest = runs.schema_versions()
    database(project.path / "mlflow.db", min(known - {newest}))


def newer_database(project: Project) -> None:
    database(project.path / "mlflow.db", "of tomorrow")


def missing_package(project: Project) -> None:
    write(project.path / "requirements.lock", "numpy-of-tomorrow==1.0\ndvc>=3\nno-such ; python_version < '3'\n")


def other_version(project: Project) -> None:
    write(project.path / "requirements.lock", "# made by\ninvoke==0.1\n")


def unsuitable_python(project: Project) -> None:
    project.replace("setup_project.py", "OLDEST = (3, 10)", "OLDEST = (3, 0)")
    project.replace("setup_project.py", "NEWEST = (3, 13)", "NEWEST = (3, 1)")


PLANTED: list[tuple[Callable, Callable, str, str, str]] = [
    # problem, the check that sees it, its level, words of the finding, words of the remedy
    (misspelt_key, pipeline.check_params, "FAIL", "model.d_modle: unknown key; did you mean d_model?", "git checkout"),
    (broken_dvc_yaml, pipeline.check_stages, "FAIL", "'./dvc.yaml' validation failed", "git checkout -- dvc.yaml"),
    (no_dvc_folder, pipeline.check_dvc_folder, "FAIL", ".dvc is missing", "setup"),
    (no_scm, pipeline.check_no_scm, "FAIL", "DVC is told to do without git", "dvc config --local --unset core.no_scm"),
    (remote_without_url, pipeline.check_remotes, "FAIL", "remote mine has no url", "dvc remote remove --local mine"),
    (
        default_remote_that_is_not_there,
        pipeline.check_remotes,
        "FAIL",
        "core.remote names nowhere",
        "dvc config --local --unset core.remote",
    ),
    (half_a_lock_file, dvc_locks.check_rwlock, "FAIL", "rwlock is damaged", "rwlock"),
    (
        lock_of_a_number_that_is_someone_else_now,
        dvc_locks.check_rwlock,
        "FAIL",
        f"names process {os.getpid()}, no dvc",
        "rwlock",
    ),
    (killed_experiment, repository.check_head, "FAIL", "a killed `dvc exp run`", "git checkout main"),
    (detached_head, repository.check_head, "warn", "HEAD is detached", "git checkout main"),
    (
        crlf,
        repository.check_line_ends,
        "warn",
        "CRLF line ends in src/conteur/files.py",
        "git checkout -- pipeline src",
    ),
    (edited_out, pipeline.check_stages, "warn", "edited by hand after their stage made them: data/raw", "dvc checkout"),
    (half_written_file, place.check_parts, "warn", "models/model/model.safetensors.part", "model.safetensors.part"),
    (damaged_checkpoint, place.check_checkpoints, "warn", "damaged checkpoint: .cache/checkpoints/0123", "last.pt"),
    (unsent_numbers, runs.check_unsent, "warn", "1 files in .cache/mlflow-unsent", " send"),
    (no_database, runs.check_store, "FAIL", "mlflow.db cannot be read", "mlflow.db mlflow.db.old"),
    (older_database, runs.check_store, "FAIL", "an older MLflow", "mlflow db upgrade sqlite:///mlflow.db"),
    (newer_database, runs.check_store, "FAIL", "newer MLflow", "mlflow.db mlflow.db.old"),
    (missing_package, environment.check_packages, "FAIL", "missing: numpy-of-tomorrow==1.0", "setup"),
    (other_version, environment.check_packages, "warn", "not 0.1", "setup"),
    (unsuitable_python, environment.check_python, "FAIL", "Conteur needs a 64-bit Python", "delete the folder .venv"),
]
HEALED_BY_TYPING = {
    no_scm,
    remote_without_url,
    default_remote_that_is_not_there,
    half_a_lock_file,
    lock_of_a_number_that_is_someone_else_now,
    killed_experiment,
    detached_head,
    edited_out,
    half_written_file,
    damaged_checkpoint,
    no_database,
    misspelt_key,
    broken_dvc_yaml,
    crlf,
}


@pytest.mark.parametrize(
    ("plant", "check", "level", "says", "remedy"), PLANTED, ids=[plant.__name__ for plant, *_ in PLANTED]
)
def test_a_planted_problem_is_found_alone_and_its_remedy_heals(project, before, plant, check, level, says, remedy):
    plant(project)
    found = [finding for finding in all_findings() if finding.level in ("warn", "FAIL") and finding not in before]
    assert [finding.level for finding in found] == [level], found
    assert says in found[0].text and remedy in found[0].remedy
    assert check(Path()) == found[0]
    if plant in HEALED_BY_TYPING:
        command = found[0].remedy.removeprefix("mend it, or take all edits back: ").partition(" (")[0]
        subprocess.run(command, shell=True, check=True, capture_output=True)
        assert check(Path()).level in ("ok", "info")


def test_a_download_without_git_and_with_a_dvc_that_is_not_told(project):
    no_git(project)
    found = {finding.text: finding for finding in all_findings() if finding.level in ("warn", "FAIL")}
    assert repository.check_git(Path()).text in found
    failed = [finding for finding in found.values() if finding.level == "FAIL"]
    assert [finding.text for finding in failed] == [
        "there is no git repository, and DVC is not told so: no dvc command works"
    ]
    assert project.run("dvc", "status").returncode != 0  # control
    subprocess.run(failed[0].remedy, shell=True, check=True)
    assert pipeline.check_no_scm(Path()).text == "DVC works without git"
    assert project.run("dvc", "status").returncode == 0


def test_a_git_that_turns_line_ends_round_is_told_not_to(project):
    (project.path / ".gitattributes").unlink()
    project.git("commit", "--quiet", "--all", "--message", "no rule for line ends")
    project.git("config", "core.autocrlf", "true")
    file = project.path / "src/conteur/files.py"
    file.unlink()
    project.git("checkout", "--", "src")
    found = repository.check_line_ends(Path())
    assert found.level == "warn"
    assert found.remedy.startswith("git config core.autocrlf false, then delete pipeline, src, then git checkout -- ")
    project.git("config", "core.autocrlf", "false")
    file.unlink()
    project.git("checkout", "--", "src")
    assert repository.check_line_ends(Path()).level == "ok"


def test_a_history_that_has_not_begun(project):
    no_git(project)
    project.git("init", "--quiet")
    assert repository.check_git(Path()).text == "no commit yet: no experiments"
    assert repository.check_head(Path()).level == "info"


def test_a_folder_of_another_user(project, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    found = repository.check_git(Path())
    assert found.level == "FAIL" and "safe.directory" in found.remedy and project.path.as_posix() in found.remedy


def test_a_stopped_training_says_its_step(project):
    path = project.path / ".cache/checkpoints/0123/last.pt"
    path.parent.mkdir(parents=True)
    torch.save({"step": 300}, path)
    found = place.check_checkpoints(Path())
    assert found.level == "info" and "(step 300)" in found.text and "repro" in found.remedy


def test_a_server_that_does_not_answer(project, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://me:secret@127.0.0.1:9")
    found = runs.check_server(Path())
    assert found.level == "warn" and "http://127.0.0.1:9" in found.text and "secret" not in str(found)


def test_a_server_that_wants_a_password_answers_all_the_same(project, monkeypatch):
    class Guarded(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(401)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Guarded) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://me:secret@127.0.0.1:{server.server_port}/")
        found = runs.check_server(Path())
    assert found.level == "ok" and "secret" not in found.text


def test_without_the_program_git_other_problems_are_still_told(project, tmp_path, monkeypatch):
    misspelt_key(project)
    crlf(project)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert repository.check_git(Path()).text.startswith("git is not installed")
    assert repository.check_head(Path()).level == "info"
    assert "model.d_modle: unknown key" in looked_at(pipeline.check_params, Path()).text
    assert "CRLF line ends" in looked_at(repository.check_line_ends, Path()).text


def test_a_running_dvc_is_no_problem(project):
    with subprocess.Popen(
        [sys.executable, "-c", "input()", "dvc"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        entry = {"pid": running.pid, "cmd": "dvc repro"}
        write(project.path / ".dvc/tmp/rwlock", json.dumps({"write": {"/x": entry}}))
        killed_experiment(project)
        assert dvc_locks.check_rwlock(Path()).text == f"dvc is running: process {running.pid}"
        assert repository.check_head(Path()).level == "info"
        assert pipeline.check_stages(Path()).level == "info"
        running.communicate(b"\n")
    assert dvc_locks.check_rwlock(Path()).text == "no stage is locked"  # DVC itself clears a dead one's entry
    assert repository.check_head(Path()).level == "FAIL"


def test_the_newest_version_of_the_tables_is_mlflows_own():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(find_spec("mlflow").origin).parent / "store/db_migrations"))
    known, newest = runs.schema_versions()
    assert newest == ScriptDirectory.from_config(config).get_current_head()
    assert len(known) > 30


def test_a_check_that_cannot_look_is_a_finding():
    def check_numbers(root: Path) -> Finding:
        import no_such_package  # noqa: F401

    found = looked_at(check_numbers, Path())
    assert found.level == "FAIL" and found.text.startswith("numbers: cannot look (ModuleNotFoundError")


# --- decisions, from facts alone ---


def test_a_card_that_torch_does_not_use_is_named_with_the_way_to_use_it():
    machine = Machine("linux", "x86_64")
    assert devices.cuda_finding(machine, "", None, False).level == "ok"
    assert devices.cuda_finding(machine, "580.1, 8.9", "13.0", True).level == "ok"
    found = devices.cuda_finding(machine, "580.1, 8.9\n580.1, 8.9", None, False)
    assert found.level == "warn" and found.remedy.endswith(" --torch cu130")
    for answer, cuda in (("580.1, 8.9", "13.0"), ("472.1, 12.0", None), ("[N/A], [N/A]", None)):
        no_way = devices.cuda_finding(machine, answer, cuda, False)
        assert no_way.level == "warn" and "update the driver" in no_way.remedy
    assert devices.cuda_finding(Machine("darwin", "arm64"), "580.1, 8.9", None, False).level == "ok"


@pytest.mark.parametrize(("free", "level"), [(499e6, "FAIL"), (501e6, "warn"), (1999e6, "warn"), (2001e6, "ok")])
def test_a_disk_that_is_nearly_full(free, level):
    assert place.disk_finding(int(free)).level == level


def test_a_folder_that_makes_trouble(tmp_path, monkeypatch):
    monkeypatch.setattr(place, "windows_takes_long_paths", lambda: True)  # tmp_path is longer than what Windows likes
    (tmp_path / "OneDrive - School").mkdir()
    monkeypatch.chdir(tmp_path / "OneDrive - School")
    assert "OneDrive" in place.check_path(Path()).text
    monkeypatch.chdir(tmp_path)
    assert place.check_path(Path()).level == "ok"
    (tmp_path / "Hélène").mkdir()
    monkeypatch.chdir(tmp_path / "Hélène")
    assert "--temp" in place.check_path(Path()).text


def test_a_folder_in_which_nothing_can_be_made(tmp_path):
    assert place.check_writable(tmp_path).level == "ok"
    assert place.check_writable(tmp_path / "gone").level == "FAIL"


def test_a_device_that_is_not_there(project):
    missing = "mps" if torch.cuda.is_available() else "cuda"  # no machine has both
    project.replace("params.yaml", "device: auto", f"device: {missing}")
    found = devices.check_wanted_devices(Path())
    assert found.level == "FAIL" and f"train.device={missing}" in found.text


def folder_with(path: Path, *programs: str) -> str:
    path.mkdir()
    for name in programs:
        program = path / (f"{name}.exe" if os.name == "nt" else name)
        program.write_bytes(b"")
        program.chmod(0o755)
    return str(path)


def test_the_python_of_a_dvc_typed_by_hand(tmp_path):
    ours = Path(folder_with(tmp_path / "venv", "python", "dvc"))
    ours_bin = ours / "bin"
    folder_with(ours_bin, "python", "dvc")
    python = ours_bin / "python"
    system = folder_with(tmp_path / "system", "python")
    systems_dvc = folder_with(tmp_path / "conda", "python", "dvc")

    def finding(*folders: object, active: bool) -> Finding:
        environ = {"PATH": os.pathsep.join(map(str, folders)), "VIRTUAL_ENV": str(ours) if active else ""}
        return environment.python_of_dvc_by_hand(environ, python)

    assert finding(ours_bin, ours_bin, system, active=True).level == "ok"
    assert finding(ours_bin, ours_bin, systems_dvc, active=True).level == "ok"
    assert finding(ours_bin, system, active=False).level == "info"
    for wrong in (finding(ours_bin, systems_dvc, active=False), finding(ours_bin, system, ours_bin, active=True)):
        assert wrong.level == "warn" and "typed by hand would run the stages with" in wrong.text


def test_the_last_line_counts():
    found = [Finding("ok", "a"), Finding("info", "b"), Finding("warn", "c", "d"), Finding("FAIL", "e", "f")]
    assert summary(found) == "4 checks: 1 FAIL, 1 warn; each has its remedy below it"
    assert summary(found[:2]) == "all is well: 2 checks"
    assert str(found[3]) == "FAIL  e\n      do: f"
    assert some_of(["a", "b"]) == "a, b" and some_of(list("abcde")) == "a, b, c and 2 more"
