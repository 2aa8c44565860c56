"""What depends on no input, in Keras itself: why the compiler refuses it."""

import keras
import pytest


def test_keras_leaves_out_a_layer_on_constants() -> None:
    x = keras.Input((4,))
    lost = keras.layers.Dense(4, name="lost")
    model = keras.Model(x, keras.layers.Add()([x, lost(keras.ops.ones((1, 4)))]))

    assert lost.count_params() == 20
    assert model.count_params() == 0


def test_keras_refuses_a_constant_output() -> None:
    x = keras.Input((4,))

    with pytest.raises(ValueError, match="must be KerasTensors"):
        keras.Model(x, keras.ops.arange(4))
