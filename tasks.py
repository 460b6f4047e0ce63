"""The words that a person types: `invoke TASK`. `invoke --list` shows them all, `invoke --help TASK` one of them.

A task runs programs and imports nothing of ours: `invoke --list` stays instant, and a task does what the same words
typed into a shell would do. Programs are lists of arguments, without a shell, so that cmd.exe and sh agree.
"""

import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from invoke import Context, Exit, task

ROOT = Path(__file__).resolve().parent
MADE_BY_STAGES = (
    "data/raw",
    "data/tokens",
    "models/tokenizer",
    "models/comparison",
    "models/model",
    "reports",
    ".cache/checkpoints",
)
MADE_BY_DVC_AND_MLFLOW = (".dvc/cache", ".dvc/tmp", "mlruns", "mlflow.db", ".cache")
OVERRIDES = {"S": "change a value of params.yaml, as in -S train.max_steps=100; again for more"}


def environment() -> dict[str, str]:
    return os.environ | {
        # The `python` of dvc.yaml is the one of PATH: it has to be this one, also when no venv is activated.
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")])),
        "PYTHONUTF8": "1",
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "GIT_PYTHON_REFRESH": "quiet",  # MLflow without git.exe
    }


def run(*arguments: str) -> None:
    """Run a Python module with this environment's Python; end with its exit code if that is not 0."""
    process = subprocess.Popen([sys.executable, "-m", *arguments], cwd=ROOT, env=environment())
    try:
        code = process.wait()
    except KeyboardInterrupt:  # the program got it too, and says what it kept
        process.wait()
        code = 130
    if code:
        raise Exit(code=code)


def lines_of(*arguments: str) -> list[str]:
    """Return the lines that a Python module prints; end with its exit code if that is not 0."""
    command = [sys.executable, "-m", *arguments]
    answer = subprocess.run(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, encoding="utf-8")
    if answer.returncode:
        raise Exit(code=answer.returncode)
    return answer.stdout.splitlines()


def reproduce(stage: str | None, overrides: list[str], force: bool = False) -> None:
    """Bring a stage and all before it up to date; with overrides, as a DVC experiment in this workspace."""
    command = ["exp", "run"] if overrides else ["repro"]
    changes = [word for override in overrides for word in ("-S", override)]
    if overrides:
        needs_git_history("an override with -S is a DVC experiment")
    run("conteur.commands.before_dvc", *overrides)
    run("dvc", *command, *changes, *(["--force"] if force else []), *([stage] if stage else []))


def needs_git_history(why: str) -> None:
    """End with one line if DVC's experiments cannot work here."""
    remedy = "run: git init, git add ., git commit -m start"
    if not (ROOT / ".git").exists():
        raise Exit(f"error: {why}, and this folder is no git repository; edit params.yaml instead, or {remedy}", code=1)
    if not shutil.which("git"):
        where = "install it from https://git-scm.com/downloads and open a new terminal"
        raise Exit(f"error: {why}, and git was not found; edit params.yaml instead, or {where}", code=1)
    if subprocess.run(["git", "rev-parse", "--verify", "-q", "HEAD"], cwd=ROOT, capture_output=True).returncode:
        raise Exit(f"error: {why}, and there is no commit yet; {remedy}", code=1)


@task
def setup(context: Context) -> None:
    """Check the environment, install what is missing, list the tasks."""
    (ROOT / ".venv" / "setup.stamp").unlink(missing_ok=True)  # with it, setup_project.py would look no further
    code = subprocess.run([sys.executable, str(ROOT / "setup_project.py")], cwd=ROOT).returncode
    if code:
        raise Exit(code=code)


@task
def presets(context: Context) -> None:
    """List the presets: named sets of values for params.yaml."""
    run("conteur.commands.preset")


@task(help={"name": "one of `invoke presets`", "force": "also over edits that are not committed"})
def preset(context: Context, name: str, force: bool = False) -> None:
    """Lay a preset over params.yaml: invoke preset fables-fr."""
    run("conteur.commands.preset", name, *(["--force"] if force else []))


@task(iterable=["S"], help=OVERRIDES | {"force": "make every stage again although nothing changed"})
def repro(context: Context, S: list[str], force: bool = False) -> None:
    """Run the whole pipeline: only what changed is made again."""
    reproduce(None, S, force)
    run("conteur.commands.summary")


@task(iterable=["S"], help=OVERRIDES | {"force": "get it again although nothing changed"})
def download(context: Context, S: list[str], force: bool = False) -> None:
    """Get the text (data.dataset) and split it."""
    reproduce("download", S, force)


@task(iterable=["S"], help=OVERRIDES)
def tokenizer(context: Context, S: list[str]) -> None:
    """Train the tokenizer."""
    reproduce("train_tokenizer", S)


@task(iterable=["S"], help=OVERRIDES)
def compare(context: Context, S: list[str]) -> None:
    """Compare our tokenizer with sentencepiece: reports/tokenizers.png."""
    reproduce("compare_tokenizers", S)


@task(iterable=["S"], help=OVERRIDES)
def tokenize(context: Context, S: list[str]) -> None:
    """Turn the text into ids."""
    reproduce("tokenize", S)


@task(
    iterable=["S"],
    help=OVERRIDES
    | {
        "force": "make this stage and all before it again although nothing changed",
        "resume-from": "a checkpoint to go on from with other params, such as .cache/checkpoints/finished.pt",
    },
)
def train(context: Context, S: list[str], force: bool = False, resume_from: str = "") -> None:
    """Train the model; after Ctrl+C or a kill, the same command goes on from the last checkpoint."""
    if resume_from:
        start = ROOT / "data" / "start" / "checkpoint.pt"
        if not Path(resume_from).is_file():
            raise Exit(f"error: --resume-from: there is no file {resume_from}", code=1)
        start.parent.mkdir(parents=True, exist_ok=True)
        if not start.exists() or not start.samefile(resume_from):
            shutil.copyfile(resume_from, start)
        print(f"{start.relative_to(ROOT).as_posix()} is where trainings begin from now on, until you delete it")
    reproduce("train", S, force)


@task(iterable=["S"], help=OVERRIDES)
def evaluate(context: Context, S: list[str]) -> None:
    """Score the model on the validation text."""
    reproduce("evaluate", S)


@task(iterable=["S"], help=OVERRIDES)
def sample(context: Context, S: list[str]) -> None:
    """Let the model continue the prompts of params.yaml: reports/samples.md."""
    reproduce("sample", S)


SAMPLING = {
    "strategy": "greedy | temperature | top_k | top_p (this and the next five: default in params.yaml)",
    "temperature": "below 1 sharpens, above 1 flattens",
    "top-k": "how many of the likeliest tokens to draw from",
    "top-p": "share of the probability to draw from",
    "max-new-tokens": "tokens to add, at most",
    "seed": "the draws",
}


def options(**values: str | None) -> list[str]:
    return [word for name, value in values.items() if value for word in (f"--{name.replace('_', '-')}", value)]


@task(help=SAMPLING | {"prompt": "the text to continue, in quotes; an empty one starts a new document"})
def generate(
    context: Context,
    prompt: str,
    strategy: str = "",
    temperature: str = "",
    top_k: str = "",
    top_p: str = "",
    max_new_tokens: str = "",
    seed: str = "",
) -> None:
    """Continue one text, word by word: invoke generate "Once upon a time"."""
    chosen = options(
        strategy=strategy,
        temperature=temperature,
        top_k=top_k,
        top_p=top_p,
        max_new_tokens=max_new_tokens,
        seed=seed,
    )
    run("conteur.commands.generate", *chosen, f"--prompt={prompt}")


@task
def chat(context: Context) -> None:
    """Tell tales in turns: you begin, the model goes on."""
    run("conteur.commands.chat")


@task(help={"prompt": "the text whose next token is looked at", "seed": "the draws"})
def strategies(context: Context, prompt: str = "", seed: str = "") -> None:
    """Show greedy, temperature, top-k and top-p side by side: reports/strategies.png and .pdf."""
    run("conteur.commands.strategies", *options(seed=seed), f"--prompt={prompt}")


@task(help={"text": "the text, in quotes; - takes what is piped in", "file": "text is the name of a file"})
def tokenize_text(context: Context, text: str, file: bool = False) -> None:
    """Show a text cut by all tokenizers side by side: invoke tokenize-text "Once upon a time"."""
    run("conteur.commands.tokenize_text", *(["--file"] if file else []), f"--text={text}")


@task(
    iterable=["S"],
    help=OVERRIDES
    | {
        "S": "a value or several, as in -S model.d_model=256,384; again for more",
        "preset": "also the values of a preset (invoke presets); -S goes on top",
        "name": "a name for the experiment; those of a sweep get a number behind it",
        "here": "run in this workspace instead of a temporary copy",
        "queue": "only queue it; invoke exp --start runs the queue",
        "start": "run what is queued",
        "jobs": "with --start: how many at once",
    },
)
def exp(
    context: Context,
    S: list[str],
    preset: str = "",
    name: str = "",
    here: bool = False,
    queue: bool = False,
    start: bool = False,
    jobs: str = "1",  # not int: invoke would answer a word with a traceback
) -> None:
    """Run an experiment with other params, in a temporary copy, so that you can go on working."""
    needs_git_history("experiments are kept in git")
    if (queue or start) and not str(ROOT).isascii():
        raise Exit(
            f"error: the queue of DVC does not work in {ROOT}, whose path has more than ASCII letters; "
            "leave --queue out, or move the project",
            code=1,
        )
    if start:
        run("dvc", "queue", "start", "--jobs", jobs)
        print("what is queued runs in the background; the task show says how far it is")
        return
    where = ["--queue"] if queue else [] if here else ["--temp"]
    base = json.loads(*lines_of("conteur.commands.preset", preset, "--as-overrides")) if preset else []
    # A sweep is a loop of our own: DVC sweeps only through its queue, whose worker does not start on Windows.
    sweep = list(itertools.product(*map(choices, S)))
    for number, values in enumerate(sweep, 1):
        changes = [word for value in [*base, *values] for word in ("-S", value)]
        own = lines_of("conteur.commands.own_files", *base, *values)
        copied = [] if here else [word for path in own for word in ("--copy-paths", path)]
        its_name = name if len(sweep) == 1 or not name else f"{name}-{number}"
        run("conteur.dvc", "exp", "run", *where, *copied, *changes, *options(name=its_name))
    print("run what is queued: the task exp with --start" if queue else "compare: the tasks show and ui")


def choices(override: str) -> list[str]:
    """Return one override per value of a list: `a=1,2` gives `a=1` and `a=2`; `a=[1,2]` is one value."""
    key, _, value = override.partition("=")
    return [override] if value.startswith(("[", "'", '"')) else [f"{key}={one}" for one in value.split(",")]


@task(aliases=["compare-runs"])
def show(context: Context) -> None:
    """Show the table of experiments: bits per byte, and the params that differ; the task ui has all the rest."""
    needs_git_history("experiments are kept in git")
    # DVC cuts off what is wider than the terminal, and the params come last: a metric more, and none is seen.
    shown = r"(Experiment|State|bits_per_byte|seed)$|(data|tokenizer|comparison|model|train|evaluate|sample)\."
    run("dvc", "exp", "show", "--only-changed", "--no-pager", "--drop", f"(?!{shown})")


@task(help={"port": "another port than 5000", "no-browser": "only print the addresses"})
def ui(context: Context, port: str = "", no_browser: bool = False) -> None:
    """Open MLflow: the curves, params and samples of all runs."""
    run("conteur.tracking.ui", *options(port=port), *(["--no-browser"] if no_browser else []))


@task
def send(context: Context) -> None:
    """Send MLflow what it could not take while the stages ran."""
    run("conteur.tracking.send")


@task
def model(context: Context) -> None:
    """Show each tensor of the model that params.yaml describes, parameters, work and memory, before any training."""
    run("conteur.commands.model")


@task(help={"directory": "another folder than models/huggingface"})
def export(context: Context, directory: str = "") -> None:
    """Write the model as Hugging Face's transformers loads it, where one of its architectures computes the same."""
    run("conteur.commands.export", *options(directory=directory))


@task
def plots(context: Context) -> None:
    """Draw the reports as pictures that need no network: reports/*.png."""
    run("conteur.commands.plots")


@task
def dag(context: Context) -> None:
    """Draw the stages and what they depend on."""
    run("dvc", "dag")


@task(help={"k": "only the tests whose names match", "x": "stop at the first failure"})
def test(context: Context, k: str = "", x: bool = False) -> None:
    """Run the tests."""
    run("pytest", *(["-k", k] if k else []), *(["-x"] if x else []))


@task
def lint(context: Context) -> None:
    """Check the style of the code."""
    run("ruff", "check", ".")
    run("ruff", "format", "--check", ".")


@task(help={"everything": "also downloads, DVC's cache, MLflow's runs and what experiments made: for good"})
def clean(context: Context, everything: bool = False) -> None:
    """Remove what the stages made; dvc repro brings it back from DVC's cache."""
    for name in MADE_BY_STAGES + (MADE_BY_DVC_AND_MLFLOW if everything else ()):
        path = ROOT / name
        if not path.exists():
            continue
        try:
            if path.is_dir():
                shutil.rmtree(path, onerror=make_writable)
            else:
                path.unlink()
        except OSError as error:  # Windows does not remove what a program has open
            why = f"{error.strerror}: {error.filename}"
            raise Exit(f"error: cannot remove {name} ({why}); close what uses it, then again", code=1) from None
        print(f"removed {name}")


def make_writable(remove: object, path: str, error: object) -> None:
    """Remove a read-only file after all: DVC's cache is read-only, and Windows then refuses."""
    Path(path).chmod(0o700)
    Path(path).unlink()


@task
def doctor(context: Context) -> None:
    """Look for what is wrong with the environment, git, DVC, disk or params, and say how to mend it."""
    run("conteur.commands.doctor")
