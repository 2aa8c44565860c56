"""layer_called_twice: compiled by mtlc 0.1.0 from layer_called_twice.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `layer_called_twice`: 2 x (batch, ?) -> (batch, 1), 2,400 parameters."""
    question = keras.Input((None,), dtype="int32", name="question")
    answer = keras.Input((None,), dtype="int32", name="answer")
    words_layer = layers.Embedding(100, 16, name="words")
    words = words_layer(question)
    more_words = words_layer(answer)
    reader_layer = layers.LSTM(8, name="reader")
    reader = reader_layer(words)
    again = reader_layer(more_words)
    match_ = layers.Dot(1, normalize=True, name="match")([reader, again])
    return keras.Model([question, answer], match_, name="layer_called_twice")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 142983acdacd17595fe04c4ee2d41a06fa9549485d89faf8ba78cd70bf20b632
