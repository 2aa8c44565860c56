"""Each strategy does what its paper says: by hand over several steps, and where it leads."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import mtlc
from mtlc_spec.balancing import NAMES
from tests.balancing.by_hand import RATE, STATES, STEPS, Tasks, average
from tests.training import module

RANDOM = np.random.default_rng(5)
X = RANDOM.normal(size=(12, 3)).astype("float32")
LABELS = (X @ RANDOM.normal(size=(3, 2)) + [2.0, 0.3]).astype("float32")
Y = {"a": LABELS[:, :1], "b": LABELS[:, 1:]}
NONE = {**Y, "b": np.full((12, 1), np.nan, "float32")}

WRITTEN = {
    **dict.fromkeys(NAMES),
    "dwa": {"temperature": 1.5},
    "random": {"seed": 3},
    "smooth_tchebycheff": {"mu": 0.5, "ideal": 0.1},
}


def compiled(strategy: str, a: str = "", optimizer: str = "{SGD: 0.1}", head: str = "") -> Any:
    dense = f"{{Dense: {{units: 1, use_bias: false{head}}}, from: x}}"
    arguments = WRITTEN[strategy]
    balance = strategy if arguments is None else f"{{{strategy}: {arguments}}}".replace("'", "")
    code = mtlc.compile(
        f"""\
inputs: {{x: [3]}}
layers:
  a: {dense}
  b: {dense}
outputs:
  a: {{loss: mse{a}}}
  b: {{loss: mse, missing: .nan}}
training: {{optimizer: {optimizer}, balance: {balance}}}
"""
    ).code
    assert code is not None
    made = module(code)
    keras.utils.set_random_seed(1)
    return made.compile_model(made.build_model())


def columns(model: Any) -> Any:
    return np.concatenate([model.get_layer(name).get_weights()[0] for name in "ab"], axis=1)


def by_hand(model: Any) -> Tasks:
    return Tasks(
        X.astype("float64"), LABELS.astype("float64"), columns(model).astype("float64")
    )


def test_every_strategy_is_compared() -> None:
    assert {*STEPS, "dwa", "random"} == {*NAMES}


@pytest.mark.parametrize("strategy", STEPS)
def test_steps_are_those_of_the_paper(strategy: str) -> None:
    model = compiled(strategy)
    tasks = by_hand(model)
    for _ in range(4):
        factors = STEPS[strategy](tasks)
        logs = model.train_on_batch(X, Y, return_dict=True)
        model.reset_metrics()

        np.testing.assert_allclose([logs["a_weight"], logs["b_weight"]], factors, rtol=1e-4)
        np.testing.assert_allclose(columns(model), tasks.columns, rtol=1e-4)
    if strategy in STATES:
        state = getattr(model, STATES[strategy]).numpy()
        np.testing.assert_allclose(state, tasks.state, rtol=1e-4, atol=1e-7)


def test_epochs_are_averaged_as_in_the_paper() -> None:
    model = compiled("dwa")
    tasks = by_hand(model)
    means: list[Any] = []
    history = model.fit(X, Y, batch_size=6, epochs=4, shuffle=False, verbose=0).history
    for epoch in range(4):
        factors = average(means, 1.5)
        seen = []
        for first in (0, 6):
            half = Tasks(
                tasks.x[first : first + 6], tasks.labels[first : first + 6], tasks.columns
            )
            seen.append(half.losses())
            half.descend(factors)
            tasks.columns = half.columns
        means.append(np.mean(seen, axis=0))

        assert factors.sum() == pytest.approx(2)
        logged = [history["a_weight"][epoch], history["b_weight"][epoch]]
        np.testing.assert_allclose(logged, factors, rtol=1e-4)
    np.testing.assert_allclose(columns(model), tasks.columns, rtol=1e-4)


def test_random_weights_are_drawn_anew() -> None:
    """Each pair sums to 1, is used in its step, and is 1/2 on average."""
    model = compiled("random")
    tasks = by_hand(model)
    drawn = []
    for _ in range(300):
        logs = model.train_on_batch(X, Y, return_dict=True)
        model.reset_metrics()
        drawn.append([logs["a_weight"], logs["b_weight"]])
        tasks.descend(np.asarray(drawn[-1]))
    np.testing.assert_allclose(columns(model), tasks.columns, rtol=1e-3)

    assert np.allclose(np.sum(drawn, axis=1), 1)
    assert np.ptp(drawn, axis=0).min() > 0.5
    assert np.mean(drawn, axis=0) == pytest.approx([0.5, 0.5], abs=0.06)


@pytest.mark.parametrize(
    ("strategy", "name", "optimum"),
    [("uncertainty", "log_variances", np.log), ("imtl_l", "log_scales", lambda x: -np.log(x))],
)
def test_what_is_learnt_comes_to_its_optimum(strategy: str, name: str, optimum: Any) -> None:
    """With losses that stay, s is the logarithm of the loss; exp(s) L is 1."""
    model = compiled(strategy, head=", trainable: false", optimizer="{SGD: 0.2}")
    losses = by_hand(model).losses()
    for _ in range(400):
        model.train_on_batch(X, Y)

    np.testing.assert_allclose(getattr(model, name).numpy(), optimum(losses), rtol=1e-3)


def test_the_smooth_maximum_lies_just_above_the_largest() -> None:
    model = compiled("smooth_tchebycheff")
    gaps = by_hand(model).losses() - 0.1
    total = model.evaluate(X, Y, verbose=0, return_dict=True)["loss"]

    assert gaps.max() <= total <= gaps.max() + 0.5 * np.log(2)


def test_a_scaled_loss_does_not_turn_the_geometric_mean() -> None:
    """The gradient grows by the root of the scale, and keeps its direction."""
    moves = []
    for a in ("", ", weight: 100.0"):
        model = compiled("geometric", a)
        before = columns(model)
        model.train_on_batch(X, Y)
        moves.append((columns(model) - before) / RATE)

    np.testing.assert_allclose(moves[1], 10 * moves[0], rtol=1e-3)


def test_famo_stays_on_the_simplex() -> None:
    model = compiled("famo")
    for _ in range(5):
        model.train_on_batch(X, Y)
    weights = model.simplex(np.ones(2, "float32")).numpy()

    assert weights.min() > 0
    assert weights.sum() == pytest.approx(1)


def state_of(model: Any) -> list[Any]:
    kernels = {id(one) for layer in model.layers for one in layer.weights}
    own = [one for one in model.weights if id(one) not in kernels]
    return [one.numpy() for one in own if "seed" not in one.path]


@pytest.mark.proof
@pytest.mark.parametrize("strategy", NAMES)
def test_a_task_without_labels_takes_no_part(strategy: str) -> None:
    model = compiled(strategy)
    model.fit(X, Y, epochs=3, verbose=0)
    kernel = model.get_layer("b").get_weights()[0]
    state = [one[1] for one in state_of(model) if one.shape == (2,)]
    logs = model.train_on_batch(X, NONE, return_dict=True)

    assert np.isfinite(list(logs.values())).all()
    np.testing.assert_array_equal(model.get_layer("b").get_weights()[0], kernel)
    after = [one[1] for one in state_of(model) if one.shape == (2,)]
    if strategy != "famo":  # it keeps the losses of the last step
        assert after == state


@pytest.mark.proof
@pytest.mark.parametrize("strategy", NAMES)
def test_evaluation_leaves_the_state_alone(strategy: str) -> None:
    model = compiled(strategy)
    model.fit(X, Y, epochs=3, verbose=0)
    before = state_of(model)
    model.evaluate(X, Y, verbose=0)

    for one, other in zip(before, state_of(model), strict=True):
        np.testing.assert_array_equal(one, other)


SAVED = [
    pytest.param(one, marks=[] if one in ("uncertainty", "dwa") else pytest.mark.proof)
    for one in NAMES
]


@pytest.mark.proof
@pytest.mark.parametrize("strategy", SAVED)
def test_saved_in_the_middle_it_goes_on(strategy: str, tmp_path: Path) -> None:
    """Weights, state, optimizer and draws: what follows is the same to the last digits."""
    model = compiled(strategy, optimizer="{Adam: 0.05}")
    given: dict[str, Any] = {"batch_size": 6, "shuffle": False, "verbose": 0}
    history = model.fit(X, Y, epochs=3, **given).history
    assert {"loss", "a_loss", "b_loss", "a_weight", "b_weight"} <= {*history}
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    rest = [one.fit(X, Y, epochs=3, **given).history for one in (model, again)]

    assert rest[0].keys() == rest[1].keys()
    for name, values in rest[0].items():
        np.testing.assert_allclose(values, rest[1][name], rtol=1e-5, err_msg=name)
    np.testing.assert_allclose(columns(model), columns(again), rtol=1e-5)


def test_weights_are_shown_to_callbacks() -> None:
    """As TensorBoard gets them: training and validation, each task."""
    seen: list[Any] = []
    callback = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: seen.append({*logs})
    )
    model = compiled("uncertainty")
    model.fit(X, Y, validation_data=(X, Y), epochs=2, verbose=0, callbacks=[callback])

    wanted = {f"{part}{name}_weight" for part in ("", "val_") for name in "ab"}
    assert all(wanted <= one for one in seen)


def test_penalties_are_added_to_the_total() -> None:
    model = compiled("geometric", head=", kernel_regularizer: l2")
    logs = model.evaluate(X, Y, verbose=0, return_dict=True)
    penalty = 0.01 * np.square(columns(model)).sum()
    product = logs["a_loss"] * logs["b_loss"]

    assert logs["loss"] == pytest.approx(np.sqrt(product) + penalty, rel=1e-5)


@pytest.mark.parametrize("strategy", ["uncertainty", "famo"])
def test_a_list_is_bound_as_in_keras(strategy: str) -> None:
    """In the order of the names, whatever that of the outputs: labels and weights."""
    weights = {"a": np.arange(12.0), "b": np.ones(12)}
    forms: list[tuple[Any, Any]] = [
        (Y, weights),
        ([Y["a"], Y["b"]], [weights["a"], weights["b"]]),
        ((Y["a"], Y["b"]), (weights["a"], weights["b"])),
    ]
    logs = []
    for labels, by_task in forms:
        model = compiled(strategy)
        given: dict[str, Any] = {"sample_weight": by_task, "verbose": 0, "shuffle": False}
        history = model.fit(X, labels, batch_size=6, **given).history
        found = model.evaluate(X, labels, sample_weight=by_task, verbose=0)
        logs.append([*(one for (one,) in history.values()), *found])

    np.testing.assert_allclose(logs[1], logs[0], rtol=1e-5)
    np.testing.assert_allclose(logs[2], logs[0], rtol=1e-5)


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ([Y["a"]], r"Labels must be .* in the order \['a', 'b'\], not a list of 1"),
        ([Y["a"], Y["b"], Y["b"]], "not a list of 3"),
        ({**Y, "c": Y["a"]}, r"not one of \['a', 'b', 'c'\]"),
        ({"a": Y["a"], "bb": Y["b"]}, r"not one of \['a', 'bb'\]"),
        ({"a": Y["a"]}, r"There are no labels for the outputs \['b'\]"),
        (Y["a"], "not .*Tensor"),
    ],
    ids=["too few", "too many", "a name too many", "a wrong name", "a missing one", "bare"],
)
def test_wrong_labels_are_refused(labels: Any, said: str) -> None:
    model = compiled("uncertainty")

    with pytest.raises(ValueError, match=said):
        model.fit(X, labels, verbose=0)


def test_fit_takes_what_it_takes_in_keras() -> None:
    """By position as well: after the callbacks comes the part to validate on."""
    history = compiled("dwa").fit(X, Y, 4, 1, 0, None, 0.5).history

    assert "val_a_loss" in history
