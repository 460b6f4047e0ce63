"""Memory, disk and time of the stages up to the ids, for gigabytes of text; writes docs/benchmarks/scale.md.

Run in the project's root with `src` on PYTHONPATH; the folder needs about eight times the text of disk:

    python -m benchmarks.scale --work FOLDER [--gb 2]

The text is `fables`; then the same as one's own files, .jsonl and .parquet. Memory is the most that the processes of a
stage held together, looked at 20 times a second: private, which nothing else can have, and with the pages of mapped
files, which the system takes back when it needs them.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from conteur.files import write_text
from conteur.params import load_params

REPORT = Path("docs/benchmarks/scale.md")
STAGES = {"download": "data/raw", "train_tokenizer": "models/tokenizer", "tokenize": "data/tokens"}
BYTES_PER_TALE = 1060
DOCUMENTS_AT_ONCE = 20_000
MB = 1e6


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.scale", description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--gb", type=float, default=2.0)
    arguments = parser.parse_args()
    project = arguments.work / "project"
    subprocess.run(["git", "clone", "--quiet", ".", str(project)], check=True)
    dvc(project, "config", "--local", "cache.type", "reflink,hardlink,copy")
    kept = arguments.work / "fables.txt"
    rows = []
    for name, changes in (
        ("fables", {"max_documents": int(arguments.gb * 1e9 / BYTES_PER_TALE)}),
        ("files, .jsonl", {"dataset": "files", "max_documents": 0}),
        ("files, .parquet", {"dataset": "files", "max_documents": 0}),
    ):
        if name != "fables":
            own = project / "data" / "own"
            for file in own.glob("tales.*"):
                file.unlink()
            (write_jsonl if "jsonl" in name else write_parquet)(documents(kept), own)
        set_params(project, changes)
        rows += [measured(project, name, stage, out) for stage, out in STAGES.items()]
        if name == "fables":
            keep(project / "data" / "raw", kept)
    write_text(REPORT, report(rows, unchanged_seconds(project), arguments.gb))
    print(f"written: {REPORT.as_posix()}")


def set_params(project: Path, changes: dict[str, Any]) -> None:
    """Change values of the section `data` in the copy's params.yaml."""
    path = project / "params.yaml"
    text = path.read_text(encoding="utf-8")
    for key, value in changes.items():
        text = re.sub(rf"(?m)^  {key}: .*$", f"  {key}: {value}", text, count=1)
    write_text(path, text)


def keep(raw: Path, path: Path) -> None:
    """Write both splits to one file: those of training alone would be held out nowhere, by their hashes."""
    with path.open("wb") as file:
        for name in ("train.txt", "validation.txt"):
            with (raw / name).open("rb") as split:
                shutil.copyfileobj(split, file)
            file.write(f"{load_params().data.separator}\n".encode())


def documents(path: Path) -> Iterator[list[str]]:
    """Yield the documents of a .txt, so many at a time."""
    separator = load_params().data.separator
    found, lines = [], []
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            if line != separator + "\n":
                lines.append(line)
                continue
            found.append("".join(lines).removesuffix("\n"))
            lines = []
            if len(found) == DOCUMENTS_AT_ONCE:
                yield found
                found = []
    if found:
        yield found


def write_jsonl(parts: Iterator[list[str]], folder: Path) -> None:
    with (folder / "tales.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for part in parts:
            file.writelines(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in part)


def write_parquet(parts: Iterator[list[str]], folder: Path) -> None:
    schema = pa.schema([("text", pa.string())])
    with pq.ParquetWriter(folder / "tales.parquet", schema) as writer:
        for part in parts:
            writer.write_table(pa.table({"text": part}, schema=schema))


def measured(project: Path, corpus: str, stage: str, out: str) -> dict[str, Any]:
    """Run one stage; return its figures."""
    started = time.monotonic()
    process = psutil.Popen(
        [sys.executable, "-m", "dvc", "repro", "--single-item", stage], cwd=project, env=environment(project)
    )
    private = mapped = cpu = 0.0
    while process.poll() is None:
        of_stage = [memory(child) for child in process.children(recursive=True)]
        private = max(private, sum(one[0] for one in of_stage))
        mapped = max(mapped, sum(one[1] for one in of_stage))
        cpu = max(cpu, sum(one[2] for one in of_stage))
        time.sleep(0.05)
    if process.returncode:
        raise SystemExit(f"the stage {stage} ended with exit code {process.returncode}")
    row = {
        "corpus": corpus,
        "stage": stage,
        "s": time.monotonic() - started,
        "cpu": cpu,
        "private": private / MB,
        "mapped": mapped / MB,
        "disk": sum(file.stat().st_size for file in (project / out).rglob("*") if file.is_file()) / MB,
    }
    print(row, flush=True)
    return row


def memory(process: psutil.Process) -> tuple[float, float, float]:
    """Return private bytes, bytes with mapped files, CPU-seconds; zeros if the process has just ended."""
    try:
        held, times = process.memory_info(), process.cpu_times()
        return held.rss - held.shared, held.rss, times.user + times.system
    except psutil.Error:
        return 0.0, 0.0, 0.0


def unchanged_seconds(project: Path) -> float:
    """Return how long `dvc repro` takes when nothing changed, the median of five."""

    def seconds() -> float:
        started = time.monotonic()
        dvc(project, "repro", "tokenize")
        return time.monotonic() - started

    return statistics.median(seconds() for _ in range(5))


def dvc(project: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "dvc", *arguments],
        cwd=project,
        env=environment(project),
        check=True,
        stdout=subprocess.DEVNULL,
    )


def environment(project: Path) -> dict[str, str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return os.environ | {"PATH": path, "PYTHONPATH": str((project / "src").absolute()), "PYTHONUTF8": "1"}


def report(rows: list[dict[str, Any]], unchanged: float, gigabytes: float) -> str:
    lines = [
        "# Gigabytes of text",
        "",
        f"The stages up to the ids on {gigabytes:g} GB of text, {psutil.cpu_count()} processors, "
        f"Python {sys.version.split()[0]}. Made by `python -m benchmarks.scale --gb {gigabytes:g}`.",
        "Memory is the most that the stage's processes held at once, private and with mapped files; disk is that of",
        "the stage's out, which DVC's cache shares where the disk can link. The first text's stages compile the",
        "kernels.",
        f"`dvc repro tokenize` with nothing changed took {unchanged:.2f} s.",
        "",
        "| text | stage | s | CPU-s | private, MB | with mapped files, MB | disk, MB |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row['corpus']} | {row['stage']} | {row['s']:.0f} | {row['cpu']:.0f} | {row['private']:.0f} | "
        f"{row['mapped']:.0f} | {row['disk']:.0f} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
