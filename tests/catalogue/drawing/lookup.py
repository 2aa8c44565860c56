"""Rows for the layers that look up values in a vocabulary."""

from pathlib import Path
from random import Random
from typing import Any

from tests.catalogue.drawing.table import Choices, Table, chance
from tests.catalogue.drawing.values import ENCODED

WORDS = str(Path(__file__).parents[1] / "words.txt")
"""A vocabulary of three words."""

SIZES = (3, 1, 2, None)
STRINGS = (*("string",) * 10, "int64", "float32")
NUMBERS = (*("int64",) * 6, "int32", "uint8", "float32", "float16", "bool", "string")
MODES = ["multi_hot", "one_hot", "count", "tf_idf", "binary", "tf-idf", "int", "x"]

COMMON: Choices = {
    "max_tokens": [5, 4, 8, 2, 3, 1],
    "output_mode": MODES,
    "pad_to_max_tokens": [True],
    "sparse": [True],
    "idf_weights": [[0.5, 0.25], [1, 2, 3], [1.0]],
}
FOUND: Choices = {
    "num_oov_indices": [2, 0, 3, -1],
    "invert": [True],
    "salt": [3, [1, 2], [1]],
    "oov_method": ["farmhash", "floormod", "x"],
    # Keras does not look at it.
    "dtype": [one for one in ENCODED["dtype"] if one not in ("float31", "int8")],
}

WEIGHTS = [0.5, 1, 0.25, 2.0]


def arrange(rng: Random, arguments: dict[str, Any]) -> None:
    """Arguments that go with the mode of the output, which is mostly not the default."""
    if chance(rng, 45):
        arguments["output_mode"] = rng.choice(["multi_hot", "tf_idf", "one_hot", "tf_idf"])
    elif arguments.get("invert"):
        arguments.pop("output_mode", None)
    mode = arguments.get("output_mode", "int")
    if mode == "int":
        for name in ("idf_weights", "sparse"):
            arguments.pop(name, None)
        if "pad_to_max_tokens" in arguments:
            arguments.setdefault("max_tokens", 8)
        return
    for name in ("invert", "ragged", "output_sequence_length"):
        arguments.pop(name, None)
    if mode in ("tf_idf", "tf-idf"):
        tokens = arguments.get("vocabulary")
        if isinstance(tokens, list):
            arguments["idf_weights"] = WEIGHTS[: len(tokens)]
        elif chance(rng, 60):
            arguments.pop("vocabulary", None)
    else:
        arguments.pop("idf_weights", None)
    if mode not in ("tf_idf", "tf-idf") and chance(rng, 30):
        arguments["sparse"] = True
    if chance(rng, 30):
        arguments["pad_to_max_tokens"] = True
    if "pad_to_max_tokens" in arguments:
        arguments["max_tokens"] = 8


def salted(rng: Random, arguments: dict[str, Any]) -> None:
    """Salt needs a method that uses it."""
    arrange(rng, arguments)
    if "salt" in arguments:
        arguments["oov_method"] = "farmhash"


TABLES = {
    "StringLookup": Table(
        {},
        {
            **COMMON,
            **FOUND,
            "vocabulary": [
                *(["a", "b"], ["a"], ["b", "a", "c"], ["a", "b"], WORDS, ["[UNK]", "a"]),
                *(["", "[UNK]", "a"], ["a", "a"], [], 3),
            ],
            "mask_token": ["", "m", "a", 3],
            "oov_token": ["?", "b", None],
            "encoding": ["latin-1", "ascii"],
        },
        (1, 0, 2),
        SIZES,
        STRINGS,
        arrange=arrange,
        often=30,
    ),
    "IntegerLookup": Table(
        {},
        {
            **COMMON,
            **FOUND,
            "vocabulary": [
                *([0, 1], [0], [3, 0, 2], [0, 7], [-1, 0], [9, -1, 0]),
                *([0, 0], [], "numbers.txt", ["a"]),
            ],
            "vocabulary_dtype": ["int64", "int32"],
            "mask_token": [5, -3, 0, "a"],
            "oov_token": [-2, 1, None],
        },
        (1, 0, 2),
        SIZES,
        NUMBERS,
        arrange=salted,
        often=30,
    ),
    "TextVectorization": Table(
        {},
        {
            **COMMON,
            "vocabulary": [
                *(["a", "b"], ["a"], ["a", "b", "c"], WORDS, ["", "[UNK]", "a"]),
                *(["[UNK]", "a"], ["", "a"], ["a", "a"]),
            ],
            "standardize": ["lower", "strip_punctuation", None, "upper"],
            "split": ["character", None, None, "words"],
            "ngrams": [2, 1, [2, 3], [0]],
            "output_sequence_length": [5, 1, 0, -1],
            "ragged": [True],
            "activity_regularizer": ["l1", {"L2": 0.1}, {"L1L2": {"l1": 0.1}}, "l3"],
            "encoding": ["latin-1", "ascii"],
            "dtype": ["float16", "mixed_float16", "string", "int64", "int8", "float31"],
        },
        (1, 0, 2),
        (1, 1, 1, 3, None),
        STRINGS,
        arrange=arrange,
        often=30,
    ),
}
