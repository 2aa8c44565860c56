"""What an editor underlines, and what it says."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.editor.server import Problem, Server
from tests.schema.test_pairs import GOOD


class Mistake(NamedTuple):
    """A spec whose wrong piece stands between `⟦` and `⟧`, and words of what is said of it."""

    name: str
    spec: str
    words: str


def chain(step: str) -> str:
    return f"inputs: {{x: [4]}}\nlayers:\n  - {step}\n"


def graph(entry: str, name: str = "a") -> str:
    return f"inputs: {{x: [4]}}\nlayers:\n  {name}: {entry}\noutputs: a\n"


def task(written: str) -> str:
    return f"inputs: {{x: [4]}}\nlayers: [{{Dense: 1, name: y}}]\noutputs:\n  y: {written}\n"


def training(written: str) -> str:
    return f"{task('{loss: mse}')}training: {written}\n"


def whole(line: str) -> str:
    return f"{line}\ninputs: {{x: [4]}}\nlayers: [Dense: 1]\n"


ONE_KIND = "An entry has one kind"
ALONE = "Not a kind that can stand alone"

MISTAKES = [
    # the document
    Mistake("a key of the document", whole("⟦output⟧: y"), "Property output is not allowed"),
    Mistake("no layers", "⟦i⟧nputs: {x: [4]}\n", 'Missing property "layers"'),
    Mistake("no inputs", "⟦l⟧ayers: [Dense: 1]\n", 'Missing property "inputs"'),
    Mistake("a version", whole("mtlc: ⟦2⟧"), "1"),
    Mistake("a target", whole("target: ⟦keras⟧"), '"auto", "sequential", "functional"'),
    Mistake("a policy", whole("dtype: ⟦int8⟧"), '"float16", "bfloat16"'),
    Mistake("a name of the model", whole("name: ⟦the model⟧"), "pattern"),
    Mistake("a module", whole("imports: {mine: ⟦my-package/layers.py⟧}"), "pattern"),
    Mistake("a mapping as a param", whole("params: {width: ⟦{a: 1}⟧}"), "Incorrect type"),
    Mistake("inputs that are a list", "inputs: ⟦[x]⟧\nlayers: [Dense: 1]\n", "Incorrect type"),
    Mistake("a size below zero", "inputs: {x: [⟦-1⟧]}\nlayers: [Dense: 1]\n", "minimum of 0"),
    Mistake("a shape that is a number", "inputs: {x: ⟦4⟧}\nlayers: [Dense: 1]\n", "type"),
    Mistake(
        "an argument of an input",
        "inputs: {x: {shape: [4], ⟦size⟧: 1}}\nlayers: [Dense: 1]\n",
        "Property size is not allowed",
    ),
    Mistake(
        "a dtype of an input",
        "inputs: {x: {shape: [4], dtype: ⟦float⟧}}\nlayers: [Dense: 1]\n",
        '"float32"',
    ),
    # kinds
    Mistake("a misspelt layer", chain("⟦Dens⟧: 8"), "Property Dens is not allowed"),
    Mistake("a misspelt layer alone", chain("⟦Flaten⟧"), ALONE),
    Mistake("a layer without its arguments", chain("⟦Dense⟧"), ALONE),
    Mistake("a layer that is no data", chain("⟦Lambda⟧: abs"), "Property Lambda is not"),
    Mistake("a prefix of Keras", chain("⟦layers.Dense⟧: 8"), "Property layers.Dense is not"),
    Mistake("a misspelt function", chain("⟦ops.absolut⟧: "), "Property ops.absolut is not"),
    Mistake("a misspelt network", chain("⟦applications.ResNet5⟧: "), "is not allowed"),
    Mistake("a misspelt block of std", chain("⟦std.mpl⟧: {units: [4]}"), "is not allowed"),
    Mistake("a number as a step", chain("⟦8⟧"), "Incorrect type"),
    Mistake("two kinds", chain("⟦{⟧Dense: 8, ReLU: }"), ONE_KIND),
    Mistake("an argument beside its kind", chain("⟦{⟧Dense: 8, activation: relu}"), ONE_KIND),
    Mistake("no kind", graph("{from: x}", "⟦a⟧"), "must name its kind"),
    Mistake("no from", graph("{Dense: 8}", "⟦a⟧"), 'Missing property "from"'),
    Mistake("from in a chain", chain("{Dense: 8, ⟦from⟧: x}"), "Property from is not allowed"),
    Mistake("name in a graph", graph("{Dense: 8, from: x, ⟦name⟧: b}"), "Property name is not"),
    Mistake("a name of an entry", graph("{Dense: 8, from: x}", "⟦the a⟧"), "pattern"),
    Mistake("a name of a step", chain("{Dense: 8, name: ⟦the a⟧}"), "pattern"),
    Mistake("a reference", graph("{Dense: 8, from: ⟦the x⟧}"), "pattern"),
    Mistake("a number as a reference", graph("{Dense: 8, from: ⟦1⟧}"), "Incorrect type"),
    Mistake("no reference", graph("{Add, from: ⟦[]⟧}"), "too few items"),
    Mistake("a broken repeat", chain("{Dense: 8, repeat: ⟦1.5⟧}"), "Incorrect type"),
    Mistake("no copies", graph("{Dense: 8, from: x, copies: ⟦0⟧}"), "minimum of 1"),
    Mistake("a chain that is no list", chain("chain: ⟦{Dense: 8}⟧"), "Incorrect type"),
    # arguments
    Mistake("an argument", chain("Dense: {units: 8, ⟦activaton⟧: relu}"), "activaton is not"),
    Mistake("a missing argument", chain("⟦Dense⟧: {activation: relu}"), 'property "units"'),
    Mistake("a range", chain("Dense: ⟦0⟧"), "exclusive minimum of 0"),
    Mistake("a fraction", chain("SpatialDropout1D: {rate: ⟦2.5⟧, dtype: float32}"), "maximum"),
    Mistake("a word for a number", chain("Dense: {units: ⟦many⟧}"), "a whole number greater"),
    Mistake("a word for the first", chain("Dense: ⟦relu⟧"), "units alone: a whole number"),
    Mistake("a string for a boolean", chain("Dense: {units: 8, use_bias: ⟦yes⟧}"), "true or"),
    Mistake("a number for a boolean", chain("Dense: {units: 8, use_bias: ⟦1⟧}"), "boolean"),
    Mistake("an alternative", chain("Dense: {units: 8, activation: ⟦rulu⟧}"), '"relu"'),
    Mistake("an item", chain("Conv1D: {filters: 8, kernel_size: [⟦0⟧]}"), "minimum of 0"),
    Mistake(
        "a misspelt initializer",
        chain("Dense: {units: 8, kernel_initializer: ⟦he⟧}"),
        "There are Zeros, Ones",
    ),
    Mistake(
        "a misspelt kind of initializer",
        chain("Dense: {units: 8, kernel_initializer: {⟦HeNormel⟧: {seed: 1}}}"),
        "Property HeNormel is not allowed",
    ),
    Mistake(
        "an argument of an initializer",
        chain("Dense: {units: 8, kernel_initializer: {HeNormal: {⟦sed⟧: 1}}}"),
        "Property sed is not allowed",
    ),
    Mistake(
        "a regularizer below zero",
        chain("Dense: {units: 8, kernel_regularizer: {L2: ⟦-1⟧}}"),
        "minimum of 0",
    ),
    Mistake(
        "inside of a wrapper",
        chain("TimeDistributed: {layer: {Dense: {⟦unit⟧: 8, use_bias: true, units: 8}}}"),
        "Property unit is not allowed",
    ),
    Mistake("inside of a short wrapper", chain("Bidirectional: {LSTM: ⟦0⟧}"), "minimum of 0"),
    Mistake("a param of std", chain("std.mlp: {units: [8], ⟦activaton⟧: relu}"), "is not"),
    # blocks
    Mistake("a block without layers", whole("blocks: {⟦b⟧: {inputs: [x]}}"), '"layers"'),
    Mistake("a key of a block", whole("blocks: {b: {layers: [ReLU], ⟦input⟧: x}}"), "input is"),
    Mistake("a step of a block", whole("blocks: {b: {layers: [Dense: ⟦0⟧]}}"), "minimum of 0"),
    # tasks and training
    Mistake("a key of a task", task("{⟦los⟧: mse}"), "Property los is not allowed"),
    Mistake("a loss", task("{loss: ⟦ms⟧}"), "MeanSquaredError"),
    Mistake("a metric", task("{loss: mse, metrics: [⟦mea⟧]}"), "MeanAbsoluteError"),
    Mistake("one metric", task("{loss: mse, metrics: ⟦mae⟧}"), "Takes a list of metrics"),
    Mistake("an argument of a loss", task("{loss: {Huber: {⟦detla⟧: 1}}}"), "detla is not"),
    Mistake("a key of training", training("{⟦optimiser⟧: adam}"), "optimiser is not"),
    Mistake("an optimizer", training("{optimizer: {⟦Adamm⟧: 0.1}}"), "Adamm is not"),
    Mistake("a learning rate", training("{optimizer: {Adam: ⟦fast⟧}}"), "learning_rate alone"),
    Mistake(
        "a schedule",
        training("{optimizer: {Adam: {learning_rate: {⟦CosineDecay⟧: {decay_steps: 9}}}}}"),
        "initial_learning_rate",
    ),
    Mistake("a strategy", training("{balance: ⟦gradnorm⟧}"), "There are uncertainty, dwa"),
    Mistake("a computed strategy", training("{total: ⟦$total⟧}"), '"sum", "mean"'),
]

Found = Callable[[str], list[Problem]]


@pytest.fixture(scope="module")
def found(server: Server) -> Found:
    """What the server says of each text; all are opened at once, since it waits for typing."""
    texts = [one.spec.replace("⟦", "").replace("⟧", "") for one in MISTAKES]
    texts += [spec.read_text(encoding="utf-8") for spec in GOOD]
    documents = {text: server.open(text) for text in texts}
    return {text: document.problems() for text, document in documents.items()}.__getitem__


def test_there_are_enough_kinds_of_mistakes() -> None:
    assert len({one.name for one in MISTAKES}) == len(MISTAKES) >= 40


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.name)
def test_a_mistake_is_underlined(mistake: Mistake, found: Found) -> None:
    before, _, rest = mistake.spec.partition("⟦")
    wrong, _, after = rest.partition("⟧")

    (problem,) = found(before + wrong + after)
    assert problem.text == wrong
    assert problem.start == len(before)
    assert mistake.words in problem.message


@pytest.mark.parametrize("spec", GOOD, ids=lambda spec: spec.stem)
def test_nothing_is_underlined_in_a_good_spec(spec: Path, found: Found) -> None:
    assert found(spec.read_text(encoding="utf-8")) == []
