"""Files are written beside and moved into place; programs end with one line for a person's mistake."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conteur.errors import UserError, run_program
from conteur.files import read_json, sha256_of, write_json, write_jsonl, write_text, written_beside


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "new" / "file.txt"
    write_text(path, "old\n")
    with pytest.raises(RuntimeError), written_beside(path) as part:
        part.write_text("half", encoding="utf-8", newline="\n")
        raise RuntimeError
    assert path.read_bytes() == b"old\n"
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_another_program_has_open_is_one_line_with_its_name(tmp_path, monkeypatch):
    def refuse(part, path):  # as Windows does while a viewer shows the PDF
        raise PermissionError(errno.EACCES, "Access is denied", str(part), 5, str(path))

    monkeypatch.setattr(Path, "replace", refuse)
    path = tmp_path / "loss.pdf"
    with pytest.raises(UserError, match=r"loss\.pdf cannot be replaced .*close what has it open"):
        write_text(path, "new\n")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_open_for_a_moment_is_replaced_after_it(tmp_path, monkeypatch):
    refusals, replace = [1, 2], Path.replace

    def refuse_twice(part, path):  # as Windows does while a virus scanner reads the file
        if refusals:
            refusals.pop()
            raise PermissionError(errno.EACCES, "Access is denied", str(part), 5, str(path))
        return replace(part, path)

    monkeypatch.setattr(Path, "replace", refuse_twice)
    write_text(tmp_path / "last.pt", "new\n")
    assert (tmp_path / "last.pt").read_bytes() == b"new\n" and not refusals


def test_bytes_are_on_the_disk_before_the_name_is(tmp_path, monkeypatch):
    done, fsync, replace = [], os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda number: (done.append("bytes"), fsync(number)))
    monkeypatch.setattr(Path, "replace", lambda part, path: (done.append("name"), replace(part, path)))
    write_text(tmp_path / "last.pt", "new\n")
    assert done == ["bytes", "name"]


def test_text_has_the_same_bytes_on_every_system(tmp_path):
    path = tmp_path / "a.json"
    write_json(path, {"é": [1, 2.5]})
    assert path.read_bytes() == '{\n  "é": [\n    1,\n    2.5\n  ]\n}\n'.encode()
    assert read_json(path) == {"é": [1, 2.5]}
    write_jsonl(path, [{"a": "\u2028"}, 2])
    assert path.read_bytes() == '{"a": "\u2028"}\n2\n'.encode()
    # echo -n abc | sha256sum
    path.write_bytes(b"abc")
    assert sha256_of(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_not_a_number_is_no_json(tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        write_json(tmp_path / "a.json", float("nan"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("error", "line", "code"),
    [
        (UserError("a is wrong; do b"), "error: a is wrong; do b\n", 1),
        (OSError(errno.ENOSPC, "no space", "x.bin"), "error: the disk is full while writing x.bin; ", 1),
        (PermissionError(errno.EACCES, "No access", "a.txt"), "error: a.txt: No access; let yourself read", 1),
        (NotADirectoryError(errno.ENOTDIR, "No folder", "a"), "error: a: No folder; mend that, then run", 1),
        (KeyboardInterrupt(), "stopped: nothing is lost", 130),
    ],
)
def test_a_persons_trouble_is_one_line_and_an_exit_code(error, line, code, capfd):

    def main() -> None:
        raise error

    with pytest.raises(SystemExit) as caught:
        run_program(main)
    assert caught.value.code == code
    said = capfd.readouterr().err
    assert said.startswith(line) and said.count("\n") == 1


def test_our_own_mistakes_keep_their_traceback():
    with pytest.raises(PermissionError):  # names no file that a person could mend
        run_program(lambda: (_ for _ in ()).throw(PermissionError(errno.EACCES, "no")))


@pytest.mark.parametrize(
    ("platform", "error", "quiet"),
    [
        ("linux", 'BrokenPipeError(errno.EPIPE, "gone")', True),
        ("win32", 'OSError(errno.EINVAL, "gone")', True),  # imitated: Linux never gives it for a pipe
        ("linux", 'OSError(errno.EINVAL, "gone")', False),
        ("win32", 'OSError(errno.EINVAL, "gone", "a?.txt")', False),
    ],
)
def test_a_reader_that_has_seen_enough_is_no_error_to_speak_of(platform, error, quiet):
    code = f"""
import errno, sys
from conteur.errors import run_program
def main():
    print("half a tale")
    raise {error}
sys.platform = "{platform}"
run_program(main)
"""
    program = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd="src")
    assert program.returncode == 1
    assert (program.stderr == "") == quiet
