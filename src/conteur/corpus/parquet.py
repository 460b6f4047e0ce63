"""Rows of a Parquet file, read in small batches."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from conteur.errors import UserError

# 60 MB of text, in one row group or in many, cost 27 MB of memory so. By default pyarrow holds a whole column of a row
# group, and all that was read of the file: 86 MB.
_BATCH_ROWS = 512
_BUFFER_BYTES = 1 << 20


def read_columns(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the texts of `columns` row by row; raise `UserError` for a file, column or row that cannot be used."""
    try:
        with pq.ParquetFile(path, pre_buffer=False, buffer_size=_BUFFER_BYTES) as file:
            for column in columns:
                _check_column(path, file.schema_arrow, column)
            row = 0
            for batch in file.iter_batches(_BATCH_ROWS, columns=list(columns), use_threads=False):
                for texts in zip(*(batch[column].to_pylist() for column in columns), strict=True):
                    row += 1
                    if None in texts:
                        column = columns[texts.index(None)]
                        raise UserError(f"{path}, row {row}: column {column!r} is empty (null); remove such rows")
                    yield texts
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
