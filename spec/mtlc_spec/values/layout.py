"""How the axes of an image lie in memory."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator


def lower_case(value: Any) -> Any:
    """A validator for names that Keras reads in any case."""
    return value.lower() if isinstance(value, str) else value


DataFormat = Annotated[Literal["channels_last", "channels_first"], BeforeValidator(lower_case)]
"""Whether the channels are the last axis, or the first after the batch."""
