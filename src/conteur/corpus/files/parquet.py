"""Documents of a Parquet file: one column of text, read row group by row group."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from conteur.errors import UserError


def read_parquet(path: Path, column: str) -> Iterator[str]:
    """Yield the text of each row; raise `UserError` for a file, column or row that cannot be used."""
    try:
        with pq.ParquetFile(path) as file:
            _check_column(path, file.schema_arrow, column)
            row = 0
            for group in range(file.num_row_groups):
                for text in file.read_row_group(group, columns=[column])[column].to_pylist():
                    row += 1
                    if text is None:
                        raise UserError(f"{path}, row {row}: column {column!r} is empty (null); remove such rows")
                    yield text
    except (pa.ArrowException, OSError) as error:
        reason = " ".join(str(error).split()).rstrip(".")
        raise UserError(f"{path}: cannot be read as Parquet: {reason}; make or download it again") from None


def _check_column(path: Path, schema: pa.Schema, column: str) -> None:
    if column not in schema.names:
        known = ", ".join(schema.names)
        raise UserError(f"{path}: no column {column!r}; set data.text_field to one of those there: {known}")
    kind = schema.field(column).type
    if pa.types.is_dictionary(kind):  # how pandas stores a categorical
        kind = kind.value_type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        raise UserError(f"{path}: column {column!r} holds {kind} and not text; set data.text_field to a text column")
