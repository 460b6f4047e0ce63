"""Read and write tokenizer.json, the format of Hugging Face tokenizers.

`tokenizers.Tokenizer.from_file` gives the same ids as ours, with one difference by its own design: it takes the name
of a special token in a text for that token, unless its `encode_special_tokens` is set to True; ours does so on demand.
"""

import json
from pathlib import Path
from typing import Any

from conteur.errors import UserError
from conteur.files import write_json
from conteur.invocation import spelt
from conteur.tokenizer.byte_level import to_characters
from conteur.tokenizer.split import SPLIT_PATTERNS, check_pattern
from conteur.tokenizer.tokenizer import Tokenizer
from conteur.tokenizer.vocabulary import build_tokenizer

_REMEDY = f"make it again with: {spelt('tokenizer')}"
_BYTE_LEVEL = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
# GPT-2's as OpenAI published it and as Hugging Face's ByteLevel has it by itself; it cuts every text as ours does.
_GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"


def save_tokenizer(tokenizer: Tokenizer, path: Path) -> None:
    """Write `tokenizer` as tokenizer.json; equal tokenizers give equal bytes."""
    write_json(path, _document(tokenizer))


def load_tokenizer(path: Path, remedy: str = _REMEDY) -> Tokenizer:
    """Read the tokenizer.json of a byte-level BPE, ours or another one's.

    A file that would mean something else to Hugging Face's reader than to ours is refused, in one line that ends with
    `remedy`: a `UserError`.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UserError(f"{path} is missing; {remedy}") from None
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}); {remedy}") from None
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8 at byte {error.start}; {remedy}") from None
    except json.JSONDecodeError as error:
        raise UserError(f"{path}, line {error.lineno}: not JSON, or cut short: {error.msg}; {remedy}") from None
    if not isinstance(document, dict) or document.get("version") != "1.0":
        raise UserError(f'{path} is not a tokenizer.json of version "1.0"; {remedy}')
    try:
        model = _model(document)
        return build_tokenizer(model["vocab"], model["merges"], _special_tokens(document), _split_pattern(document))
    except ValueError as error:
        raise UserError(f"{path}: {error}; {remedy}") from None


def _document(tokenizer: Tokenizer) -> dict[str, Any]:
    name = list(map(to_characters, tokenizer.bytes_by_number))
    special = dict(tokenizer.special_tokens)
    vocab = dict(zip(name, tokenizer.ids, strict=True))
    both = sorted(vocab.keys() & special.keys())
    if both:
        raise UserError(
            f"the tokenizer has learned {both[0]} from the text, which is the name of a special token; remove it from "
            "the text, or set another tokenizer.split_pattern in params.yaml"
        )
    pattern = {"Regex": SPLIT_PATTERNS.get(tokenizer.split_pattern, tokenizer.split_pattern)}
    split = {"type": "Split", "pattern": pattern, "behavior": "Isolated", "invert": False}
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": id, "content": content, **flags} for content, id in special.items()],
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [split, _BYTE_LEVEL]},
        "post_processor": None,
        "decoder": _BYTE_LEVEL,
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": dict(sorted((vocab | special).items(), key=lambda item: item[1])),
            "merges": [[name[left], name[right]] for left, right in tokenizer.merges],
        },
    }


def _model(document: dict[str, Any]) -> dict[str, Any]:
    """Return vocab and merges of a model whose other settings change nothing."""
    model = document.get("model")
    if not isinstance(model, dict) or model.get("type", "BPE") != "BPE":
        raise ValueError("model is not a BPE")
    for key in ("dropout", "continuing_subword_prefix", "end_of_word_suffix", "byte_fallback", "ignore_merges"):
        if model.get(key):
            raise ValueError(f"model.{key} is {model[key]!a}, which this program does not do")
    if not isinstance(model.get("vocab"), dict) or not isinstance(model.get("merges"), list):
        raise ValueError("model is not a BPE with a vocab and a list of merges")
    pairs = [merge.split(" ") if isinstance(merge, str) else merge for merge in model["merges"]]  # "a b" in older files
    return {"vocab": model["vocab"], "merges": pairs}


def _special_tokens(document: dict[str, Any]) -> dict[str, int]:
    special = {}
    for token in document.get("added_tokens") or []:
        if not isinstance(token, dict) or not isinstance(token.get("content"), str) or "id" not in token:
            raise ValueError("added_tokens is not a list of tokens with content and id")
        if not token.get("special"):
            raise ValueError(
                f"added_tokens: {token['content']!a} is not a special token but found in any text, which this program "
                "does not do"
            )
        special[token["content"]] = token["id"]
    return special


def _split_pattern(document: dict[str, Any]) -> str:
    """Return our name of the pattern, or the pattern; ValueError for anything else that changes or cuts the text."""
    if document.get("normalizer"):
        raise ValueError("normalizer changes the text, which this program does not do")
    decoder = document.get("decoder")
    if not isinstance(decoder, dict) or decoder.get("type") != "ByteLevel":
        raise ValueError("decoder is not ByteLevel")
    match document.get("pre_tokenizer"):
        case {"type": "ByteLevel", "add_prefix_space": False, **rest} if rest.get("use_regex", True):
            return "gpt2"
        case {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": str(pattern)}, "behavior": "Isolated", "invert": False},
                {"type": "ByteLevel", "add_prefix_space": False, "use_regex": False},
            ],
        }:
            names = {pattern: name for name, pattern in SPLIT_PATTERNS.items()}
            check_pattern(pattern)
            return (names | {_GPT2: "gpt2"}).get(pattern, pattern)
    raise ValueError("pre_tokenizer is not byte-level, after at most one split by a regular expression")
