"""Where Keras 3.15 trains something else than its user meant, and the generated code does not.

Each trap is shown in plain Keras first, so that it is known when Keras is mended.
"""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import mtlc
from tests.training import module

RANDOM = np.random.default_rng(3)
X = RANDOM.normal(size=(16, 4)).astype("float32")
ZETA = RANDOM.normal(size=(16, 1)).astype("float32") + 10
ALPHA = RANDOM.normal(size=(16, 1)).astype("float32")
NAN = float("nan")


def two_heads() -> Any:
    """Outputs whose order is not that of their names."""
    x = keras.Input((4,), name="x")
    heads = {name: keras.layers.Dense(1, name=name)(x) for name in ("zeta", "alpha")}
    return keras.Model(x, heads)


def compiled(spec: str) -> Any:
    code = mtlc.compile(spec).code
    assert code is not None
    made = module(code)
    return made.compile_model(made.build_model())


def heads(zeta: str, alpha: str, training: str = "") -> Any:
    return compiled(
        f"""\
inputs: {{x: [4]}}
layers:
  zeta: {{Dense: 1, from: x}}
  alpha: {{Dense: 1, from: x}}
outputs:
  zeta: {zeta}
  alpha: {alpha}
training: {{optimizer: {{SGD: 0.1}}, {training}}}
"""
    )


def losses_of(model: Any, **labels: Any) -> dict[str, float]:
    given = labels or {"zeta": ZETA, "alpha": ALPHA}
    return dict(model.evaluate(X, given, verbose=0, return_dict=True))


def test_a_list_of_losses_is_applied_in_the_order_of_names() -> None:
    """Written in the order of the outputs, each loss judges the other one."""
    plain = two_heads()
    plain.compile(loss=["mse", "mae"])
    predicted = plain(X)
    absolute = float(np.mean(np.abs(ZETA - predicted["zeta"])))
    assert losses_of(plain)["zeta_loss"] == pytest.approx(absolute, rel=1e-5)  # not its square

    model = heads("{loss: mse}", "{loss: mae}")
    square = float(np.mean(np.square(ZETA - model(X)["zeta"])))
    assert losses_of(model)["zeta_loss"] == pytest.approx(square, rel=1e-5)


def test_a_misspelt_weight_is_given_to_whatever_stands_there() -> None:
    """Of `zeta` and `zlpha` the first is `zeta`, and its weight is given to `alpha`."""
    plain = two_heads()
    plain.compile(
        loss={"zeta": "mse", "alpha": "mse"}, loss_weights={"zeta": 0.0, "zlpha": 1.0}
    )
    found = losses_of(plain)
    assert found["loss"] == pytest.approx(found["zeta_loss"], rel=1e-5)

    result = mtlc.check(
        "inputs: {x: [4]}\nlayers: {zeta: {Dense: 1, from: x}, alpha: {Dense: 1, from: x}}\n"
        "outputs:\n  zeta: {loss: mse, weight: 0.5}\n  alhpa: {loss: mse}\n"
    )
    (problem,) = [one for one in result.diagnostics if one.severity == "error"]
    assert problem.span.text == "alhpa"
    assert "alpha" in (problem.help or "")

    model = heads("{loss: mse, weight: 0.25}", "{loss: mse, weight: 2}")
    found = losses_of(model)
    total = 0.25 * found["zeta_loss"] + 2 * found["alpha_loss"]
    assert found["loss"] == pytest.approx(total, rel=1e-5)


def test_labels_are_told_apart_by_name_alone() -> None:
    """A list of labels is taken in the order of names, a dictionary in any."""
    plain = two_heads()
    plain.compile(loss={"zeta": "mse", "alpha": "mse"})
    swapped = plain.evaluate(X, [ZETA, ALPHA], verbose=0, return_dict=True)
    assert swapped["zeta_loss"] == pytest.approx(
        float(np.mean(np.square(ALPHA - plain(X)["zeta"]))), rel=1e-5
    )

    model = heads("{loss: mse}", "{loss: mse}")
    found = [
        losses_of(model, **one)
        for one in ({"zeta": ZETA, "alpha": ALPHA}, {"alpha": ALPHA, "zeta": ZETA})
    ]
    assert found[0] == found[1]
    assert found[0]["zeta_loss"] == pytest.approx(
        float(np.mean(np.square(ZETA - model(X)["zeta"]))), rel=1e-5
    )


def test_an_output_without_a_loss_is_not_trained() -> None:
    plain = two_heads()
    plain.compile("sgd", loss={"zeta": "mse"})
    before = plain.get_layer("alpha").get_weights()
    plain.fit(X, {"zeta": ZETA, "alpha": ALPHA}, verbose=0)
    after = plain.get_layer("alpha").get_weights()
    assert all((one == other).all() for one, other in zip(before, after, strict=True))

    result = mtlc.check(
        "inputs: {x: [4]}\nlayers: {zeta: {Dense: 1, from: x}, alpha: {Dense: 1, from: x}}\n"
        "outputs:\n  zeta: {loss: mse}\n  alpha:\n"
    )
    assert [one.code for one in result.diagnostics] == ["MTL5001"]


def test_missing_labels_spoil_every_weight() -> None:
    some = np.where(np.arange(16)[:, None] % 2, ZETA, np.float32(NAN))
    plain = two_heads()
    plain.compile(loss={"zeta": "mse", "alpha": "mse"})
    assert np.isnan(losses_of(plain, zeta=some, alpha=ALPHA)["loss"])
    plain.train_on_batch(X, {"zeta": some, "alpha": ALPHA})
    assert np.isnan(plain.get_layer("zeta").get_weights()[0]).all()

    model = heads("{loss: mse, missing: .nan, metrics: [mae]}", "{loss: mse}")
    found = losses_of(model, zeta=some, alpha=ALPHA)
    labelled = np.arange(16) % 2 == 1
    errors = (ZETA - model(X)["zeta"])[labelled]
    assert found["zeta_loss"] == pytest.approx(float(np.mean(np.square(errors))), rel=1e-5)
    assert found["zeta_mae"] == pytest.approx(float(np.mean(np.abs(errors))), rel=1e-5)


def test_a_batch_without_labels_contributes_nothing() -> None:
    none = np.full_like(ZETA, NAN)
    model = heads("{loss: mse, missing: .nan, metrics: [mae]}", "{loss: mse}")
    zeta, alpha = (model.get_layer(name).get_weights() for name in ("zeta", "alpha"))
    logs = model.train_on_batch(X, {"zeta": none, "alpha": ALPHA}, return_dict=True)

    assert logs["zeta_loss"] == 0
    assert logs["loss"] == pytest.approx(logs["alpha_loss"], rel=1e-6)
    assert np.isfinite(list(logs.values())).all()
    for before, after in zip(zeta, model.get_layer("zeta").get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)
    assert (alpha[0] != model.get_layer("alpha").get_weights()[0]).any()


def test_keras_refuses_class_weights_for_several_outputs() -> None:
    labels = (ALPHA > 0).astype("float32")
    plain = two_heads()
    plain.compile(loss="mse")
    with pytest.raises(ValueError, match="class_weight"):
        plain.fit(X, {"zeta": ZETA, "alpha": labels}, class_weight={0: 1.0, 1: 5.0}, verbose=0)

    logits = "{BinaryCrossentropy: {from_logits: true}}"
    model = heads("{loss: mse}", f"{{loss: {logits}, class_weight: {{1: 5.0}}}}")
    x = keras.Input((4,))
    alone = keras.Model(x, keras.layers.Dense(1)(x))
    alone.set_weights(model.get_layer("alpha").get_weights())
    alone.compile("sgd", loss=keras.losses.BinaryCrossentropy(from_logits=True))
    history = alone.fit(
        X, labels, class_weight={0: 1.0, 1: 5.0}, verbose=0, batch_size=16, shuffle=False
    ).history
    found = losses_of(model, zeta=ZETA, alpha=labels)
    assert found["alpha_loss"] == pytest.approx(history["loss"][0], rel=1e-5)


@pytest.mark.parametrize(("total", "same"), [("mean", True), ("sum", False)])
def test_heads_of_one_unit_train_like_one_head_of_several(total: str, same: bool) -> None:
    """The losses of k heads are summed, those of k units averaged: a factor of k."""
    several = heads("{loss: mse}", "{loss: mse}", f"total: {total}")
    x = keras.Input((4,))
    one = keras.Model(x, keras.layers.Dense(2)(x))
    one.compile(keras.optimizers.SGD(0.1), loss="mse")
    columns = [several.get_layer(name).get_weights() for name in ("zeta", "alpha")]
    one.set_weights([np.concatenate(parts, axis=-1) for parts in zip(*columns, strict=True)])
    for _ in range(3):
        several.train_on_batch(X, {"zeta": ZETA, "alpha": ALPHA})
        one.train_on_batch(X, np.concatenate([ZETA, ALPHA], axis=-1))
    kernel = one.get_weights()[0]
    heads_ = [several.get_layer(name).get_weights()[0] for name in ("zeta", "alpha")]

    assert np.allclose(kernel, np.concatenate(heads_, axis=-1), atol=1e-6) == same


def test_saved_and_loaded_it_goes_on_without_mtlc(tmp_path: Path) -> None:
    model = heads("{loss: mse, missing: .nan, metrics: [mae]}", "{loss: mae, weight: 2.0}")
    labels = {"zeta": np.where(ZETA > 10, ZETA, np.float32(NAN)), "alpha": ALPHA}
    model.fit(X, labels, epochs=2, verbose=0)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    logs = [
        one.fit(X, labels, epochs=2, verbose=0, shuffle=False).history for one in (model, again)
    ]

    assert logs[0].keys() == logs[1].keys()
    for name, values in logs[0].items():
        np.testing.assert_allclose(values, logs[1][name], rtol=1e-5)


@pytest.mark.parametrize(
    "weights", [(16,), (16, 1)], ids=["flat weights", "a column of weights"]
)
@pytest.mark.parametrize("labels", [(16,), (16, 1)], ids=["flat labels", "a column of labels"])
@pytest.mark.parametrize("task", ["missing: .nan", "class_weight: {1: 1.0}", "balance"])
def test_sample_weights_count_as_in_keras(
    task: str, labels: tuple[int, ...], weights: tuple[int, ...]
) -> None:
    """Whatever stands around the loss, a sample without weight does not count."""
    more, training = ("", "balance: uncertainty") if task == "balance" else (f", {task}", "")
    model = heads(f"{{loss: bce{more}}}", "{loss: mse}", training)
    plain = two_heads()
    for head in ("zeta", "alpha"):
        plain.get_layer(head).set_weights(model.get_layer(head).get_weights())
    plain.compile(loss={"zeta": "bce", "alpha": "mse"})
    given = {"zeta": np.reshape(ALPHA > 0, labels).astype("float32"), "alpha": ALPHA}
    counted = (np.arange(16) < 4).astype("float32")
    by_task = {"zeta": np.reshape(counted, weights), "alpha": counted}
    ours, theirs = (
        one.evaluate(X, given, sample_weight=by_task, verbose=0, return_dict=True)
        for one in (model, plain)
    )

    assert ours["zeta_loss"] == pytest.approx(theirs["zeta_loss"], rel=1e-5)


def test_metrics_alone_leave_unlabelled_samples_out() -> None:
    """An output that is watched and not trained may have missing labels as well."""
    some = np.where(np.arange(16)[:, None] % 2, ZETA, np.float32(NAN))
    model = heads("{missing: .nan, metrics: [mae]}", "{loss: mse}")
    errors = (ZETA - model(X)["zeta"])[np.arange(16) % 2 == 1]

    found = losses_of(model, zeta=some, alpha=ALPHA)
    assert found["zeta_mae"] == pytest.approx(float(np.mean(np.abs(errors))), rel=1e-5)


def test_a_computed_momentum_is_a_float() -> None:
    """Keras refuses the whole number 0."""
    made = module(
        mtlc.compile(
            "params: {m: 0}\ninputs: {x: [4]}\nlayers: {y: {Dense: 1, from: x}}\n"
            "outputs: {y: {loss: mse}}\ntraining: {optimizer: {SGD: {momentum: $m}}}\n"
        ).code
        or ""
    )

    assert made.compile_model(made.build_model()).optimizer.momentum == 0.0


def test_two_outputs_never_get_one_name() -> None:
    """A dictionary keeps the last of them, so that the other would not be in the model."""
    code = mtlc.compile(
        "params: {names: [a, b]}\ninputs: {x: [4]}\n"
        "layers:\n  head: {Dense: 1, from: x, copies: $names}\n  price: {Dense: 1, from: x}\n"
        "outputs:\n  head: {loss: mse}\n  price: {loss: mse}\n"
    ).code
    assert code is not None
    made = module(code)

    assert [*made.build_model(names=["c"]).output] == ["c", "price"]
    with pytest.raises(ValueError, match="two outputs are named price"):
        made.build_model(names=["c", "price"])


@pytest.mark.parametrize("least", [-1, 0])
def test_classes_of_a_hinge_are_signs(least: int) -> None:
    """Keras takes labels of -1 and 1, or of 0 and 1; their weights go by what they are."""
    labels = np.where(ALPHA > 0, 1, least).astype("float32")
    model = heads("{loss: mse}", f"{{loss: hinge, class_weight: {{{least}: 5.0}}}}")
    signs = np.where(ALPHA > 0, 1, -1)
    margins = np.maximum(1 - signs * model(X)["alpha"].numpy(), 0)
    weighted = np.mean(np.where(signs > 0, 1, 5) * margins)

    found = losses_of(model, zeta=ZETA, alpha=labels)
    assert found["alpha_loss"] == pytest.approx(float(weighted), rel=1e-5)


@pytest.mark.parametrize("shape", [(16,), (16, 1)], ids=str)
def test_regions_of_rows_leave_unlabelled_samples_out(shape: tuple[int, ...]) -> None:
    code = mtlc.compile(
        "inputs: {x: [4]}\nlayers: {k: {Dense: {units: 3, activation: softmax}, from: x}}\n"
        "outputs:\n  k:\n    loss: sparse_categorical_crossentropy\n    missing: -1\n"
        "    metrics: [{MeanIoU: {num_classes: 3, sparse_y_pred: false}}]\n"
    ).code
    assert code is not None
    made = module(code)
    model = made.compile_model(made.build_model())
    labels = np.arange(16) % 4 - 1
    alone = keras.metrics.MeanIoU(3, sparse_y_pred=False)
    alone.update_state(labels[labels >= 0], model(X).numpy()[labels >= 0])

    found = model.evaluate(X, labels.reshape(shape), verbose=0, return_dict=True)
    assert found["mean_io_u"] == pytest.approx(float(alone.result()), rel=1e-5)
