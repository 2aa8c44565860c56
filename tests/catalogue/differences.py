"""Where mtlc refuses on purpose what Keras accepts, and what becomes of it in Keras."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mtlc_spec.layers import layer_class
from mtlc_spec.layers.cells import Cell
from mtlc_spec.layers.recurrent import RNN
from mtlc_spec.shapes import Tensor
from tests.catalogue.judge import Answer, Refusal, Row, tensor


def one_for_a_list(row: Row, refusal: Refusal) -> bool:
    """A merging layer gets a list of one."""
    takes_list = layer_class(row.kind).takes_list
    return refusal.code == "arity" and takes_list and len(row.inputs) == 1


def rank_inside(row: Row, refusal: Refusal) -> bool:
    """`TimeDistributed` gives its layer more or fewer axes than that layer takes."""
    return row.kind == "TimeDistributed" and refusal.code == "MTL3003"


def unknown_argument(row: Row, refusal: Refusal) -> bool:
    """`HashedCrossing` gets an argument that Keras throws away."""
    arguments = row.arguments if isinstance(row.arguments, dict) else {}
    return row.kind == "HashedCrossing" and "no_such_argument" in arguments


def axes_of_a_step(row: Row, refusal: Refusal) -> bool:
    """A cell gets more than the features of one step."""
    return issubclass(layer_class(row.kind), Cell | RNN) and refusal.code == "MTL3003"


def idle_seed(row: Row, refusal: Refusal) -> bool:
    """A layer that draws no numbers gets a seed that is no whole number."""
    arguments = row.arguments if isinstance(row.arguments, dict) else {}
    amount = arguments.get("rate", arguments.get("stddev"))
    return amount == 0 and isinstance(arguments.get("seed"), float)


def lost_while_building(row: Row, refusal: Refusal) -> bool:
    """Keras gives back the tensor that `Equalization` gets, or only casts it."""
    return row.kind == "Equalization" and refusal.code == "MTL3010"


def idle_chains(row: Row, refusal: Refusal) -> bool:
    """`AugMix` gets something else than a whole number where Keras counts only in training."""
    arguments = row.arguments if isinstance(row.arguments, dict) else {}
    counts = [arguments.get(name, 1) for name in ("num_chains", "chain_depth")]
    return row.kind == "AugMix" and any(not isinstance(one, int) for one in counts)


def more_axes_than_letters(row: Row, refusal: Refusal) -> bool:
    """`EinsumDense` gets a tensor of more axes than its equation has letters for."""
    arguments = row.arguments if isinstance(row.arguments, dict) else {}
    letters = str(arguments.get("equation")).partition(",")[0]
    return (
        row.kind == "EinsumDense"
        and refusal.code == "MTL3003"
        and "..." not in letters
        and tensor(row.inputs[0], row.batch).rank > len(letters)
    )


@dataclass(frozen=True)
class Difference:
    """A rule of "How strict" that makes mtlc stricter than Keras."""

    row: Row
    reason: str
    rule: Callable[[Row, Refusal], bool] | None = None
    """Recognizes such rows among those drawn at random; None if none are drawn."""


DIFFERENCES = [
    Difference(
        Row("Dense", {"units": True}, [(4,)], refused="argument"), "a boolean is no number"
    ),
    Difference(
        Row("Dense", {"units": 2, "use_bias": "no"}, [(4,)], refused="argument"),
        "a string is no boolean: Keras takes any as true",
    ),
    Difference(
        Row("Dense", {"units": 2, "use_bias": 1}, [(4,)], refused="argument"),
        "a number is no boolean",
    ),
    Difference(
        Row("Dense", {"units": 2, "dtype": "int32"}, [(4,)], refused="argument"),
        "a dtype policy is a float type or a mixed one: weights of integers cannot be trained",
    ),
    Difference(
        Row("AlphaDropout", {"rate": 0, "seed": 0.5}, [(4,)], refused="argument"),
        "a fraction is no seed; Keras looks at it only where numbers are drawn",
        idle_seed,
    ),
    Difference(
        Row("LSTM", {"units": 2, "return_sequences": 1}, [(3, 4)], refused="argument"),
        "a number is no boolean",
    ),
    Difference(
        Row("LSTM", {"units": 2, "use_cudnn": 1}, [(3, 4)], refused="argument"),
        "a number is no boolean",
    ),
    Difference(
        Row("SimpleRNN", {"units": 2, "activity_regularizer": "l3"}, [(3, 4)]),
        "a name of nothing: Keras does not look at this argument",
    ),
    Difference(
        Row(
            "SimpleRNN",
            {"units": 2, "unroll": True},
            [(3, 4)],
            refused="MTL3010",
            call={"initial_state": (Tensor((None, 2)), Tensor((None, 2)))},
        ),
        "more states than the layer has: Keras drops the rest, and fails if it does not unroll",
    ),
    Difference(
        Row(
            "SimpleRNNCell",
            {"units": 2},
            [(4, 3)],
            refused="MTL3003",
            call={"states": (Tensor((None, 2)),)},
        ),
        "Keras wants (batch, features) of a step, and does not check it",
        axes_of_a_step,
    ),
    Difference(
        Row("GRUCell", {"units": 2}, [(3,)], call={"states": (Tensor((None, 2)),) * 2}),
        "more states than the cell has: Keras drops the rest",
    ),
    Difference(
        Row("StackedRNNCells", {"cells": []}, [(3,)], call={"states": ()}),
        "no cells do nothing, and `RNN` fails on them",
    ),
    Difference(
        Row("Dropout", {"rate": True}, [(4,)], refused="argument"), "a boolean is no number"
    ),
    Difference(
        Row("Conv1D", {"filters": 2, "kernel_size": [True]}, [(4, 3)], refused="argument"),
        "a boolean is no number",
    ),
    Difference(
        Row("GlobalMaxPooling1D", {"keepdims": 1}, [(4, 3)], refused="argument"),
        "a number is no boolean",
    ),
    Difference(
        Row(
            "BatchNormalization",
            {"renorm_clipping": {"no_such_bound": 1.0}},
            [(4,)],
            refused="argument",
        ),
        "a misspelt bound, which Keras reads only with `renorm`",
    ),
    Difference(
        Row("RandomFlip", {"mode": "diagonal"}, [(8, 8, 3)], refused="argument"),
        "no mode: Keras flips nothing",
    ),
    Difference(
        Row(
            "AugMix",
            {"num_chains": "x"},
            [(8, 8, 3)],
            refused="argument",
            call={"training": False},
        ),
        "a word is no number: Keras counts by it only where it changes images, and fails there",
        idle_chains,
    ),
    Difference(
        Row("Equalization", {"dtype": "float16"}, [(8, 8, 3)], refused="MTL3010"),
        "Keras 3.15 loses the layer: a model that it builds does not equalize",
        lost_while_building,
    ),
    Difference(
        Row("Add", {}, [(4,)], refused="arity"),
        "a list of one is nothing to merge",
        one_for_a_list,
    ),
    Difference(
        Row(
            "EinsumDense",
            {"equation": "abc,cd->abd", "output_shape": [None, 4]},
            [(2, 3, 3)],
            refused="MTL3003",
        ),
        "an axis without a letter: Keras promises three axes, and the model gives four",
        more_axes_than_letters,
    ),
    Difference(
        Row(
            "TimeDistributed", {"layer": "GlobalAveragePooling1D"}, [(4, 3)], refused="MTL3003"
        ),
        "Keras' TimeDistributed leaves out its layer's own check of the number of axes",
        rank_inside,
    ),
    Difference(
        Row("Pipeline", [{"TimeDistributed": {"Pipeline": ["Flatten"]}}], [(4, 3, 2)]),
        "Keras' TimeDistributed cannot hold a Pipeline, if it does not stand in one itself",
    ),
    Difference(
        Row(
            "HashedCrossing",
            {"num_bins": 4, "no_such_argument": 1},
            [((1,), "string"), ((1,), "string")],
            refused="argument",
        ),
        "a misspelt argument, which Keras throws away",
        unknown_argument,
    ),
    Difference(
        Row("StringLookup", {"vocabulary": ["a"], "dtype": "float31"}, [((3,), "string")]),
        "a name of nothing: Keras does not look at this argument",
    ),
]


def is_deliberate(row: Row, ours: Answer | Refusal) -> bool:
    """Whether Keras may accept what is refused here."""
    return isinstance(ours, Refusal) and any(
        one.rule is not None and one.rule(row, ours) for one in DIFFERENCES
    )
