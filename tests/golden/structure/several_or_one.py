"""several_or_one: compiled by mtlc 0.1.0 from several_or_one.yaml. Change the spec, not this file.

Params decide whether there is one output or a list of them; one copy is one tensor.
"""

import keras
from keras import layers


def build_model(*, count=1, tasks=("a",)) -> keras.Model:
    """Build `several_or_one` with its default params: (batch, 4) -> (batch, 1), 25 parameters."""
    x = keras.Input((4,), name="x")
    only = {copy: layers.Dense(4, name=f"only_{copy}")(x) for copy in tasks}
    heads = [layers.Dense(1, name=f"heads_{i}")(*only.values()) for i in range(count)]
    model = keras.Model(x, heads if len(heads) > 1 else heads[0], name="several_or_one")
    model.output_names = [*(f"heads_{i}" for i in range(len(heads)))]
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: e6e4729307999dba330ee9ad15855e76ead1c901d37a7619a24479995146ab73
