"""Drawn at random, shapes broadcast as in Keras, or are refused as in Keras."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.functions.judge import Row, agree, ask_catalogue, ask_keras

SIZES = st.sampled_from([None, 1, 2, 3])
SHAPES = st.lists(SIZES, max_size=3).map(tuple)
DRAWN = settings(max_examples=60, derandomize=True, deadline=None, database=None)


@given(SHAPES, SHAPES)
@DRAWN
def test_two(left: tuple[int | None, ...], right: tuple[int | None, ...]) -> None:
    row = Row("add", None, [left, right])

    agree(ask_catalogue(row), ask_keras(row))


@given(SHAPES, SHAPES, SHAPES)
@DRAWN
def test_three(
    condition: tuple[int | None, ...],
    left: tuple[int | None, ...],
    right: tuple[int | None, ...],
) -> None:
    row = Row("where", None, [(condition, "bool"), left, right])

    agree(ask_catalogue(row), ask_keras(row))
