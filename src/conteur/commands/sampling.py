"""Values of params.yaml's `sample` section that a person overrides by typing."""

from collections.abc import Mapping

from pydantic import ValidationError

from conteur.errors import UserError
from conteur.params import SampleParams


def overridden(params: SampleParams, typed: Mapping[str, str | None], prefix: str) -> SampleParams:
    """Return `params` with what was `typed` in its place, None for nothing; the schema says what is allowed.

    Keys are the schema's; `prefix` is what the person types before one, as in `--top-k`, for the error message.
    """
    given = {key: value for key, value in typed.items() if value is not None}
    try:
        return SampleParams.model_validate(params.model_dump() | given, strict=False)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0])
        must = first["msg"].lower().removeprefix("input ").partition(", unable")[0]
        raise UserError(f"{prefix}{key.replace('_', '-')}: {must}, not {first['input']!r}") from None
