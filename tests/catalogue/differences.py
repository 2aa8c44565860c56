"""Where mtlc refuses on purpose what Keras accepts, and what becomes of it in Keras."""

from __future__ import annotations

from dataclasses import dataclass

from tests.catalogue.judge import Row


@dataclass(frozen=True)
class Difference:
    """A rule of "How strict" that makes mtlc stricter than Keras."""

    row: Row
    reason: str


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
        Row("LSTM", {"units": 2, "return_sequences": 1}, [(3, 4)], refused="argument"),
        "a number is no boolean",
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
        Row(
            "TimeDistributed", {"layer": "GlobalAveragePooling1D"}, [(4, 3)], refused="MTL3003"
        ),
        "Keras' TimeDistributed leaves out its layer's own check of the number of axes",
    ),
]
