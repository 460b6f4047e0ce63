"""GPT-2's vocabulary: from its two files, from tiktoken, and any tokenizer as a tiktoken `Encoding`."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from conteur.errors import UserError
from conteur.tokenizer.byte_level import to_characters
from conteur.tokenizer.encode import encode_pretoken
from conteur.tokenizer.split import SPLIT_PATTERNS
from conteur.tokenizer.tokenizer import Tokenizer
from conteur.tokenizer.vocabulary import build_tokenizer

if TYPE_CHECKING:
    import tiktoken

_SPECIAL = re.compile(r"<\S+>")


def load_gpt2_files(vocab_json: Path, merges_txt: Path, remedy: str) -> Tokenizer:
    """Read `vocab.json` and `merges.txt`, as GPT-2 was published; a `UserError` that ends with `remedy` says why not.

    Names such as <|endoftext|> that no merge makes are special tokens.
    """
    vocab = _read_vocab(vocab_json, remedy)
    try:
        lines = merges_txt.read_text(encoding="utf-8").split("\n")  # not splitlines: U+0085 is a character of names
    except FileNotFoundError:
        raise UserError(f"{merges_txt} is missing; {remedy}") from None
    except UnicodeDecodeError as error:
        raise UserError(f"{merges_txt} is not UTF-8 at byte {error.start}; {remedy}") from None
    merges = [line.rstrip("\r").split(" ") for line in lines if line.strip() and not line.startswith("#version")]
    made = {"".join(pair) for pair in merges}
    special = {name: id for name, id in vocab.items() if _SPECIAL.fullmatch(name) and name not in made}
    try:
        return build_tokenizer(vocab, merges, special, "gpt2")
    except ValueError as error:
        raise UserError(f"{vocab_json} and {merges_txt.name}: {error}; {remedy}") from None


def _read_vocab(path: Path, remedy: str) -> dict[str, int]:
    try:
        vocab = json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8 at byte {error.start}; {remedy}") from None
    except json.JSONDecodeError as error:
        raise UserError(f"{path}, line {error.lineno}: not JSON, or cut short: {error.msg}; {remedy}") from None
    if not isinstance(vocab, dict):
        raise UserError(f"{path} does not map tokens to ids; {remedy}")
    return vocab


def load_tiktoken_gpt2() -> Tokenizer:
    """Return tiktoken's encoding "gpt2", which it keeps in its cache or gets from the network."""
    import requests
    import tiktoken

    try:
        encoding = tiktoken.get_encoding("gpt2")
    except (requests.RequestException, OSError) as error:
        reason = type(error).__name__
        raise UserError(
            f"GPT-2's vocabulary is not in tiktoken's cache and cannot be downloaded ({reason}); connect to the "
            "network once, set TIKTOKEN_CACHE_DIR to a folder that has it, or put vocab.json and merges.txt into "
            "data/vocabulary and set tokenizer.kind to file in params.yaml"
        ) from None
    ranks = {token: encoding.encode_single_token(token) for token in encoding.token_byte_values()}
    special = {name: encoding.encode_single_token(name) for name in encoding.special_tokens_set}
    return from_ranks(ranks, special, "gpt2")


def from_ranks(ranks: dict[bytes, int], special_tokens: dict[str, int], split_pattern: str) -> Tokenizer:
    """Return the tokenizer with tiktoken's `mergeable_ranks`: the id of each token is also its place among the merges.

    They do not say which two tokens make a third: those into which the merges before it cut its bytes.
    """
    number = {bytes([byte]): byte for byte in range(256)}
    tokens = list(number)
    known: dict[str, str] = {}  # as character_merges has them
    merges = []
    for token in sorted((token for token in ranks if len(token) > 1), key=ranks.__getitem__):
        parts = [tokens[part] for part in encode_pretoken(token, known)]
        if len(parts) != 2:
            raise ValueError(f"token {ranks[token]} is not made of two tokens before it")
        known["".join(chr(number[part]) for part in parts)] = chr(len(tokens))
        number[token] = len(tokens)
        tokens.append(token)
        merges.append([to_characters(part) for part in parts])
    vocab = {to_characters(token): rank for token, rank in ranks.items()}
    return build_tokenizer(vocab, merges, special_tokens, split_pattern)


def to_tiktoken(tokenizer: Tokenizer, name: str = "conteur") -> "tiktoken.Encoding":
    """Return `tokenizer` as tiktoken has it: `encode_ordinary` is our `encode`, with the same ids.

    A `UserError` for ids that do not grow in the order of merges, as tiktoken takes them for that order.
    """
    import tiktoken

    merged = tokenizer.ids[256:]
    if list(merged) != sorted(merged):
        raise UserError("the ids of this tokenizer are not in the order of its merges, and tiktoken needs them so")
    return tiktoken.Encoding(
        name,
        pat_str=SPLIT_PATTERNS.get(tokenizer.split_pattern, tokenizer.split_pattern),
        mergeable_ranks=dict(zip(tokenizer.bytes_by_number, tokenizer.ids, strict=True)),
        special_tokens=dict(tokenizer.special_tokens),
    )
