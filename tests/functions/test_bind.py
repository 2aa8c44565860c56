"""What stands behind a tag becomes arguments by name."""

from typing import Any

import pytest
from pydantic import ValidationError

from mtlc_spec.functions import function_class


@pytest.mark.parametrize(
    ("name", "given", "inputs", "call", "arguments"),
    [
        ("expand_dims", 1, 1, [], {"axis": 1}),
        ("one_hot", {"num_classes": 3}, 1, [], {"num_classes": 3}),
        ("relu", None, 1, [], {}),
        ("relu", -1.0, 0, [], {"x": -1.0}),
        ("add", 0.5, 1, [], {"x2": 0.5}),
        ("add", 0.5, 0, ["x1"], {"x2": 0.5}),
        ("where", {"x1": 0.0}, 1, ["x2"], {"x1": 0.0}),
        ("concatenate", -1, 3, [], {"axis": -1}),
        ("concatenate", -1, 0, ["xs"], {"axis": -1}),
        ("einsum", "ij->i", 1, [], {"subscripts": "ij->i"}),
        ("average", 1, 2, [], {"axis": 1}),
    ],
)
def test_arguments(
    name: str, given: Any, inputs: int, call: list[str], arguments: dict[str, Any]
) -> None:
    assert function_class(name).bind(given, inputs, call) == arguments


@pytest.mark.parametrize(
    ("name", "given", "inputs", "call", "problems"),
    [
        ("relu", 1, 1, [], [("conflict", ())]),
        ("relu", {"y": 1}, 1, [], [("unknown_argument", ("y",))]),
        ("relu", None, 1, ["y"], [("unknown_argument", ("y",))]),
        ("add", None, 1, [], [("missing_argument", ("x2",))]),
        ("add", {"x1": 1, "x2": 2}, 1, [], [("conflict", ("x1",))]),
        ("add", {"x2": 2}, 1, ["x2"], [("conflict", ("x2",))]),
        ("one_hot", None, 1, [], [("missing_argument", ("num_classes",))]),
        ("unstack", None, 1, [], [("missing_argument", ("num",))]),
        (
            "slice",
            {"a": 1},
            1,
            [],
            [
                ("unknown_argument", ("a",)),
                *[("missing_argument", (one,)) for one in ("start_indices", "shape")],
            ],
        ),
    ],
)
def test_problems(
    name: str, given: Any, inputs: int, call: list[str], problems: list[Any]
) -> None:
    with pytest.raises(ValidationError) as caught:
        function_class(name).bind(given, inputs, call)

    assert [(one["type"], one["loc"]) for one in caught.value.errors()] == problems


@pytest.mark.parametrize(
    ("name", "places"),
    [("add", 2), ("average", 1), ("full", 0), ("concatenate", None)],
)
def test_tensors_that_code_prints_by_position(name: str, places: int | None) -> None:
    assert function_class(name).by_position() == places


def test_constants_that_code_prints_by_keyword() -> None:
    made = function_class("sum").model_validate({"axis": 1, "keepdims": False})
    einsum = function_class("einsum").model_validate({"subscripts": "ij->i"})

    assert made.keywords() == {"axis": 1}
    assert einsum.keywords() == {}
    assert einsum.leading == ("subscripts",)
