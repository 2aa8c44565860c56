"""The common shapes of a spec, which an editor offers to write."""

from __future__ import annotations

from typing import Any

Snippet = dict[str, Any]


def _snippet(label: str, description: str, body: Any) -> Snippet:
    return {"label": label, "description": description, "body": body}


WHOLE = [
    _snippet(
        "a chain of layers",
        "A model of one input and one output.",
        {
            "mtlc": 1,
            "inputs": {"${1:x}": ["${2:10}"]},
            "layers": [
                {"Dense": {"units": "${3:32}", "activation": "relu"}},
                {"Dense": "${4:1}"},
            ],
        },
    ),
    _snippet(
        "a graph with two tasks",
        "A model that shares its first layers among two outputs, and trains both.",
        {
            "mtlc": 1,
            "inputs": {"${1:x}": ["${2:10}"]},
            "layers": {
                "shared": {
                    "from": "${1:x}",
                    "Dense": {"units": "${3:32}", "activation": "relu"},
                },
                "${4:price}_head": {"from": "shared", "Dense": 1},
                "${5:risk}_head": {
                    "from": "shared",
                    "Dense": {"units": 1, "activation": "sigmoid"},
                },
            },
            "outputs": {
                "${4:price}": {"from": "${4:price}_head", "loss": "mse"},
                "${5:risk}": {"from": "${5:risk}_head", "loss": "binary_crossentropy"},
            },
            "training": {"optimizer": {"Adam": "${6:0.001}"}},
        },
    ),
]

LAYERS = [
    _snippet("a chain", "Each layer feeds the next.", [{"Dense": "${1:32}"}]),
    _snippet(
        "a graph",
        "Every entry says what it is called on.",
        {"${1:hidden}": {"from": "${2:x}", "Dense": "${3:32}"}},
    ),
]

STEPS = [
    _snippet(
        "repeated steps",
        "Steps, N times in sequence, each with weights of its own.",
        {"repeat": "${1:2}", "chain": [{"Dense": "${2:32}"}]},
    ),
]

ENTRIES = [
    _snippet("a layer", "A layer of a graph.", {"from": "${1:x}", "Dense": "${2:32}"}),
    _snippet(
        "a chain",
        "Several layers as one entry.",
        {"from": "${1:x}", "chain": [{"Dense": "${2:32}"}]},
    ),
    _snippet(
        "a sum",
        "A layer that takes several tensors.",
        {"from": ["${1:x}", "${2:y}"], "Add": {}},
    ),
    _snippet(
        "a shared layer",
        "An entry again, with the same weights.",
        {"share": "${1:encoder}", "from": "${2:y}"},
    ),
]

INPUTS = [
    _snippet("a shape", "A shape without the batch axis.", ["${1:10}"]),
    _snippet(
        "a shape and a dtype",
        "The arguments of keras.Input.",
        {"shape": ["${1:10}"], "dtype": "${2:int32}"},
    ),
]

TASKS = [
    _snippet(
        "a regression",
        "A number, trained on the squared error.",
        {"from": "${1:head}", "loss": "mse", "metrics": ["mae"]},
    ),
    _snippet(
        "yes or no",
        "A probability, of a sigmoid.",
        {"from": "${1:head}", "loss": "binary_crossentropy", "metrics": ["AUC"]},
    ),
    _snippet(
        "one of several classes",
        "Probabilities, of a softmax; labels are the numbers of classes.",
        {
            "from": "${1:head}",
            "loss": "sparse_categorical_crossentropy",
            "metrics": ["accuracy"],
        },
    ),
]

TRAINING = [
    _snippet(
        "Adam with a schedule",
        "An optimizer whose learning rate falls.",
        {
            "optimizer": {
                "Adam": {
                    "learning_rate": {
                        "CosineDecay": {
                            "initial_learning_rate": "${1:0.001}",
                            "decay_steps": "${2:10000}",
                        }
                    }
                }
            }
        },
    ),
]

BLOCKS = [
    _snippet(
        "a block",
        "A part of the graph that is used several times.",
        {
            "params": {"${1:units}": "\\$required"},
            "layers": [{"Dense": "\\$${1:units}"}, "BatchNormalization", "ReLU"],
        },
    ),
]
