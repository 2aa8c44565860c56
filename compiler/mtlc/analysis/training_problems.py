"""The diagnostics of tasks and training; what finds them is loaded where there are any."""

from __future__ import annotations

from mtlc_spec.diagnostics import Diagnostic, Severity

WARNING = Severity.WARNING


def _full_name(chosen: str) -> str:
    """The way out where Keras chooses."""
    end = "accuracy" if chosen.lower().startswith("acc") else "crossentropy"
    return f"write `binary_{end}`, `categorical_{end}` or `sparse_categorical_{end}`"


class OutputWithoutLoss(Diagnostic, code="MTL5001", severity=WARNING):
    """An output has no loss, and others have one.

    Keras trains such a model without a word, and what leads to the output alone never
    learns anything. An output that is only looked at is allowed with a comment.

    Example::

          inputs: {x: [4]}
          layers:
            price: {Dense: 1, from: x}
            risk: {Dense: 1, from: x}
          outputs:
            price: {loss: mse}
        -   risk:
        +   risk: {loss: mse}
    """

    name: str

    @property
    def message(self) -> str:
        return f"the output `{self.name}` has no loss, so that nothing trains it"

    @property
    def help(self) -> str:
        return "give it a `loss`, or write `# mtlc: allow output-without-loss` above it"


class OneClass(Diagnostic, code="MTL5002", severity=WARNING):
    """A loss or a softmax compares classes, and the output has one unit.

    Of one class the probability is always 1: a softmax gives nothing else, a loss of
    classes is always 0 and trains nothing.

    Example::

          inputs: {x: [4]}
          layers:
            risk: {Dense: {units: 1, activation: sigmoid}, from: x}
          outputs:
        -   risk: {loss: categorical_crossentropy}
        +   risk: {loss: binary_crossentropy}
    """

    what: str
    output: str
    given: str = "one unit"

    @property
    def message(self) -> str:
        return f"`{self.what}` compares classes, and `{self.output}` has {self.given}"

    @property
    def help(self) -> str:
        return "write `binary_crossentropy` with a sigmoid, or give the output more units"


class NoProbabilities(Diagnostic, code="MTL5003", severity=WARNING):
    """A loss wants probabilities, and the output gives other numbers.

    Keras clips what is not between 0 and 1, so that nothing is learned from most samples.

    Example::

          inputs: {x: [4]}
          layers:
            risk: {Dense: 1, from: x}
          outputs:
        -   risk: {loss: binary_crossentropy}
        +   risk: {loss: {BinaryCrossentropy: {from_logits: true}}}
    """

    loss: str
    output: str
    activation: str
    logits: str
    """The loss as it is written for logits, if it takes any."""

    @property
    def message(self) -> str:
        given = "no activation" if self.activation == "linear" else f"`{self.activation}`"
        return f"`{self.loss}` wants probabilities, and `{self.output}` ends with {given}"

    @property
    def help(self) -> str:
        activation = "a sigmoid (or a softmax)"
        if not self.logits:
            return f"give the output {activation}"
        return f"write `loss: {self.logits}`, or give the output {activation}"


class LogitsOfProbabilities(Diagnostic, code="MTL5004", severity=WARNING):
    """A loss applies a sigmoid or softmax to an output that has had one already.

    The model trains, slowly and to a worse result: the loss sees numbers between 0 and 1
    as logits, and can never be certain.

    Example::

          inputs: {x: [4]}
          layers:
            risk: {Dense: {units: 1, activation: sigmoid}, from: x}
          outputs:
        -   risk: {loss: {BinaryCrossentropy: {from_logits: true}}}
        +   risk: {loss: binary_crossentropy}
    """

    output: str
    activation: str

    @property
    def message(self) -> str:
        return f"`from_logits` is set, and `{self.output}` ends with `{self.activation}`"

    @property
    def help(self) -> str:
        return "leave out `from_logits`, or the activation"


class SeveralClasses(Diagnostic, code="MTL5005", severity=WARNING):
    """A loss judges every unit for itself, and a softmax lets only one of them win.

    Example::

          inputs: {x: [4]}
          layers:
            kind: {Dense: {units: 3, activation: softmax}, from: x}
          outputs:
        -   kind: {loss: binary_crossentropy}
        +   kind: {loss: categorical_crossentropy}
    """

    loss: str
    output: str

    @property
    def message(self) -> str:
        return f"`{self.loss}` judges every unit alone, and `{self.output}` ends with a softmax"

    @property
    def help(self) -> str:
        return (
            "write `categorical_crossentropy` (`sparse_categorical_crossentropy` where labels "
            "are numbers of classes), or a sigmoid where several may be right"
        )


class UnfitActivation(Diagnostic, code="MTL5006", severity=WARNING):
    """A loss wants numbers that the activation of the output cannot give, or gives besides.

    Hinge losses want scores on both sides of 0; the Poisson loss wants rates, which are
    positive.

    Example::

          inputs: {x: [4]}
          layers:
        -   count: {Dense: 1, from: x}
        +   count: {Dense: {units: 1, activation: softplus}, from: x}
          outputs:
            count: {loss: poisson}
    """

    loss: str
    output: str
    activation: str
    wanted: str

    @property
    def message(self) -> str:
        given = "no activation" if self.activation == "linear" else f"`{self.activation}`"
        return f"`{self.loss}` wants {self.wanted}, and `{self.output}` ends with {given}"

    @property
    def help(self) -> str:
        if self.wanted.startswith("positive"):
            return "give the output `softplus` or `exponential`"
        return "leave the output without an activation, or give it `tanh`"


class UnknownClass(Diagnostic, code="MTL5007", severity=WARNING):
    """A class is named that the output cannot tell.

    Classes are counted from 0; an output of one unit tells 0 from 1.

    Example::

          inputs: {x: [4]}
          layers:
            kind: {Dense: {units: 3, activation: softmax}, from: x}
          outputs:
            kind:
              loss: sparse_categorical_crossentropy
        -     class_weight: {3: 2.0}
        +     class_weight: {2: 2.0}
    """

    argument: str
    number: int
    output: str
    classes: int
    of_signs: bool = False
    """Labels are -1 and 1, which Keras makes of 0 and 1."""

    @property
    def message(self) -> str:
        told = "-1 from 1" if self.of_signs else f"{self.classes} classes, counted from 0"
        named = f"`{self.argument}` names the class {self.number}"
        return f"{named}, and `{self.output}` tells {told}"


class DifferentLabels(Diagnostic, code="MTL5008", severity=WARNING):
    """A loss and a metric of one task want labels of different forms.

    For the one they are numbers of classes, for the other there is a number for each unit.
    Keras fails on most labels, and compares what cannot be compared on others.

    Example::

          inputs: {x: [4]}
          layers:
            kind: {Dense: {units: 3, activation: softmax}, from: x}
          outputs:
            kind:
              loss: sparse_categorical_crossentropy
        -     metrics: [categorical_accuracy]
        +     metrics: [sparse_categorical_accuracy]
    """

    metric: str
    wanted: str
    loss: str
    given: str

    @property
    def message(self) -> str:
        return (
            f"`{self.metric}` wants labels as {self.wanted}, "
            f"and `{self.loss}` wants them as {self.given}"
        )

    @property
    def help(self) -> str:
        return "choose a metric of the same labels; `accuracy` chooses by itself"


class NotComputable(Diagnostic, code="MTL5009"):
    """A loss or a metric cannot be computed of the output, or of a task at all.

    Keras fails when it sees the first batch.

    Example::

          inputs: {x: [6, 4]}
          layers:
            kind: {Dense: {units: 3, activation: softmax}, from: x}
          outputs:
            kind:
              loss: categorical_crossentropy
        -     metrics: [F1Score]
        +     metrics: [accuracy]
    """

    what: str
    """The loss or the metric."""
    problem: str
    way_out: str | None = None

    @property
    def message(self) -> str:
        return f"`{self.what}` {self.problem}"

    @property
    def help(self) -> str | None:
        return self.way_out


class TrivialMetric(Diagnostic, code="MTL5010", severity=WARNING):
    """A metric says the same, whatever the model predicts.

    Example::

          inputs: {x: [4]}
          layers:
            risk: {Dense: {units: 1, activation: sigmoid}, from: x}
          outputs:
            risk:
              loss: binary_crossentropy
        -     metrics: [categorical_accuracy]
        +     metrics: [binary_accuracy]
    """

    metric: str
    output: str
    reason: str

    @property
    def message(self) -> str:
        return f"`{self.metric}` says nothing of `{self.output}`: {self.reason}"

    @property
    def help(self) -> str | None:
        if self.reason.startswith("of one class"):
            return "write `binary_accuracy`"
        if "every probability" in self.reason:
            return "write `BinaryIoU`, which has a threshold"
        if "`threshold`" in self.reason:
            return "give it a threshold: `{F1Score: {threshold: 0.5}}`"
        return None


class UselessWeight(Diagnostic, code="MTL5011", severity=WARNING):
    """A task, or a class, has a weight of 0, so that it is not trained, or a negative one.

    What has a negative weight is trained to be as wrong as it can.

    Example::

          inputs: {x: [4]}
          layers:
            price: {Dense: 1, from: x}
          outputs:
        -   price: {loss: mse, weight: 0}
        +   price: {loss: mse, weight: 0.5}
    """

    weight: float
    number: int | None = None
    """The class that has the weight, if it is no task."""

    @property
    def message(self) -> str:
        what = "a task" if self.number is None else f"the class {self.number}"
        if self.weight == 0:
            return f"{what} with the weight 0 is not trained"
        of_it = "the loss" if self.number is None else f"the loss of {what}"
        return f"with the weight {self.weight:g} {of_it} is made as large as it can be"

    @property
    def help(self) -> str:
        if self.number is None:
            return "give the task a positive weight, or no loss"
        return "give the class a positive weight; one that is not named has 1"


class NoLabels(Diagnostic, code="MTL5012"):
    """Samples without a label cannot be left out of a loss or a metric.

    It is no mean over samples (it compares them with each other, or all at once), or it
    is imported, so that nothing is known of it; or Keras chooses it by the shapes of
    labels, when they are there.

    Example::

          inputs: {x: [4]}
          layers:
            price: {Dense: 1, from: x}
          outputs:
            price:
              loss: mse
              missing: .nan
        -     metrics: [PearsonCorrelation]
        +     metrics: [mae]
    """

    what: str
    reason: str

    @property
    def message(self) -> str:
        return f"samples cannot be left out of `{self.what}`: {self.reason}"

    @property
    def help(self) -> str | None:
        return _full_name(self.what) if "Keras chooses" in self.reason else None


class UnweightedClasses(Diagnostic, code="MTL5013"):
    """`class_weight` needs labels that say one class for each sample.

    Example::

          inputs: {x: [4]}
          layers:
            price: {Dense: 3, from: x}
          outputs:
        -   price: {loss: mse, class_weight: {0: 1.0, 1: 5.0}}
        +   price: {loss: mse}
    """

    loss: str
    reason: str

    @property
    def message(self) -> str:
        return f"`class_weight` weighs samples by their class, and {self.reason}"

    @property
    def help(self) -> str | None:
        return _full_name(self.loss) if "Keras chooses" in self.reason else None


class UnlikelyRate(Diagnostic, code="MTL5014", severity=WARNING):
    """A learning rate trains nothing, or lets everything explode.

    Example::

          inputs: {x: [4]}
          layers:
            price: {Dense: 1, from: x}
          outputs:
            price: {loss: mse}
        - training: {optimizer: {Adam: 100.0}}
        + training: {optimizer: {Adam: 0.001}}
    """

    rate: float
    bound: str

    @property
    def message(self) -> str:
        return f"a learning rate of {self.rate:g} is {self.bound}"

    @property
    def help(self) -> str:
        return "most are between 0.00001 and 0.1"


class NothingToTrain(Diagnostic, code="MTL5015", severity=WARNING):
    """A spec says how to train, and no output has a loss.

    Without any loss the module has no `compile_model`.

    Example::

          inputs: {x: [4]}
          layers:
            price: {Dense: 1, from: x}
          outputs:
        -   price:
        +   price: {loss: mse}
          training: {optimizer: Adam}
    """

    @property
    def message(self) -> str:
        return "no output has a loss, so that there is nothing to train"

    @property
    def help(self) -> str:
        return "give an output a loss: `outputs: {price: {loss: mse}}`"


class KeyWithoutLoss(Diagnostic, code="MTL5016", severity=WARNING):
    """A key says something of a loss that is not there.

    Example::

          inputs: {x: [4]}
          layers:
            price: {Dense: 1, from: x}
          outputs:
        -   price: {weight: 2.0}
        +   price: {loss: mse, weight: 2.0}
    """

    key: str

    @property
    def message(self) -> str:
        return f"`{self.key}` means nothing without a loss"


class UndecidedNames(Diagnostic, code="MTL5017"):
    """Params decide what the outputs of two bundles are called.

    Other params give other names, and then nothing tells which of them belongs to which
    task.

    Example::

          params: {left: [a, b], right: [c, d]}
          inputs: {x: [4]}
          layers:
            one: {Dense: 1, from: x, copies: $left}
        -   two: {Dense: 1, from: x, copies: $right}
        +   two: {Dense: $(len(right)), from: x}
          outputs:
            one: {loss: mse}
            two: {loss: mae}
    """

    first: str
    second: str

    @property
    def message(self) -> str:
        both = f"`{self.first}` and of `{self.second}`"
        return f"params decide what the outputs of {both} are called"

    @property
    def help(self) -> str:
        return "write the names of one of them in the spec"


class ForgottenArgument(Diagnostic, code="MTL5018", severity=WARNING):
    """Keras does not bring an argument back when a saved model is loaded.

    The loaded model goes on with the default, without a word, or cannot be loaded.
    Compiled again by `compile_model` it has what the spec says.

    Example::

          inputs: {x: [4]}
          layers:
            price: {Dense: 1, from: x}
          outputs:
        -   price: {loss: {Huber: 0.5}}
        +   price: {loss: huber}
    """

    kind: str
    argument: str

    @property
    def message(self) -> str:
        return f"Keras 3.15 forgets `{self.argument}` of `{self.kind}` when a model is saved"

    @property
    def help(self) -> str:
        return (
            "compile the model again once it is loaded: `compile_model(load_model(path))`; "
            "`# mtlc: allow forgotten-argument` says that you know"
        )


class NothingToBalance(Diagnostic, code="MTL5019"):
    """`balance` weighs the losses of several tasks, and there are not several.

    Example::

          inputs: {x: [4]}
          layers:
            price: {Dense: 1, from: x}
            risk: {Dense: 1, from: x}
          outputs:
            price: {loss: mse}
        -   # mtlc: allow output-without-loss
        -   risk:
        +   risk: {loss: mae}
          training: {balance: dwa}
    """

    strategy: str
    tasks: int
    maybe: bool

    @property
    def message(self) -> str:
        if self.maybe:
            return f"`{self.strategy}` balances several tasks, and params may leave one of them"
        there = "one task" if self.tasks == 1 else "no task"
        return f"`{self.strategy}` balances several tasks, and there is {there}"

    @property
    def help(self) -> str:
        return "give more outputs a loss, or leave out `balance`"


class TotalOfBalance(Diagnostic, code="MTL5020"):
    """`balance` forms the total of the losses, and `total` says how it is formed as well.

    Example::

          inputs: {x: [4]}
          layers:
            price: {Dense: 1, from: x}
            risk: {Dense: 1, from: x}
          outputs:
            price: {loss: mse}
            risk: {loss: mae}
        - training: {balance: dwa, total: mean}
        + training: {balance: dwa}
    """

    strategy: str

    @property
    def message(self) -> str:
        return f"`total: mean` goes with fixed weights, and `{self.strategy}` forms the total"

    @property
    def help(self) -> str:
        return "leave out `total` or `balance`"


class NegativeLoss(Diagnostic, code="MTL5021", severity=WARNING):
    """A strategy takes logarithms or ratios of losses, and a loss may be negative.

    What is learnt from a negative loss is not what the strategy means, or no number.

    Example::

          inputs: {x: [4]}
          layers:
            price: {Dense: 1, from: x}
            word: {Dense: 3, from: x}
          outputs:
            price: {loss: mse}
        -   word: {loss: cosine_similarity}
        +   word: {loss: mse}
          training: {balance: geometric}
    """

    strategy: str
    loss: str

    @property
    def message(self) -> str:
        return f"`{self.strategy}` wants losses above 0, and `{self.loss}` may be negative"

    @property
    def help(self) -> str:
        return "`random` and `smooth_tchebycheff` take losses of any sign"


class MetricOfLogits(Diagnostic, code="MTL5022", severity=WARNING):
    """A metric wants probabilities, and the output gives other numbers.

    `accuracy` of one unit compares it with 0.5, which is a probability: of a logit, the
    middle is 0. Others try thresholds between 0 and 1, or take logarithms.

    Example::

          inputs: {x: [4]}
          layers:
            risk: {Dense: 1, from: x}
          outputs:
            risk:
              loss: {BinaryCrossentropy: {from_logits: true}}
        -     metrics: [accuracy]
        +     metrics: [{BinaryAccuracy: {threshold: 0}}]
    """

    metric: str
    output: str
    activation: str
    of_logits: bool
    """The loss takes what the output gives for logits."""
    way_out: str

    @property
    def message(self) -> str:
        given = "ends with no activation"
        if self.of_logits:
            given = "gives logits"
        elif self.activation != "linear":
            given = f"ends with `{self.activation}`"
        return f"`{self.metric}` wants probabilities, and `{self.output}` {given}"

    @property
    def help(self) -> str:
        if not self.of_logits:
            return "give the output a sigmoid, or choose a metric of numbers, such as `mae`"
        sigmoid = "give the output a sigmoid (or a softmax), and the loss no `from_logits`"
        return f"write `{self.way_out}`, or {sigmoid}" if self.way_out else sigmoid


class MissingClass(Diagnostic, code="MTL5023", severity=WARNING):
    """The label that means "not labelled" is one that labelled samples have.

    Their samples count neither in the loss nor in the metrics, so that the class is never
    learned.

    Example::

          inputs: {x: [4]}
          layers:
            risk: {Dense: {units: 1, activation: sigmoid}, from: x}
          outputs:
        -   risk: {loss: binary_crossentropy, missing: 0}
        +   risk: {loss: binary_crossentropy, missing: -1}
    """

    number: float
    loss: str

    @property
    def message(self) -> str:
        return f"`missing` is {self.number:g}, which is a label of `{self.loss}` as well"

    @property
    def help(self) -> str:
        return "mark what has no label with another number, `missing: -1`, or with `.nan`"


class NoGradient(Diagnostic, code="MTL5024"):
    """No gradient gets from a loss to a weight, so that nothing can be trained.

    Whole numbers, booleans and functions such as `ops.round` have none, and Keras fails
    in the first step.

    Example::

          inputs: {x: [4]}
          layers:
            scores: {Dense: 3, from: x}
        -   best: {ops.argmax: -1, from: scores}
          outputs:
        -   best: {loss: mse}
        +   scores: {loss: mse}
    """

    loss: str
    output: str

    @property
    def message(self) -> str:
        return f"no gradient gets from `{self.loss}` of `{self.output}` to a weight"

    @property
    def help(self) -> str:
        if self.labels:
            return "give the loss to a tensor in front of what passes no gradient"
        return "give the loss to an output that comes from a layer with weights"
