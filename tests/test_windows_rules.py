"""What would break on Windows and can be seen from anywhere: rules over the files that git tracks.

Each rule is a small function from a file's content to what it objects to, with a control that makes it object.
"""

import ast
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parent.parent
if not (PROJECT / ".git").exists() or not shutil.which("git"):
    pytest.skip("these rules are about the files that git tracks", allow_module_level=True)

TRACKED = sorted(
    subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, encoding="utf-8", check=True)
    .stdout.rstrip("\0")
    .split("\0")
)
TRACKED = [name for name in TRACKED if (PROJECT / name).exists()]  # one may be deleted and not yet committed
SCRIPTS = [name for name in TRACKED if name.endswith((".bat", ".cmd", ".ps1"))]
PYTHON = [name for name in TRACKED if name.endswith(".py")]
PROGRAMS = [name for name in PYTHON if not name.startswith("tests/")]  # tests may use what they skip on Windows
STAGES = [name for name in PYTHON if name.startswith("pipeline/") and not name.endswith("__init__.py")]


def tree(name: str) -> ast.Module:
    return ast.parse((PROJECT / name).read_text(encoding="utf-8"))


def calls(module: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(module) if isinstance(node, ast.Call)]


def called(call: ast.Call) -> str:
    """The last part of the name that is called: `open` for path.open(...)."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def objections_in(names: list[str], rule: Callable[[ast.Module], list[str]]) -> dict[str, list[str]]:
    return {name: objections for name in names if (objections := rule(tree(name)))}


def keywords(call: ast.Call) -> set[str | None]:
    return {keyword.arg for keyword in call.keywords}


# --- names ---

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def bad_names(names: list[str]) -> list[str]:
    """Names that Windows cannot check out: devices, forbidden characters, two that differ in case only, too long."""
    times = Counter(name.lower() for name in names)
    return [
        name
        for name in names
        if times[name.lower()] > 1
        or len(name) > 150  # of 260 for the whole path
        or any(part.split(".")[0].lower() in RESERVED for part in name.split("/"))
        or any(part.endswith((".", " ")) or re.search(r'[<>:"|?*\\\x00-\x1f]', part) for part in name.split("/"))
    ]


def test_every_file_name_can_exist_on_windows():
    assert bad_names(TRACKED) == []


@pytest.mark.parametrize("name", ["docs/aux.md", "a:b", "dot.", "why?", "x" * 151])
def test_control_bad_names_are_seen(name):
    assert bad_names(["fine.md", name]) == [name]
    assert bad_names(["A.md", "a.md"]) == ["A.md", "a.md"]


# --- scripts of Windows ---


def script_objections(content: bytes) -> list[str]:
    """cmd.exe loses its labels in a file with bare LF; PowerShell 5.1 reads a file without BOM as ANSI."""
    objections = []
    if content.count(b"\n") != content.count(b"\r\n") or content.count(b"\r") != content.count(b"\r\n"):
        objections.append("line ends other than CRLF")
    if not content.isascii():
        objections.append("bytes beyond ASCII")
    return objections


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_of_windows_are_ascii_with_crlf(name):
    assert script_objections((PROJECT / name).read_bytes()) == []


@pytest.mark.parametrize("content", [b"a\nb\r\n", b"a\rb\r\n", b"\xc3\xa9\r\n"])
def test_control_lf_and_accents_are_seen(content):
    assert len(script_objections(content)) == 1


def newer_than_powershell_5(script: str) -> list[str]:
    """Operators of PowerShell 7 outside comments and strings."""
    code = re.sub(r"@'.*?^'@|'[^'\n]*'|\"[^\"\n]*\"|#[^\n]*", "", script, flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"&&|\|\||\?\?|\?\.|\?\[", code)


@pytest.mark.parametrize("name", [name for name in SCRIPTS if name.endswith(".ps1")])
def test_powershell_scripts_keep_to_version_5(name):
    assert newer_than_powershell_5((PROJECT / name).read_text(encoding="ascii")) == []


@pytest.mark.parametrize("line", ["a && b", "a || b", "$x ?? 1", "${x}?.y"])
def test_control_powershell_7_is_seen(line):
    assert newer_than_powershell_5(f"# fine && well\n'a || b'\n{line}\n") != []


def test_git_keeps_the_line_ends_that_the_rules_ask_for():
    wanted = {"x.py": "eol: lf", "x.yaml": "eol: lf", "x.sh": "eol: lf"}
    wanted |= dict.fromkeys(("x.bat", "x.cmd", "x.ps1"), "text: unset")
    command = ["git", "check-attr", "text", "eol", "--", *wanted]
    told = subprocess.run(command, cwd=PROJECT, capture_output=True, encoding="utf-8", check=True).stdout
    assert {f"{name}: {value}" for name, value in wanted.items()} <= set(told.splitlines())


@pytest.mark.parametrize("name", SCRIPTS)
def test_whoever_writes_the_scripts_as_git_has_them_writes_crlf(name):
    command = ["git", "show", f":{name}"]
    assert script_objections(subprocess.run(command, cwd=PROJECT, capture_output=True, check=True).stdout) == []


# --- dvc.yaml ---


def shell_syntax(command: object) -> bool:
    """Whether a cmd of dvc.yaml is more than one program with plain words, and so differs between cmd.exe and sh."""
    return not (isinstance(command, str) and re.fullmatch(r"[\w./=:-]+( [\w./=:-]+)*", command))


def test_every_stage_is_one_program_without_shell_syntax():
    stages = yaml.safe_load((PROJECT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
    commands = {name: stage.get("do", stage)["cmd"] for name, stage in stages.items()}
    assert {name: command for name, command in commands.items() if shell_syntax(command)} == {}


@pytest.mark.parametrize("command", ["a && b", "a 'b'", "a $B", "a\nb", "a ^b", "a > b", "a ${b}", ["a", "b"]])
def test_control_shell_syntax_is_seen(command):
    assert not shell_syntax("python -m pipeline.train --x=1")
    assert shell_syntax(command)


# --- text files ---

NO_TEXT = {"os", "tarfile", "zipfile", "gzip", "webbrowser", "Image"}  # their open() is another one


def careless_text(module: ast.AST) -> list[str]:
    """Text read without `encoding=`, or written without it and `newline=`; a program's text without `encoding=`."""
    objections = []
    for call in calls(module):
        name, given = called(call), keywords(call)
        is_method = isinstance(call.func, ast.Attribute)
        if name == "open" and not (is_method and getattr(call.func.value, "id", "") in NO_TEXT):
            modes = [keyword.value for keyword in call.keywords if keyword.arg == "mode"] + call.args[not is_method :]
            mode = getattr(modes[0], "value", "?") if modes else "r"
            needed = set() if "b" in mode else {"encoding"} if mode == "r" else {"encoding", "newline"}
        elif name in ("read_text", "write_text") and is_method:
            # read_text(encoding) and write_text(text, encoding) by position would be right, and hard to see
            needed = {"encoding"} if name == "read_text" else {"encoding", "newline"}
        elif any(keyword.arg == "text" and getattr(keyword.value, "value", 0) is True for keyword in call.keywords):
            needed = {"encoding"}
        else:
            continue
        objections += [f"line {call.lineno}: {name} without {missing}=" for missing in sorted(needed - given)]
    return objections


def test_text_has_its_encoding_and_line_ends_spelt_out():
    assert objections_in(PYTHON, careless_text) == {}


@pytest.mark.parametrize(
    ("code", "objections"),
    [
        ("open('x')", 1),
        ("open('x', 'w', encoding='utf-8')", 1),
        ("path.open('a')", 2),
        ("path.open(mode='w', encoding='utf-8', newline='')", 0),
        ("path.open('rb')", 0),
        ("open('x', 'wb')", 0),
        ("path.read_text()", 1),
        ("path.write_text('x', encoding='utf-8')", 1),
        ("subprocess.run(['x'], text=True)", 1),
        ("subprocess.run(['x'], encoding='utf-8')", 0),
        ("os.open('x', 0)", 0),
    ],
)
def test_control_careless_text_is_seen(code, objections):
    assert len(careless_text(ast.parse(code))) == objections


# --- what Windows has not ---

MISSING_MODULES = {"fcntl", "resource", "pty", "termios", "pwd", "grp"}
OF_SIGNAL = {"signal", "getsignal", "default_int_handler", "SIGINT"}  # what Windows has and does as others do
MISSING_IN_OS = {"fork", "forkpty", "symlink", "mkfifo", "killpg", "setsid", "system", "popen"}


def only_posix(module: ast.AST) -> list[str]:
    """Modules, functions and arguments that Windows lacks, or where it behaves otherwise."""
    objections = []
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            objections += [alias.name for alias in node.names if alias.name in MISSING_MODULES]
        elif isinstance(node, ast.ImportFrom) and node.module in {*MISSING_MODULES, "signal"}:
            objections.append(node.module)
        elif isinstance(node, ast.Attribute):
            of_os = getattr(node.value, "id", "") == "os" and node.attr in MISSING_IN_OS
            of_signal = getattr(node.value, "id", "") == "signal" and node.attr not in OF_SIGNAL
            objections += [node.attr] if of_os or of_signal or node.attr == "symlink_to" else []
        elif isinstance(node, ast.keyword) and node.arg in ("pty", "shell"):
            objections.append(f"{node.arg}=")
    return objections


def test_nothing_is_used_that_windows_has_not():
    assert objections_in(PROGRAMS, only_posix) == {}


@pytest.mark.parametrize(
    "code",
    [
        "signal.alarm(1)",
        "os.kill(pid, signal.SIGKILL)",
        "from signal import SIGINT",
        "import fcntl",
        "from fcntl import flock",
        "os.fork()",
        "p.symlink_to(q)",
        "run('x', pty=True)",
        "os.system('x')",
    ],
)
def test_control_what_windows_has_not_is_seen(code):
    assert len(only_posix(ast.parse(code))) == 1
    assert only_posix(ast.parse("import os, signal\nplatform.system()\nos.replace(a, b)\nsignal.SIGINT")) == []


# --- stages, and what is printed ---


def has_main_guard(module: ast.Module) -> bool:
    return any(isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'" for node in module.body)


def test_a_stage_runs_nothing_when_a_spawned_worker_imports_it():
    assert [name for name in STAGES if not has_main_guard(tree(name))] == []


def test_control_a_missing_guard_is_seen():
    assert has_main_guard(ast.parse("if __name__ == '__main__':\n    main()"))
    assert not has_main_guard(ast.parse("main()"))


PRINTERS = {"print", "say", "echo", "write", "warn", "UserError", "SetupError", "Exit"}


def beyond_cp1252(module: ast.AST) -> list[str]:
    """Constant pieces of what is printed or said in an error that a console with code page 1252 cannot show."""
    pieces = [
        node.value
        for call in calls(module)
        if called(call) in PRINTERS
        for argument in call.args
        for node in ast.walk(argument)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return [piece for piece in pieces if piece.encode("cp1252", errors="replace").decode("cp1252") != piece]


def test_what_is_printed_survives_a_console_of_windows():
    assert objections_in(PROGRAMS, beyond_cp1252) == {}


def test_control_characters_beyond_cp1252_are_seen():
    assert beyond_cp1252(ast.parse("print('fine: déjà vu')")) == []
    assert beyond_cp1252(ast.parse("print(f'{x} ✓')\nraise UserError('a → b')")) == [" ✓", "a → b"]
