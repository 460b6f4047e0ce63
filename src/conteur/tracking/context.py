"""What describes a run and does not come from its training: params as flat text, the git commit, the DVC experiment."""

import json
import os
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from conteur.git import said_by_git

# What the pipeline itself rewrites while it runs says nothing about the code: left out of the dirty flag.
_MADE_BY_THE_PIPELINE = (":(exclude)dvc.lock", ":(exclude)reports")
GIT_S = 10  # that a stage waits for git, which may be slow on a network drive


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
    commit = said_by_git("rev-parse", "HEAD", timeout_s=GIT_S)
    if commit:  # the names that MLflow's own pages look for
        dirty = said_by_git("status", "--porcelain", "--", ".", *_MADE_BY_THE_PIPELINE, timeout_s=GIT_S)
        tags["mlflow.source.git.commit"] = commit
        tags["mlflow.source.git.dirty"] = "false" if dirty == "" else "true"
        branch = said_by_git("branch", "--show-current", timeout_s=GIT_S)
        if branch:  # a temporary experiment stands on no branch
            tags["mlflow.source.git.branch"] = branch
    return tags
