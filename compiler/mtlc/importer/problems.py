"""What can be wrong with a saved Keras model, and what of it no spec can say."""

from __future__ import annotations

from mtlc_spec.diagnostics import Diagnostic, Severity

IMPORTED = "give the `.keras` file of the model, or the text of its `model.to_json()`"
"""What can be imported."""


class ImportProblem(Diagnostic):
    """The base of what is found in a saved model, at a place in its JSON."""

    path: str = ""
    """The way to the place: `config.layers[3].config.units`; empty for the whole file."""

    @property
    def _at(self) -> str:
        return f" at `{self.path}`" if self.path else ""


class DamagedArchive(ImportProblem, code="MTL6001"):
    """A `.keras` file is no archive that holds the model's `config.json`.

    Keras writes a zip file with `config.json` inside, unencrypted. The text that
    `model.to_json()` gives can be imported as well.

    Example::

        - PK<byte 03><byte 04>
        + {"module": "keras", "class_name": "Sequential", "registered_name": null,
        +  "config": {"name": "small", "layers": [
        +   {"module": "keras.layers", "class_name": "InputLayer", "registered_name": null,
        +    "config": {"batch_shape": [null, 4], "dtype": "float32", "name": "x"}},
        +   {"module": "keras.layers", "class_name": "Dense", "registered_name": null,
        +    "config": {"name": "dense", "units": 8}}]}}
    """

    problem: str

    @property
    def message(self) -> str:
        return f"the `.keras` file cannot be read: {self.problem}"

    @property
    def help(self) -> str:
        return "save the model again, or write the text that `model.to_json()` gives to a file"


class InvalidJson(ImportProblem, code="MTL6002"):
    """The text is not JSON, or more of it than can be read safely.

    Example::

        - {"module": "keras", "class_name": "Sequential", "registered_name": null
        + {"module": "keras", "class_name": "Sequential", "registered_name": null,
           "config": {"name": "small", "layers": [
            {"module": "keras.layers", "class_name": "InputLayer", "registered_name": null,
             "config": {"batch_shape": [null, 4], "dtype": "float32", "name": "x"}},
            {"module": "keras.layers", "class_name": "Dense", "registered_name": null,
             "config": {"name": "dense", "units": 8}}]}}
    """

    problem: str
    way_out: str | None = None

    @property
    def message(self) -> str:
        return self.problem

    @property
    def help(self) -> str | None:
        return self.way_out


class NoModel(ImportProblem, code="MTL6003"):
    """The JSON is not what Keras 3 writes for a Sequential or Functional model.

    Example::

          {"module": "keras", "class_name": "Sequential", "registered_name": null,
           "config": {"name": "small", "layers": [
            {"module": "keras.layers", "class_name": "InputLayer", "registered_name": null,
        -    "config": {"batch_shape": 4, "dtype": "float32", "name": "x"}},
        +    "config": {"batch_shape": [null, 4], "dtype": "float32", "name": "x"}},
            {"module": "keras.layers", "class_name": "Dense", "registered_name": null,
             "config": {"name": "dense", "units": 8}}]}}
    """

    problem: str
    way_out: str | None = None

    @property
    def message(self) -> str:
        return f"{self.problem}{self._at}"

    @property
    def help(self) -> str | None:
        return self.way_out


class CodeInFile(ImportProblem, code="MTL6004"):
    """The file holds Python code, as a `Lambda` layer does. It is never run.

    Example::

          {"module": "keras", "class_name": "Sequential", "registered_name": null,
           "config": {"name": "small", "layers": [
            {"module": "keras.layers", "class_name": "InputLayer", "registered_name": null,
             "config": {"batch_shape": [null, 4], "dtype": "float32", "name": "x"}},
        -   {"module": "keras.layers", "class_name": "Lambda", "registered_name": null,
        -    "config": {"name": "half", "function": {"class_name": "__lambda__",
        -     "config": {"code": "4wEA", "defaults": null, "closure": null}}}}]}}
        +   {"module": "keras.layers", "class_name": "Rescaling", "registered_name": null,
        +    "config": {"name": "half", "scale": 0.5, "offset": 0.0}}]}}
    """

    what: str

    @property
    def message(self) -> str:
        return f"{self.what}{self._at} holds Python code, which is not run"

    @property
    def help(self) -> str:
        return (
            "write a layer or function of your own in its place: `imports: {mine: my_module}`, "
            "and then `mine.function` with `returns`; or use `ops.NAME` for what `keras.ops` "
            "has"
        )


class UnsupportedLayer(ImportProblem, code="MTL6005"):
    """A layer or function of Keras that a spec cannot name.

    Example::

          {"module": "keras", "class_name": "Sequential", "registered_name": null,
           "config": {"name": "small", "layers": [
            {"module": "keras.layers", "class_name": "InputLayer", "registered_name": null,
             "config": {"batch_shape": [null, 4], "dtype": "float32", "name": "x"}},
        -   {"module": "keras.layers", "class_name": "Denze", "registered_name": null,
        +   {"module": "keras.layers", "class_name": "Dense", "registered_name": null,
             "config": {"name": "dense", "units": 8}}]}}
    """

    name: str
    reason: str
    way_out: str | None = None

    @property
    def message(self) -> str:
        return f"`{self.name}`{self._at} {self.reason}"

    @property
    def help(self) -> str | None:
        return self.way_out


class InexpressibleArgument(ImportProblem, code="MTL6006"):
    """An argument of a layer, or of an input, is nothing that a spec can say.

    Either Keras would refuse it too, and the file was edited, or it is an object that is
    no data.

    Example::

          {"module": "keras", "class_name": "Sequential", "registered_name": null,
           "config": {"name": "small", "layers": [
            {"module": "keras.layers", "class_name": "InputLayer", "registered_name": null,
             "config": {"batch_shape": [null, 4], "dtype": "float32", "name": "x"}},
            {"module": "keras.layers", "class_name": "Dense", "registered_name": null,
        -    "config": {"name": "dense", "units": -8}}]}}
        +    "config": {"name": "dense", "units": 8}}]}}
    """

    problem: str
    way_out: str | None = None

    @property
    def message(self) -> str:
        return f"{self.problem}{self._at}"

    @property
    def help(self) -> str | None:
        return self.way_out


class InexpressibleCall(ImportProblem, code="MTL6007"):
    """A layer is called in a way that a spec cannot say.

    A spec gives a layer one tensor or one list of tensors, and everything else by the
    names of the arguments of its call.

    Example::

          {"module": "keras", "class_name": "Functional", "registered_name": null,
           "config": {"name": "small", "layers": [
            {"module": "keras.layers", "class_name": "InputLayer", "registered_name": null,
             "config": {"batch_shape": [null, 4], "dtype": "float32", "name": "x"},
             "name": "x", "inbound_nodes": []},
            {"module": "keras.layers", "class_name": "Dense", "registered_name": null,
             "config": {"name": "dense", "units": 8}, "name": "dense",
        -    "inbound_nodes": [{"args": [3], "kwargs": {}}]}],
        +    "inbound_nodes": [{"args": [{"class_name": "__keras_tensor__", "config": {
        +     "shape": [null, 4], "dtype": "float32", "keras_history": ["x", 0, 0]}}],
        +     "kwargs": {}}]}],
            "input_layers": ["x", 0, 0], "output_layers": ["dense", 0, 0]}}
    """

    layer: str
    problem: str
    way_out: str | None = None

    @property
    def message(self) -> str:
        return (
            f"the call of `{self.layer}`{self._at} cannot be written as a spec: {self.problem}"
        )

    @property
    def help(self) -> str | None:
        return self.way_out


class UnknownTensor(ImportProblem, code="MTL6008"):
    """A call takes a tensor that nothing in the model gives, or that depends on the call.

    Example::

          {"module": "keras", "class_name": "Functional", "registered_name": null,
           "config": {"name": "small", "layers": [
            {"module": "keras.layers", "class_name": "InputLayer", "registered_name": null,
             "config": {"batch_shape": [null, 4], "dtype": "float32", "name": "x"},
             "name": "x", "inbound_nodes": []}],
        -   "input_layers": ["x", 0, 0], "output_layers": ["y", 0, 0]}}
        +   "input_layers": ["x", 0, 0], "output_layers": ["x", 0, 0]}}
    """

    problem: str

    @property
    def message(self) -> str:
        return f"{self.problem}{self._at}"


class UnknownInputShape(ImportProblem, code="MTL6009"):
    """A Sequential model has not been built, so that nobody knows what it is called on.

    Example::

          {"module": "keras", "class_name": "Sequential", "registered_name": null,
           "config": {"name": "small", "layers": [
        +   {"module": "keras.layers", "class_name": "InputLayer", "registered_name": null,
        +    "config": {"batch_shape": [null, 4], "dtype": "float32", "name": "x"}},
            {"module": "keras.layers", "class_name": "Dense", "registered_name": null,
             "config": {"name": "dense", "units": 8}}]}}
    """

    name: str

    @property
    def message(self) -> str:
        return f"the Sequential model `{self.name}` has no input{self._at}: it was never built"

    @property
    def help(self) -> str:
        return "give it a `keras.Input` first, or call it on data, and save it again"


class UnknownOrigin(ImportProblem, code="MTL6010", severity=Severity.WARNING):
    """A layer is not Keras' own, and the file does not say which module has its class.

    Keras leaves the module out for classes of the script that was running.

    Example::

          {"module": "keras", "class_name": "Sequential", "registered_name": null,
           "config": {"name": "small", "layers": [
            {"module": "keras.layers", "class_name": "InputLayer", "registered_name": null,
             "config": {"batch_shape": [null, 4], "dtype": "float32", "name": "x"}},
        -   {"module": null, "class_name": "Scale", "registered_name": "Scale",
        +   {"module": "my_layers", "class_name": "Scale", "registered_name": "Scale",
             "config": {"name": "scale", "factor": 8}}]}}
    """

    name: str
    module: str

    @property
    def message(self) -> str:
        return f"the file does not say which module has `{self.name}`{self._at}"

    @property
    def help(self) -> str:
        return f"write its module into `imports`, in place of `{self.module}`"


class Renamed(ImportProblem, code="MTL6011", severity=Severity.NOTE):
    """Something cannot have its own name in a spec, and is given another one.

    A name is a letter followed by letters, digits, `_` or `-`; layers inside of a nested
    model begin with its name; and what Keras may call the calls of a function that the
    model uses is nobody else's name. Keras loads weights by position, whatever the names.

    Example::

          {"module": "keras", "class_name": "Sequential", "registered_name": null,
           "config": {"name": "small", "layers": [
            {"module": "keras.layers", "class_name": "InputLayer", "registered_name": null,
             "config": {"batch_shape": [null, 4], "dtype": "float32", "name": "x"}},
            {"module": "keras.layers", "class_name": "Dense", "registered_name": null,
        -    "config": {"name": "1st layer", "units": 8}}]}}
        +    "config": {"name": "first_layer", "units": 8}}]}}
    """

    name: str
    other: str
    more: int = 0
    """How many layers beside it have such a name."""

    @property
    def message(self) -> str:
        more = f", and {self.more} more beside it likewise" if self.more else ""
        return f"`{self.name}`{self._at} is called `{self.other}` in the spec{more}"


class LeftOut(ImportProblem, code="MTL6012", severity=Severity.NOTE):
    """The file says something that is not imported, and the model is the same without it.

    Example::

          {"module": "keras", "class_name": "Sequential", "registered_name": null,
           "config": {"name": "small", "layers": [
            {"module": "keras.layers", "class_name": "InputLayer", "registered_name": null,
             "config": {"batch_shape": [null, 4], "dtype": "float32", "name": "x"}},
            {"module": "keras.layers", "class_name": "Dense", "registered_name": null,
        -    "config": {"name": "dense", "units": 8}}]},
        -  "compile_config": {"optimizer": "adam", "loss": "mse"}}
        +    "config": {"name": "dense", "units": 8}}]}}
    """

    what: str
    way_out: str | None = None

    @property
    def message(self) -> str:
        return f"{self.what}{self._at} is not imported"

    @property
    def help(self) -> str | None:
        return self.way_out


class LeftBesides(ImportProblem, code="MTL6013", severity=Severity.WARNING):
    """What `adapt` taught a layer is not in its configuration, and is not imported.

    Keras keeps the vocabulary of a lookup in a file of its own inside of a `.keras` archive,
    unless it was given as an argument. Such a layer must learn it again, or be given it.

    Example::

          {"module": "keras", "class_name": "Sequential", "registered_name": null,
           "config": {"name": "small", "layers": [
            {"module": "keras.layers", "class_name": "InputLayer", "registered_name": null,
             "config": {"batch_shape": [null, 1], "dtype": "string", "name": "word"}},
            {"module": "keras.layers", "class_name": "StringLookup", "registered_name": null,
        -    "config": {"name": "lookup", "vocabulary": null, "vocabulary_size": 3}}]}}
        +    "config": {"name": "lookup", "vocabulary": ["left", "right"]}}]}}
    """

    layer: str
    count: int

    @property
    def message(self) -> str:
        return (
            f"the vocabulary of `{self.layer}`{self._at} is not imported: {self.count} entries"
        )

    @property
    def help(self) -> str:
        return "let the layer `adapt` to the words again, or write them as its `vocabulary`"
