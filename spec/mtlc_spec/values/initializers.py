"""The initializers of Keras."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from mtlc_spec.values.tagged import Tagged, tagged

KINDS: dict[str, type[Tagged]] = {}

Initializer = Annotated[str | Tagged, BeforeValidator(tagged("an initializer", lambda: KINDS))]
