"""Layers that look up values in a vocabulary: hand-written rows, each judged by Keras."""

from pathlib import Path

import pytest

from tests.catalogue.judge import Row, check

WORDS = str(Path(__file__).parent / "words.txt")
SAME_WORDS = WORDS.replace("words.txt", "./words.txt")
"""TensorFlow has one table for each path in a process, of strings or of integers."""
"""A vocabulary of three words."""

ROWS = [
    Row("StringLookup", {"vocabulary": ["a", "b"]}, [((3,), "string")], [((3,), "int64")]),
    Row("StringLookup", {"vocabulary": ["a", "b"]}, [((), "string")], [((), "int64")]),
    Row("StringLookup", {"vocabulary": WORDS}, [((None, 2), "string")], [((None, 2), "int64")]),
    Row("StringLookup", None, [((3,), "string")], [((3,), "int64")]),
    Row("StringLookup", {"output_mode": "multi_hot"}, [((3,), "string")], [(None,)]),
    Row(
        "StringLookup",
        {"max_tokens": 5, "output_mode": "multi_hot", "pad_to_max_tokens": True},
        [((3,), "string")],
        [(5,)],
    ),
    Row(
        "StringLookup",
        {"vocabulary": ["a", "b"], "output_mode": "one_hot"},
        [((3,), "string")],
        [(3, 3)],
    ),
    Row(
        "StringLookup",
        {"vocabulary": ["a", "b"], "output_mode": "one_hot"},
        [((1,), "string")],
        [(3,)],
    ),
    Row(
        "StringLookup",
        {"vocabulary": ["a", "b"], "output_mode": "count"},
        [((2, 3), "string")],
        [(2, 3)],
    ),
    Row(
        "StringLookup",
        {
            "vocabulary": ["a", "b"],
            "output_mode": "multi_hot",
            "num_oov_indices": 3,
            "mask_token": "",
        },
        [((3,), "string")],
        [(5,)],
    ),
    Row(
        "StringLookup",
        {"vocabulary": ["[UNK]", "a"], "output_mode": "multi_hot", "sparse": True},
        [((3,), "string")],
        [(2,)],
    ),
    Row(
        "StringLookup",
        {"vocabulary": ["a", "b"], "output_mode": "tf_idf", "idf_weights": [0.5, 1]},
        [((3,), "string")],
        [(3,)],
    ),
    Row(
        "StringLookup",
        {"output_mode": "tf-idf", "max_tokens": 9},
        [((3,), "string")],
        [(None,)],
    ),
    Row(
        "StringLookup",
        {"vocabulary": ["a"], "invert": True},
        [((3,), "int32")],
        [((3,), "int64")],
    ),
    Row(
        "StringLookup",
        {
            "vocabulary": WORDS,
            "output_mode": "count",
            "max_tokens": 9,
            "pad_to_max_tokens": True,
        },
        [((3,), "string")],
        [(9,)],
    ),
    Row(
        "StringLookup",
        {"vocabulary": ["a"], "output_mode": "count", "dtype": "float16"},
        [((3,), "string")],
        [(2,)],
    ),
    Row(
        "StringLookup",
        {"vocabulary": WORDS, "output_mode": "multi_hot"},
        [((3,), "string")],
        refused="MTL3004",
        keras_differs="it reads the file, which mtlc does not",
    ),
    Row("StringLookup", {"vocabulary": ["a"]}, [((3,), "int32")], refused="MTL3006"),
    Row(
        "StringLookup",
        {"vocabulary": ["a"], "invert": True},
        [((3,), "string")],
        refused="MTL3006",
    ),
    Row(
        "StringLookup",
        {"output_mode": "tf_idf", "sparse": True, "vocabulary": ["a"], "idf_weights": [1.0]},
        [((3,), "string")],
        refused="MTL3003",
    ),
    Row("StringLookup", {"vocabulary": ["a", "a"]}, [((3,), "string")], refused="argument"),
    Row("StringLookup", {"vocabulary": []}, [((3,), "string")], refused="argument"),
    Row("StringLookup", {"vocabulary": ["[UNK]"]}, [((3,), "string")], refused="argument"),
    Row(
        "StringLookup",
        {"vocabulary": ["a", "m"], "mask_token": "m"},
        [((3,), "string")],
        refused="argument",
    ),
    Row(
        "StringLookup",
        {"vocabulary": ["a", "b"], "max_tokens": 2},
        [((3,), "string")],
        refused="argument",
    ),
    Row("StringLookup", {"pad_to_max_tokens": True}, [((3,), "string")], refused="argument"),
    Row(
        "StringLookup",
        {"max_tokens": 2, "num_oov_indices": 2},
        [((3,), "string")],
        refused="argument",
    ),
    Row(
        "StringLookup",
        {"invert": True, "output_mode": "count"},
        [((3,), "int32")],
        refused="argument",
    ),
    Row(
        "StringLookup",
        {"vocabulary": ["a"], "output_mode": "tf_idf"},
        [((3,), "string")],
        refused="argument",
    ),
    Row(
        "StringLookup",
        {"vocabulary": WORDS, "output_mode": "tf_idf"},
        [((3,), "string")],
        refused="argument",
    ),
    Row("IntegerLookup", {"vocabulary": [0, 7]}, [((3,), "int64")], [((3,), "int64")]),
    Row("IntegerLookup", {"vocabulary": [0, 7]}, [(3,)], [((3,), "int64")]),
    Row("IntegerLookup", {"vocabulary": [0, 7]}, [((), "uint8")], [((), "int64")]),
    Row("IntegerLookup", None, [((3,), "int32")], [((3,), "int64")]),
    Row("IntegerLookup", {"output_mode": "count"}, [((None,), "int32")], [(None,)]),
    Row(
        "IntegerLookup",
        {"vocabulary": [0, 7], "output_mode": "one_hot"},
        [((1,), "int32")],
        [(3,)],
    ),
    Row(
        "IntegerLookup",
        {"vocabulary": [0, 7], "mask_token": -1},
        [((3,), "int32")],
        [((3,), "int64")],
    ),
    Row(
        "IntegerLookup",
        {"vocabulary": [-1, 0], "output_mode": "multi_hot"},
        [((3,), "int32")],
        [(2,)],
    ),
    Row(
        "IntegerLookup",
        {"vocabulary": [0, -1], "output_mode": "multi_hot"},
        [((3,), "int32")],
        [(3,)],
    ),
    Row(
        "IntegerLookup",
        {"vocabulary": [0], "invert": True},
        [((3,), "int32")],
        [((3,), "int64")],
    ),
    Row(
        "IntegerLookup",
        {"vocabulary": [0], "num_oov_indices": 2, "oov_method": "farmhash", "salt": 3},
        [((3,), "int64")],
        [((3,), "int64")],
    ),
    Row(
        "IntegerLookup",
        {"max_tokens": 4, "output_mode": "tf_idf", "pad_to_max_tokens": True},
        [((3,), "int64")],
        [(4,)],
    ),
    Row("IntegerLookup", {"vocabulary": [0]}, [((3,), "string")], refused="MTL3006"),
    Row("IntegerLookup", {"vocabulary": [0], "salt": 3}, [((3,), "int64")], refused="argument"),
    Row("IntegerLookup", {"vocabulary": SAME_WORDS}, [((3,), "int64")], refused="argument"),
    Row("IntegerLookup", {"vocabulary": ["a"]}, [((3,), "int64")], refused="argument"),
    Row(
        "IntegerLookup",
        {"vocabulary": [0], "vocabulary_dtype": "int32"},
        [((3,), "int64")],
        refused="argument",
    ),
    Row(
        "IntegerLookup",
        {"vocabulary": [0, -1], "invert": True},
        [((3,), "int64")],
        refused="argument",
    ),
    Row(
        "IntegerLookup",
        {"invert": True, "oov_token": None},
        [((3,), "int64")],
        refused="argument",
    ),
    Row("IntegerLookup", {"num_oov_indices": -1}, [((3,), "int64")], refused="argument"),
    Row(
        "TextVectorization",
        {"vocabulary": ["a", "b"]},
        [((1,), "string")],
        [((None,), "int64")],
    ),
    Row("TextVectorization", None, [((), "string")], [((None,), "int64")]),
    Row(
        "TextVectorization",
        {"output_sequence_length": 5},
        [((1,), "string")],
        [((5,), "int64")],
        batch=2,
    ),
    Row(
        "TextVectorization",
        {"output_sequence_length": 0, "ngrams": [2, 3]},
        [((), "string")],
        [((0,), "int64")],
    ),
    Row(
        "TextVectorization",
        {"vocabulary": WORDS, "ragged": True},
        [((1,), "string")],
        [((None,), "int64")],
    ),
    Row(
        "TextVectorization",
        {"vocabulary": ["a"], "split": None},
        [((2, 3), "string")],
        [((None,), "int64")],
    ),
    Row(
        "TextVectorization",
        {"vocabulary": ["a", "b"], "output_mode": "multi_hot"},
        [((), "string")],
        [(3,)],
    ),
    Row(
        "TextVectorization",
        {"vocabulary": ["a", "b"], "output_mode": "multi_hot"},
        [((1,), "string")],
        [(1, 3)],
    ),
    Row("TextVectorization", {"output_mode": "tf_idf"}, [((), "string")], [(None,)]),
    Row(
        "TextVectorization",
        {
            "max_tokens": 9,
            "output_mode": "count",
            "pad_to_max_tokens": True,
            "split": "character",
        },
        [((), "string")],
        [(9,)],
    ),
    Row(
        "TextVectorization",
        {"vocabulary": ["a"], "output_mode": "one_hot", "split": None, "dtype": "float16"},
        [((3,), "string")],
        [(3, 2)],
    ),
    Row("TextVectorization", None, [((None,), "string")], [((None,), "int64")]),
    Row("TextVectorization", {"vocabulary": ["a"]}, [((3,), "string")], refused="MTL3005"),
    Row("TextVectorization", {"vocabulary": ["a"]}, [((1,), "int32")], refused="MTL3006"),
    Row("TextVectorization", {"vocabulary": ["", "a"]}, [((1,), "string")], refused="argument"),
    Row("TextVectorization", {"max_tokens": 1}, [((1,), "string")], refused="argument"),
    Row("TextVectorization", {"standardize": "upper"}, [((1,), "string")], refused="argument"),
    Row("TextVectorization", {"split": "words"}, [((1,), "string")], refused="argument"),
    Row("TextVectorization", {"ngrams": [0]}, [((1,), "string")], refused="argument"),
    Row(
        "TextVectorization",
        {"ragged": True, "output_mode": "count"},
        [((1,), "string")],
        refused="argument",
    ),
    Row(
        "TextVectorization",
        {"output_sequence_length": 5, "output_mode": "count"},
        [((1,), "string")],
        refused="argument",
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
