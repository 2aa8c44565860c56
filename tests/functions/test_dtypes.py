"""Functions take the dtypes that Keras runs, and give the dtype that Keras says."""

from __future__ import annotations

from itertools import product
from typing import get_args

import keras
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtlc_spec.functions import function_class
from mtlc_spec.shapes import ShapeError, Tensor
from mtlc_spec.values.dtypes import Dtype
from mtlc_spec.values.promotion import promote
from tests.functions.judge import Row, agree, ask_catalogue, ask_keras
from tests.functions.samples import names_with_tensors, sample

DTYPES: tuple[str, ...] = get_args(Dtype)
PLAIN = {"int": int, "float": float}
NUMBERS = (2, 0.5, True)
BINARY = [name for name in names_with_tensors() if function_class(name).tensors[:1] == ("x1",)]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_promotion(count: int) -> None:
    """All combinations of dtypes, with plain numbers among them."""
    for dtypes in product([*DTYPES, *PLAIN], repeat=count):
        try:
            ours = promote(*dtypes)
        except ShapeError:
            ours = None
        try:
            theirs = keras.backend.result_type(*(PLAIN.get(one, one) for one in dtypes))
        except ValueError:
            theirs = None
        assert ours == theirs, dtypes


@pytest.mark.proof
@pytest.mark.parametrize("name", names_with_tensors())
def test_dtype(name: str) -> None:
    """All tensors of one dtype, each in turn."""
    arguments, shapes = sample(name)
    wrong = []
    for dtype in DTYPES:
        row = Row(name, arguments, [(shape, dtype) for shape in shapes])
        try:
            agree(ask_catalogue(row), ask_keras(row))
        except AssertionError as error:
            wrong.append(f"{row}: {error}".splitlines()[0])
    assert wrong == []


def check_pair(name: str, left: object, right: object) -> None:
    """The function on a pair of dtypes, or of a dtype and a plain number."""
    first, second = function_class(name).tensors
    shape = sample(name)[1][0]
    if not isinstance(left, str):
        row = Row(name, {first: left}, [], call={second: Tensor(shape, str(right))})
    elif not isinstance(right, str):
        row = Row(name, {second: right}, [(shape, left)])
    else:
        row = Row(name, None, [(shape, left), (shape, right)])
    agree(ask_catalogue(row), ask_keras(row))


PAIRS = [
    (left, right)
    for left, right in product((*DTYPES, *NUMBERS), repeat=2)
    if isinstance(left, str) or isinstance(right, str)
]


@given(st.sampled_from(BINARY), st.sampled_from(PAIRS))
@settings(max_examples=300, derandomize=True, deadline=None, database=None)
def test_pair_of_dtypes(name: str, pair: tuple[object, object]) -> None:
    check_pair(name, *pair)


@pytest.mark.proof
@pytest.mark.parametrize("name", BINARY)
def test_every_pair_of_dtypes(name: str) -> None:
    wrong = []
    for pair in PAIRS:
        try:
            check_pair(name, *pair)
        except AssertionError as error:
            wrong.append(f"{pair}: {error}".splitlines()[0])
    assert wrong == []
