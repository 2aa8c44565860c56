"""The constraints of Keras."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from mtlc_spec.values.tagged import Tagged, tagged

KINDS: dict[str, type[Tagged]] = {}

Constraint = Annotated[str | Tagged, BeforeValidator(tagged("a constraint", lambda: KINDS))]
