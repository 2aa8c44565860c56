"""tabular: compiled by mtlc 0.1.0 from tabular.yaml. Change the spec, not this file.

The income of a person, of numbers and categories.
"""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `tabular`: 4 x (batch, 1) -> (batch, 1), 532 parameters."""
    age = keras.Input((1,), name="age")
    hours = keras.Input((1,), name="hours")
    occupation = keras.Input((1,), dtype="string", name="occupation")
    education = keras.Input((1,), dtype="int32", name="education")
    age_bins = layers.Discretization(
        bin_boundaries=[25.0, 35.0, 45.0, 60.0], output_mode="one_hot", name="age_bins"
    )(age)
    scaled_hours = layers.Normalization(name="scaled_hours")(hours)
    occupation_index = layers.StringLookup(
        vocabulary=["clerk", "farmer", "nurse", "teacher"], name="occupation_index"
    )(occupation)
    occupation_vector = layers.CategoryEncoding(
        5, output_mode="one_hot", name="occupation_vector"
    )(occupation_index)
    education_vector = layers.IntegerLookup(
        vocabulary=[1, 2, 3], output_mode="one_hot", name="education_vector"
    )(education)
    crossed = layers.HashedCrossing(16, output_mode="one_hot", name="crossed")(
        [occupation, education]
    )
    features = layers.Concatenate(name="features")(
        [age_bins, scaled_hours, occupation_vector, education_vector, crossed]
    )
    hidden = layers.Dense(16, activation="relu", name="hidden")(features)
    income = layers.Dense(1, activation="sigmoid", name="income")(hidden)
    return keras.Model([age, hours, occupation, education], income, name="tabular")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: c6ded3793bb4cd1728ceeff5609009d6ad566021717940c1c27c7b2776a19fa4
