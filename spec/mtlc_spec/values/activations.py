"""The activation functions of Keras."""

from __future__ import annotations

from typing import Literal

Activation = Literal["elu", "gelu", "linear", "relu", "sigmoid", "softmax", "tanh"]
