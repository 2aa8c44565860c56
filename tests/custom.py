"""A layer and functions that specs of the tests import."""

from typing import Any

import keras


@keras.saving.register_keras_serializable("mtlc_tests")
class Scale(keras.layers.Layer):
    """Multiplies by one weight for each feature."""

    def __init__(self, start: float = 1.0, **settings: Any) -> None:
        super().__init__(**settings)
        self.start = start

    def build(self, shape: tuple[int | None, ...]) -> None:
        self.factor = self.add_weight(shape=(shape[-1],), initializer="ones", name="factor")

    def call(self, x: Any) -> Any:
        return x * self.factor * self.start

    def compute_output_shape(self, shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return shape

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "start": self.start}


@keras.saving.register_keras_serializable("mtlc_tests")
class Halves(keras.layers.Layer):
    """Gives both halves of the features."""

    def call(self, x: Any) -> Any:
        return keras.ops.split(x, 2, axis=-1)


def double(x: Any) -> Any:
    return keras.ops.multiply(x, 2.0)


def weighted(x: Any, share: float = 0.5) -> Any:
    return keras.ops.multiply(x, share)


@keras.saving.register_keras_serializable("mtlc_tests")
class Training(keras.layers.Layer):
    """Adds noise, unless it is told that nothing is trained."""

    def call(self, x: Any, training: bool = True) -> Any:
        return x + keras.random.normal(keras.ops.shape(x)) if training else x


def no_loss(y_true: Any, y_pred: Any) -> Any:
    raise RuntimeError("there is no such loss")
