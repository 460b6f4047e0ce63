"""What describes a run and does not come from its training: params as flat text, the git commit, the DVC experiment."""

import json
import os
import subprocess
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

# What the pipeline itself rewrites while it runs says nothing about the code: left out of the dirty flag.
_MADE_BY_THE_PIPELINE = (":(exclude)dvc.lock", ":(exclude)reports")


def flatten(params: BaseModel) -> dict[str, str]:
    """Map `model.position.kind` and the like to text: strings as they are, everything else as JSON."""
    return dict(_flat("", params.model_dump(mode="json")))


def _flat(prefix: str, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    pairs = []
    for key, value in values.items():
        if isinstance(value, Mapping):
            pairs += _flat(f"{prefix}{key}.", value)
        else:
            pairs.append((prefix + key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)))
    return pairs


def context_tags() -> dict[str, str]:
    """Return the tags of the git state of the working directory, and those that DVC gives to its stages."""
    tags = {
        key: os.environ[key] for key in ("DVC_EXP_NAME", "DVC_EXP_BASELINE_REV", "DVC_STAGE") if os.environ.get(key)
    }
    commit = _git("rev-parse", "HEAD")
    if commit:  # the names that MLflow's own pages look for
        dirty = _git("status", "--porcelain", "--", ".", *_MADE_BY_THE_PIPELINE)
        tags["mlflow.source.git.commit"] = commit
        tags["mlflow.source.git.dirty"] = "false" if dirty == "" else "true"
        branch = _git("branch", "--show-current")
        if branch:  # a temporary experiment stands on no branch
            tags["mlflow.source.git.branch"] = branch
    return tags


def _git(*arguments: str) -> str | None:
    """Return what git prints, or None without git, without a repository or without a commit."""
    try:
        answer = subprocess.run(
            ["git", *arguments], capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=10
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None
