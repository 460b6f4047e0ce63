"""Where the pipeline's tokenizer comes from: learned from the text, or somebody else's vocabulary."""

from pathlib import Path

from typing_extensions import assert_never

from conteur.errors import UserError
from conteur.params import TokenizerParams
from conteur.tokenizer.file import load_tokenizer
from conteur.tokenizer.file_gpt2 import load_gpt2_files, load_tiktoken_gpt2
from conteur.tokenizer.tokenizer import Tokenizer
from conteur.tokenizer.train import Progress, train_bpe_on_file

_REMEDY = "take another file (tokenizer.path in params.yaml), or set tokenizer.kind: train"


def make_tokenizer(text: Path, separator: str, params: TokenizerParams, progress: Progress) -> Tokenizer:
    """Return the tokenizer that `params` ask for.

    text: a file of documents with a line `separator` after each, which is read only if the tokenizer is to be trained.
    """
    match params.kind:
        case "train":
            return train_bpe_on_file(
                text,
                separator=separator,
                vocab_size=params.vocab_size,
                split_pattern=params.split_pattern,
                min_frequency=params.min_frequency,
                max_bytes=params.max_bytes,
                progress=progress,
            )
        case "gpt2":
            return _checked(load_tiktoken_gpt2(), params, "GPT-2's vocabulary")
        case "file":
            return _checked(load_vocabulary(Path(params.path)), params, params.path)
        case unreachable:
            assert_never(unreachable)


def load_vocabulary(path: Path) -> Tokenizer:
    """Read a tokenizer.json, or a folder that holds one, or GPT-2's vocab.json and merges.txt."""
    if path.is_file():
        return load_tokenizer(path, _REMEDY)
    if (path / "tokenizer.json").exists():
        return load_tokenizer(path / "tokenizer.json", _REMEDY)
    if (path / "vocab.json").exists():
        return load_gpt2_files(path / "vocab.json", path / "merges.txt", _REMEDY)
    raise UserError(
        f"tokenizer.path: there is no tokenizer.json in {path}, and no vocab.json with merges.txt; put them there, or "
        "set tokenizer.kind: train in params.yaml"
    )


def _checked(tokenizer: Tokenizer, params: TokenizerParams, name: str) -> Tokenizer:
    """What params.yaml says of the vocabulary has to be true: the model's size is read off it, and runs are logged."""
    if params.vocab_size != tokenizer.vocab_size:
        raise UserError(
            f"tokenizer.vocab_size is {params.vocab_size} in params.yaml, and {name} has {tokenizer.vocab_size} "
            f"tokens; set tokenizer.vocab_size: {tokenizer.vocab_size}"
        )
    return tokenizer
