"""Core layers: hand-written rows, each judged by Keras."""

import pytest

from tests.catalogue.judge import Row, check

ROWS = [
    Row("Dense", 8, [(4,)], [(8,)], parameters=40),
    Row("Dense", {"units": 8, "use_bias": False}, [(10, 4)], [(10, 8)], parameters=32),
    Row("Dense", 8, [(None,)], refused="MTL3004"),
    Row("Dense", 8, [()], refused="MTL3003"),
    Row("Dense", 0, [(4,)], refused="argument"),
    Row("Dense", 8, [((4,), "int32")], [(8,)], parameters=40),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
