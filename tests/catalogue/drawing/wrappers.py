"""Rows for the layers around other layers."""

from tests.catalogue.drawing.table import FLOATS, NUMBERS, Table

TABLES = {
    "Bidirectional": Table(
        {
            "layer": [
                {"LSTM": 3},
                {"GRU": {"units": 2, "return_sequences": True}},
                {"SimpleRNN": {"units": 3, "return_state": True}},
                {"LSTM": {"units": 2, "return_state": True, "return_sequences": True}},
                {"SimpleRNN": {"units": 2, "use_bias": False, "dtype": "float16"}},
                {"RNN": {"GRUCell": 3}},
                {"RNN": {"cell": [{"LSTMCell": 3}, {"GRUCell": 2}], "return_state": True}},
                {"Dense": 3},
            ]
        },
        {
            "merge_mode": ["sum", "mul", "ave", None, "add"],
            "backward_layer": [
                {"LSTM": {"units": 3, "go_backwards": True}},
                {"GRU": {"units": 2, "go_backwards": True, "return_sequences": True}},
                {"SimpleRNN": {"units": 2, "go_backwards": True}},
                {"RNN": {"cell": [{"GRUCell": 3}], "go_backwards": True}},
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
    "SpectralNormalization": Table(
        {
            "layer": [
                {"Dense": 3},
                {"Dense": {"units": 2, "activation": "softmax", "use_bias": False}},
                {"Conv1D": {"filters": 2, "kernel_size": 1}},
                {"DepthwiseConv1D": 2},
                {"Embedding": {"input_dim": 9, "output_dim": 2}},
                {"Conv1DTranspose": {"filters": 2, "kernel_size": 2}},
                {"Dense": {"units": 3, "dtype": "float16"}},
                {"SpectralNormalization": {"Dense": 2}},
                {"Conv1D": {"filters": 2, "kernel_size": 1, "lora_rank": 1}},
                {"LSTM": 2},
            ]
        },
        {"power_iterations": [2, 3, 0]},
        (2, 1, 2),
        (3, 2, 4, None),
        NUMBERS,
    ),
}
