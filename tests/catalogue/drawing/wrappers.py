"""Rows for the layers around other layers."""

from tests.catalogue.drawing.table import FLOATS, Table

TABLES = {
    "Bidirectional": Table(
        {
            "layer": [
                {"LSTM": 3},
                {"GRU": {"units": 2, "return_sequences": True}},
                {"SimpleRNN": {"units": 3, "return_state": True}},
                {"LSTM": {"units": 2, "return_state": True, "return_sequences": True}},
                {"SimpleRNN": {"units": 2, "use_bias": False, "dtype": "float16"}},
                {"Dense": 3},
            ]
        },
        {
            "merge_mode": ["sum", "mul", "ave", None, "add"],
            "backward_layer": [
                {"LSTM": {"units": 3, "go_backwards": True}},
                {"GRU": {"units": 2, "go_backwards": True, "return_sequences": True}},
                {"SimpleRNN": {"units": 2, "go_backwards": True}},
                {"LSTM": 3},
            ],
        },
        (2,),
        (3, 1, 2, 4, None),
        FLOATS,
    ),
    "TimeDistributed": Table(
        {
            "layer": [
                {"Dense": 3},
                {"Dense": {"units": 2, "activation": "softmax"}},
                {"Conv1D": {"filters": 2, "kernel_size": 1}},
                "Flatten",
                "BatchNormalization",
                {"Dropout": 0.3},
                "LayerNormalization",
                {"Activation": "relu"},
                {"Rescaling": 0.5},
                {"Reshape": [-1]},
                {"LSTM": 2},
                {"MaxPooling1D": 2},
                {"TimeDistributed": {"Dense": 2}},
                {"Dense": 0},
                "Add",
            ]
        },
        {},
        (3, 2, 3),
        (3, 2, 4, None),
        FLOATS,
    ),
}
