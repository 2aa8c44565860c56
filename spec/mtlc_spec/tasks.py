"""What outputs are trained on, and how: the arguments of tasks and of `training`.

A class or function of an imported module, `alias.name`, may stand for a loss, a metric or
the optimizer; what it is like cannot be known without running it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from mtlc_spec.values.numbers import PositiveInt
from mtlc_spec.values.tagged import Arguments, Tagged, refused, tagged_object

Number = Annotated[float, Field(allow_inf_nan=False)]


class Imported(Tagged):
    """A class or function of an imported module; `arguments` are those of a class."""

    module = ""

    alias: str
    name: str
    arguments: Any = None

    @property
    def is_class(self) -> bool:
        """Classes are written in capitals, functions are not."""
        return self.name.lstrip("_")[:1].isupper()


def _is_name(text: str) -> bool:
    """Whether it is no call, as in Python."""
    return "(" not in text


def imported(value: object) -> Imported | None:
    """`alias.name` or `{alias.Name: arguments}` as an object; None for anything else."""
    given: object = None
    if isinstance(value, Mapping) and len(value) == 1:
        ((value, given),) = value.items()
    if not isinstance(value, str) or "." not in value or not _is_name(value):
        return None
    alias, _, name = value.partition(".")
    return Imported(alias=alias, name=name, arguments=given)


def _read_loss(value: Any) -> Any:
    from mtlc_spec.values import losses  # most specs that are checked have none

    return imported(value) or losses.read(value)


def _read_metric(value: Any) -> Any:
    from mtlc_spec.values import metrics

    return imported(value) or metrics.read(value)


def _read_optimizer(value: Any) -> Any:
    from mtlc_spec.values import optimizers

    if value is None:
        raise refused("must be the name of an optimizer", "leave it out for `rmsprop`")
    return imported(value) or optimizers.read(value)


def _read_balance(value: Any) -> Any:
    if value is None:
        raise refused("must be the name of a strategy", "write `none` to balance nothing")
    if value == "none" or isinstance(value, Tagged):
        return value
    from mtlc_spec.balancing import KINDS

    return tagged_object("a strategy", lambda: KINDS)(value)


Loss = Annotated[str | Tagged | None, BeforeValidator(_read_loss)]
Metric = Annotated[str | Tagged, BeforeValidator(_read_metric)]
Optimizer = Annotated[str | Tagged, BeforeValidator(_read_optimizer)]
Balance = Annotated[Literal["none"] | Tagged, BeforeValidator(_read_balance)]


def _read_missing(value: Any) -> Any:
    """`.nan` is no number anywhere else."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if value is None or (is_number and not math.isinf(value)):
        return value
    is_nan = isinstance(value, str) and value.lower() == "nan"
    raise refused("must be a number, or `.nan`", "write `.nan`" if is_nan else "")


class TaskArguments(Arguments):
    """What an output is trained on."""

    takes_nan = frozenset({"missing"})

    loss: Loss = None
    weight: Number = 1.0
    metrics: tuple[Metric, ...] = ()
    missing: Annotated[
        int | float | None,
        BeforeValidator(_read_missing, json_schema_input_type=float | None),
    ] = None
    class_weight: Annotated[dict[int, Number], Field(min_length=1)] | None = None


class TrainingArguments(Arguments):
    """How the whole model is trained; as `Model.compile` has it, where that has it."""

    optimizer: Optimizer = "rmsprop"
    total: Literal["sum", "mean"] = "sum"
    balance: Balance = "none"
    jit_compile: bool | Literal["auto"] = "auto"
    steps_per_execution: PositiveInt = 1
    run_eagerly: bool = False
    auto_scale_loss: bool = True
    seed: Annotated[int, Field(ge=0, lt=2**32)] | None = None


TASK_KEYS = tuple(TaskArguments.model_fields)
TRAINING_KEYS = tuple(TrainingArguments.model_fields)
