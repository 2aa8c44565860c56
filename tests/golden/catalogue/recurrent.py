"""recurrent: compiled by mtlc 0.1.0 from recurrent.yaml. Change the spec, not this file.

Stacked cells from an encoder to a decoder, single cells, and images along time.
"""

import keras
from keras import layers


def build_model(*, units=8) -> keras.Model:
    """Build `recurrent` with its default params: 2 x (batch, ?, 6), (batch, 6), (batch, 4, 8, 8, 3) -> 5 x (batch, 8), (batch, 2, 2, 8), (batch, 8), 12,996 parameters."""
    source = keras.Input((None, 6), name="source")
    target = keras.Input((None, 6), name="target")
    step = keras.Input((6,), name="step")
    video = keras.Input((4, 8, 8, 3), name="video")
    _, (encoder_1, encoder_2), encoder_3 = layers.RNN(
        [layers.LSTMCell(units), layers.GRUCell(2 * units, dropout=0.1)],
        return_state=True,
        name="encoder",
    )(source)
    decoder = layers.RNN(
        [layers.LSTMCell(units), layers.GRUCell(2 * units)],
        return_sequences=True,
        name="decoder",
    )(target, initial_state=[[encoder_1, encoder_2], [encoder_3]])
    both = layers.Bidirectional(
        layers.RNN([layers.LSTMCell(units), layers.LSTMCell(4)]), name="both"
    )(decoder)
    h = layers.Dense(units, name="h")(step)
    first_layer = layers.LSTMCell(units, name="first")
    _, (first_1, first_2) = first_layer(step, states=[h, h])
    second_0, (_, second_2) = first_layer(step, states=[first_1, first_2])
    _, (next__1,) = layers.GRUCell(units, name="next")(second_0, states=[h])
    stack_0, ((_, _), (stack_3,)) = layers.StackedRNNCells(
        [layers.LSTMCell(units), layers.SimpleRNNCell(units)], name="stack"
    )(step, states=[[first_1, second_2], [next__1]])
    copied_layers = [layers.GRUCell(units, name=f"copied_{i}") for i in range(2)]
    copied = [keras.tree.flatten(copied_layers[i](step, states=[h])) for i in range(2)]
    again = [keras.tree.flatten(layer(step, states=[h])) for layer in copied_layers]
    frames = layers.Bidirectional(
        layers.ConvLSTM2D(4, 3, return_sequences=True), name="frames_bidirectional"
    )(video)
    frames = layers.TimeDistributed(
        layers.SpectralNormalization(layers.Conv2D(2, 3)),
        name="frames_time_distributed",
    )(frames)
    frames = layers.ConvLSTM2D(
        units, 3, strides=2, padding="same", name="frames_conv_lstm2d"
    )(frames)
    kernel = layers.SpectralNormalization(
        layers.Dense(units, activation="relu"), name="kernel"
    )(step)
    model = keras.Model(
        [source, target, step, video],
        [both, stack_0, stack_3, copied[0][1], again[1][0], frames, kernel],
        name="recurrent",
    )
    model.output_names = [
        "both",
        "stack_0",
        "stack_3",
        "copied_0_1",
        "again_1_0",
        "frames",
        "kernel",
    ]
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: d1dda0550f2f7e90a8e8faa64c15f5330b211f21b48ca2a7998d73ee58730da6
