"""Rows for the core layers."""

from tests.catalogue.drawing.table import ANYTHING, FLOATS, Table
from tests.catalogue.drawing.values import ACTIVATIONS, KERNEL, LORA, weight

TABLES = {
    "Dense": Table(
        {"units": [3, 1, 8, 4, 0]},
        {**KERNEL, "activation": ACTIVATIONS, **LORA},
        (1, 2, 3),
        dtypes=ANYTHING,
    ),
    "Embedding": Table(
        {"input_dim": [5, 2, 9, 0], "output_dim": [3, 2, 4, -1]},
        {**weight("embeddings"), "mask_zero": [True], **LORA},
        (1, 2),
        dtypes=(*("int32",) * 6, "int64", "uint8", *FLOATS, "bool", "string"),
    ),
    "Masking": Table({}, {"mask_value": [0.5, -1, "x"]}, (1, 2, 3), dtypes=ANYTHING),
    "Identity": Table({}, {}, (1, 0, 2, 3), dtypes=ANYTHING),
}
