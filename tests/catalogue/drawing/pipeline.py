"""Rows for layers one behind the other."""

from tests.catalogue.drawing.table import NUMBERS, Table

TABLES = {
    "Pipeline": Table(
        {
            "layers": [
                [{"Dense": 3}],
                [{"Dense": {"units": 2, "activation": "softmax"}}, {"Dense": 2}],
                [{"Dense": {"units": 2, "trainable": False}}, "BatchNormalization"],
                ["Flatten", {"Dense": {"units": 3, "dtype": "float16"}}],
                ["Flatten", {"Rescaling": 0.5}],
                [{"Dropout": 0.3}, {"LSTM": 2}],
                [{"GRU": {"units": 2, "return_state": True}}],
                [{"GRU": {"units": 2, "return_state": True}}, "Concatenate"],
                [{"Conv1D": {"filters": 2, "kernel_size": 1}}, "GlobalMaxPooling1D"],
                [{"Reshape": [-1, 1, 1]}, {"RandomRotation": 0.1}, {"Rescaling": 0.5}],
                [{"Reshape": [-1, 1, 1]}, "RandomGrayscale"],
                [{"Pipeline": ["LayerNormalization"]}, {"Activation": "relu"}],
                [{"TimeDistributed": {"Dense": 2}}, {"Dense": 2}],
                [{"Reshape": [-1]}, {"ActivityRegularization": 0.1}],
                [{"LSTM": {"units": 2, "stateful": True}}],
                [],
                {"Dense": 3},
                [{"Dense": 3}, "Add"],
                [{"Dense": 0}],
            ]
        },
        {},
        (2, 1, 2, 3),
        (3, 2, 4, 1),
        NUMBERS,
    ),
}
