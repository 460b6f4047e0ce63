"""Documents of a JSON Lines file: one object a line, the text in one of its fields."""

import json
from collections.abc import Iterator
from pathlib import Path

from conteur.corpus.files.text import read_lines
from conteur.errors import UserError


def read_jsonl(path: Path, field: str) -> Iterator[str]:
    """Yield the text of each line that is not blank; raise `UserError` with the line that cannot be used."""
    for number, line in enumerate(read_lines(path), 1):
        if line.strip():
            yield _text_in(line, field, f"{path}, line {number}")


def _text_in(line: str, field: str, where: str) -> str:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise UserError(f"{where}: not JSON: {error.msg} at column {error.colno}; each line holds one object") from None
    except RecursionError:
        raise UserError(f"{where}: JSON nested too deep; each line holds one flat object") from None
    except ValueError as error:  # a number with thousands of digits
        raise UserError(f"{where}: JSON that cannot be read: {error}") from None
    if not isinstance(value, dict):
        raise UserError(f"{where}: a {type(value).__name__} and not an object; write {{{json.dumps(field)}: ...}}")
    if field not in value:
        known = ", ".join(value) or "none"
        raise UserError(f"{where}: no field {field!r}; set data.text_field to one of those there: {known}")
    text = value[field]
    if not isinstance(text, str):
        raise UserError(f"{where}: field {field!r} is no text but {json.dumps(text)[:40]}; see data.text_field")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        raise UserError(f"{where}: \\u{code:04x} in field {field!r} is half a character; mend or remove it") from None
    return text
