"""What a spec calls an initializer, a regularizer or a constraint, Keras makes by that name."""

from __future__ import annotations

from typing import Any

import keras
import pytest

from mtlc_spec.values import constraints, initializers, regularizers
from mtlc_spec.values.tagged import Tagged, tagged

FAMILIES: dict[str, tuple[Any, dict[str, type[Tagged]]]] = {
    "initializers": (keras.initializers.get, initializers.KINDS),
    "regularizers": (keras.regularizers.get, regularizers.KINDS),
    "constraints": (keras.constraints.get, constraints.KINDS),
}


@pytest.mark.parametrize(
    ("family", "name"),
    [(family, name) for family, (_, kinds) in FAMILIES.items() for name in kinds],
)
def test_a_name_is_written_where_keras_takes_it(family: str, name: str) -> None:
    get, kinds = FAMILIES[family]
    kind = kinds[name]
    read = tagged("an object", lambda: kinds)(name)

    try:
        made = get(read if isinstance(read, str) else kind.kind())
    except (KeyError, ValueError):
        made = None

    assert isinstance(read, str) == (made is not None)
    assert made is None or type(made).__name__ in (kind.__name__, f"{kind.__name__}Initializer")
