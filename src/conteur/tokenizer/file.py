"""Read and write tokenizer.json, the format of Hugging Face tokenizers.

`tokenizers.Tokenizer.from_file` gives the same ids as ours, with one difference by its own design: it takes the name
of a special token in a text for that token, unless its `encode_special_tokens` is set to True.
"""

import json
from pathlib import Path
from typing import Any

from conteur.errors import UserError
from conteur.files import write_json
from conteur.tokenizer.byte_level import from_characters, to_characters
from conteur.tokenizer.split import SPLIT_PATTERNS
from conteur.tokenizer.tokenizer import SPECIAL_TOKENS, Tokenizer

_REMEDY = "make it again with: dvc repro train_tokenizer"


def save_tokenizer(tokenizer: Tokenizer, path: Path) -> None:
    """Write `tokenizer` as tokenizer.json; equal tokenizers give equal bytes."""
    write_json(path, _document(tokenizer))


def load_tokenizer(path: Path) -> Tokenizer:
    """Read a tokenizer.json that `save_tokenizer` wrote; anything else is a `UserError`.

    Only the split pattern and the merges are read. All the rest follows from them, so it is made again and compared:
    a file that would mean something else to Hugging Face's reader than to ours is refused.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UserError(f"{path} is missing; {_REMEDY}") from None
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8 at byte {error.start}; {_REMEDY}") from None
    except json.JSONDecodeError as error:
        raise UserError(f"{path}, line {error.lineno}: not JSON, or cut short: {error.msg}; {_REMEDY}") from None
    if not isinstance(document, dict) or document.get("version") != "1.0":
        raise UserError(f'{path} is not a tokenizer.json of version "1.0"; {_REMEDY}')
    tokenizer = Tokenizer(_read_merges(document, path), _read_split_pattern(document, path))
    expected = _document(tokenizer)
    if document["model"].get("vocab") != expected["model"]["vocab"]:
        raise UserError(f"{path}: model.vocab does not match model.merges; {_REMEDY}")
    _compare(document, expected, path)
    return tokenizer


def _document(tokenizer: Tokenizer) -> dict[str, Any]:
    name = [to_characters(tokenizer.token_bytes(id)) for id in range(tokenizer.pad_id)]
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
    pattern = {"Regex": SPLIT_PATTERNS[tokenizer.split_pattern]}
    split = {"type": "Split", "pattern": pattern, "behavior": "Isolated", "invert": False}
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    special = dict(zip(SPECIAL_TOKENS, range(tokenizer.pad_id, tokenizer.vocab_size), strict=True))
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": id, "content": content, **flags} for content, id in special.items()],
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [split, byte_level]},
        "post_processor": None,
        "decoder": byte_level,
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": {content: id for id, content in enumerate(name)} | special,
            "merges": [[name[left], name[right]] for left, right in tokenizer.merges],
        },
    }


def _read_split_pattern(document: dict[str, Any], path: Path) -> str:
    try:
        regex = document["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"]
        return next(name for name, pattern in SPLIT_PATTERNS.items() if pattern == regex)
    except (KeyError, IndexError, TypeError, StopIteration):
        known = " or ".join(SPLIT_PATTERNS)
        raise UserError(f"{path}: pre_tokenizer is not our split pattern {known}; {_REMEDY}") from None


def _read_merges(document: dict[str, Any], path: Path) -> tuple[tuple[int, int], ...]:
    """Turn the named tokens of each merge into ids; each has to be a byte or the result of an earlier merge."""
    try:
        pairs = document["model"]["merges"]
        if document["model"]["type"] != "BPE" or not isinstance(pairs, list):
            raise TypeError
    except (KeyError, TypeError):
        raise UserError(f"{path}: model is not a BPE with a list of merges; {_REMEDY}") from None
    ids = {bytes([byte]): byte for byte in range(256)}
    merges = []
    for number, pair in enumerate(pairs, start=1):
        try:
            left, right = map(from_characters, pair)
            merges.append((ids[left], ids[right]))
        except (KeyError, TypeError, ValueError):
            raise UserError(
                f"{path}: model.merges, item {number}: {pair!a} is not a pair of bytes or of tokens that earlier "
                f"items make; {_REMEDY}"
            ) from None
        if ids.setdefault(left + right, 255 + number) != 255 + number:
            raise UserError(f"{path}: model.merges, item {number}: {pair!a} makes a token again; {_REMEDY}")
    return tuple(merges)


def _compare(found: dict[str, Any], expected: dict[str, Any], path: Path, section: str = "") -> None:
    """Raise a `UserError` that names the first key under which `found` differs from `expected`."""
    for key in expected | found:
        where = f"{section}{key}"
        value, wanted = found.get(key, "missing"), expected.get(key, "no such key")
        if value == wanted:
            continue
        if isinstance(value, dict) and isinstance(wanted, dict):
            _compare(value, wanted, path, where + ".")
        raise UserError(f"{path}: {where} is not what this program writes; {_REMEDY}")
