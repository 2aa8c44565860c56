"""What an editor offers while a spec is typed, and shows over its words."""

import statistics
import time
from collections.abc import Callable

import pytest

from mtlc_spec.layers import layer_class, layer_names
from mtlc_spec.values.tagged import argument_names
from tests.editor.server import Place, Server, cursor

CHAIN = "inputs: {x: [4]}\nlayers:\n"
GRAPH = "inputs: {x: [4]}\nlayers:\n  a:\n"


def offered(server: Server, text: str) -> dict[str, str]:
    """What is offered where `|` stands."""
    text, place = cursor(text)
    return server.open(text).labels(place)


def shown(server: Server, text: str) -> str:
    """What is shown over the word in which `|` stands."""
    text, place = cursor(text)
    return server.open(text).hover(place).replace("\\", "")


# --- completion -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        CHAIN + "  - |\n",
        CHAIN + "  - D|\n",
        CHAIN + "  - Dense: 8\n  - D|\n",
        CHAIN + "  - chain:\n    - D|\n",
        GRAPH + "    |\n",
        GRAPH + "    from: x\n    D|\n",
        "inputs: {x: [4]}\nlayers:\n  a: {from: x, D|}\n",
        "inputs: {x: [4]}\nlayers: []\nblocks:\n  b:\n    layers:\n      - D|\n",
        CHAIN + "  - Bidirectional:\n      layer:\n        L|\n",
        CHAIN + "  - TimeDistributed: {D|}\n",
    ],
)
def test_every_layer_is_offered_where_a_layer_can_stand(server: Server, text: str) -> None:
    labels = offered(server, text).keys()

    assert {*layer_names()} <= labels
    assert {"chain", "std.mlp", "ops.relu", "applications.ResNet50"} <= labels
    assert not labels & {"Lambda", "Convolution2D", "units", "optimizer"}


@pytest.mark.parametrize(
    "text", ["|", "inputs:\n  x: |\nlayers: []\n", CHAIN + "  - Dense: 8\ntraining:\n  |\n"]
)
def test_no_layer_is_offered_elsewhere(server: Server, text: str) -> None:
    assert not offered(server, text).keys() & {*layer_names()}


@pytest.mark.parametrize("kind", layer_names())
def test_the_arguments_of_a_layer_are_offered_and_nothing_else(
    server: Server, kind: str
) -> None:
    model = layer_class(kind)
    if "inner" in _first_argument(kind):
        text = f"{CHAIN}  - {kind}:\n      layer: {{}}\n      |\n"
    else:
        text = f"{CHAIN}  - {kind}:\n      |\n"
    labels = offered(server, text).keys()

    names = {*argument_names(model)} - {"layer"}
    assert names <= labels
    # beside the arguments there is what writes all that are required, under the name of the
    # layer or, where the server finds none, of types: `object | string`
    others = {one for one in labels - names if " | " not in one}
    assert others <= {kind, "layer"}


def _first_argument(kind: str) -> str:
    return "inner" if layer_class(kind).layer_arguments == ("layer",) else ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CHAIN + "  - Dense:\n      units: 8\n      activation: |\n", {"relu", "tanh"}),
        (CHAIN + "  - Conv2D:\n      padding: |\n", {"valid", "same"}),
        (CHAIN + "  - Dense:\n      kernel_initializer: |\n", {"he_normal", "HeNormal"}),
        (CHAIN + "  - Dense:\n      kernel_initializer:\n        H|\n", {"HeNormal"}),
        ("target: |", {"auto", "sequential", "functional"}),
        ("|", {"inputs", "layers", "outputs", "training", "blocks", "params"}),
        (
            CHAIN + "  - Dense: 8\noutputs:\n  y:\n    |\n",
            {"from", "loss", "weight", "metrics"},
        ),
        (CHAIN + "  - Dense: 8\noutputs:\n  y:\n    loss: |\n", {"mse", "huber"}),
        (CHAIN + "  - Dense: 8\ntraining:\n  |\n", {"optimizer", "balance", "seed"}),
        (CHAIN + "  - Dense: 8\ntraining:\n  optimizer:\n    A|\n", {"Adam", "SGD"}),
        (
            CHAIN + "  - Dense: 8\ntraining:\n  optimizer: {Adam: {learning_rate: {C|}}}\n",
            {"CosineDecay"},
        ),
        (CHAIN + "  - Dense: 8\ntraining:\n  balance: |\n", {"none", "uncertainty"}),
        (CHAIN + "  - std.mlp:\n      |\n", {"units", "activation", "dropout"}),
        (CHAIN + "  - ops.reshape:\n      |\n", {"newshape"}),
        (GRAPH + "    |\n", {"from", "call", "repeat", "copies", "when", "share"}),
        (CHAIN + "  - |\n", {"name", "call", "repeat"}),
    ],
)
def test_words_are_offered_in_their_places(server: Server, text: str, words: set[str]) -> None:
    assert words <= offered(server, text).keys()


def test_from_is_offered_in_a_graph_and_name_in_a_chain(server: Server) -> None:
    assert "name" not in offered(server, GRAPH + "    |\n")
    assert "from" not in offered(server, CHAIN + "  - |\n")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("|", "a chain of layers"),
        ("|", "a graph with two tasks"),
        (GRAPH + "    |\n", "a layer"),
        (CHAIN + "  - |\n", "repeated steps"),
        (CHAIN + "  - Dense: 8\noutputs:\n  y:\n    |\n", "a regression"),
        (CHAIN + "  - Dense: 8\ntraining:\n  |\n", "Adam with a schedule"),
        (CHAIN + "  - Dense: 8\nblocks:\n  b:\n    |\n", "a block"),
    ],
)
def test_the_common_shapes_are_offered(server: Server, text: str, label: str) -> None:
    assert label in offered(server, text)


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("Dense", "Dense: "),
        ("Conv2D", "Conv2D: {filters: $1, kernel_size: $2}"),
        ("BatchNormalization", "BatchNormalization: "),
    ],
)
def test_a_layer_is_written_with_what_it_needs(server: Server, kind: str, written: str) -> None:
    assert offered(server, CHAIN + "  - |\n")[kind] == written


# --- hover ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("inp|uts: {x: [4]}\nlayers: []\n", "shapes without the batch axis"),
        ("inputs: {x: [4]}\nlay|ers: []\n", "A list is a chain"),
        (CHAIN + "  - De|nse: 8\n", "A fully connected layer on the last axis."),
        (CHAIN + "  - De|nse: 8\n", "Dense: {units, activation: null, use_bias: true,"),
        (CHAIN + "  - Dense: {un|its: 8}\n", "A whole number greater than 0. Required."),
        (CHAIN + "  - Dense: {units: 8, use_|bias: true}\n", "True or false. Default: true."),
        (CHAIN + "  - Dense: {units: 8, activa|tion: relu}\n", "Default: null."),
        (CHAIN + "  - Dense: {units: 8, activation: re|lu}\n", "* `relu`"),
        (CHAIN + "  - Conv2D: {filters: 8, kernel_size: 3, pad|ding: same}\n", "valid or same"),
        (CHAIN + "  - Drop|out: 0.5\n", "#### Dropout"),
        (CHAIN + "  - Batch|Normalization\n", "Normalizes each channel over the batch"),
        (CHAIN + "  - Batch|Normalization:\n", "momentum: 0.99"),
        (CHAIN + "  - Bidirec|tional: {LSTM: 8}\n", "A recurrent layer that runs both ways"),
        (CHAIN + "  - Bidirectional: {LS|TM: 8}\n", "#### LSTM"),
        (
            CHAIN + "  - Dense: {units: 8, kernel_initializer: {He|Normal: {seed: 1}}}\n",
            "He et al.",
        ),
        (
            CHAIN + "  - Dense: {units: 8, kernel_init|ializer: ones}\n",
            "Default: glorot_uniform.",
        ),
        (CHAIN + "  - std.m|lp: {units: [8]}\n", "A multilayer perceptron"),
        (CHAIN + "  - std.mlp: {un|its: [8]}\n", "The width of each layer, a list."),
        (CHAIN + "  - ops.re|lu\n", "An activation of each element."),
        (CHAIN + "  - applications.Res|Net50: {weights: null}\n", "ResNet of 50 layers"),
        (GRAPH + "    fr|om: x\n    Dense: 8\n", "What the layer is called on"),
        (CHAIN + "  - {Dense: 8, rep|eat: 2}\n", "How often in sequence"),
        (CHAIN + "  - Dense: 8\ntraining: {bal|ance: uncertainty}\n", "beyond their weights"),
        (CHAIN + "  - Dense: 8\ntraining: {optimizer: {Ad|am: 0.1}}\n", "Kingma and Ba 2015"),
        (
            CHAIN + "  - Dense: 8\noutputs: {y: {lo|ss: mse}}\n",
            "What the output is trained on.",
        ),
    ],
)
def test_what_is_shown(server: Server, text: str, words: str) -> None:
    assert words in shown(server, text)


# --- speed ------------------------------------------------------------------------------

LINES = 500


def large() -> str:
    """A spec of 500 lines, in the middle of which a layer is being typed."""
    lines = ["inputs: {x: [8]}", "layers:"]
    last = "x"
    while len(lines) < LINES - 2:
        name = f"layer_{len(lines)}"
        dense = "{units: 8, activation: relu, kernel_initializer: he_normal}"
        lines += [f"  {name}:", f"    {{Dense: {dense}, from: {last}}}"]
        last = name
        if len(lines) == LINES // 2:
            lines += [f"  typed:\n    from: {last}\n    Dense:\n      units: 8\n      |"]
    return "\n".join(lines) + "\n"


def median(ask: Callable[[], object]) -> float:
    """The milliseconds that an answer takes, of 15."""
    times = []
    for _ in range(15):
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def test_answers_come_at_once(
    server: Server, record_property: Callable[[str, object], None]
) -> None:
    text, place = cursor(large())
    document = server.open(text)
    document.problems()
    completion = median(lambda: document.labels(place))
    hover = median(lambda: document.hover(Place(place.line - 1, 8)))

    assert "activation" in document.labels(place)
    record_property(
        "median answers on 500 lines", f"completion {completion:.0f} ms, hover {hover:.0f} ms"
    )
