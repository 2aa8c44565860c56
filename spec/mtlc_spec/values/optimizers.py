"""The optimizers of Keras.

Keras looks up their names in any case, and finds `Lamb`, which it exports, by none.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from mtlc_spec.values.numbers import Fraction
from mtlc_spec.values.schedules import LearningRate
from mtlc_spec.values.tagged import Tagged, conflict, refused, tagged_object, tagged_or_name

NonNegative = Annotated[float, Field(ge=0)]


class _Optimizer(Tagged):
    """What optimizers have in common; what a class adds stands after the learning rate."""

    module = "optimizers"
    floats = frozenset({"learning_rate"})

    learning_rate: LearningRate = 0.001
    weight_decay: float | None = None
    clipnorm: float | None = None
    clipvalue: float | None = None
    global_clipnorm: float | None = None
    use_ema: bool = False
    ema_momentum: float = 0.99
    ema_overwrite_frequency: int | None = None
    loss_scale_factor: float | None = None
    gradient_accumulation_steps: int | None = None

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "moved" not in vars(cls):
            own = [name for name in cls.__annotations__ if name != "learning_rate"]
            cls.moved = _after("learning_rate", *own)

    @field_validator("gradient_accumulation_steps")
    @classmethod
    def _accumulates_several(cls, value: int | None) -> int | None:
        if value and value < 2:
            raise refused("must be 2 or more, or 0 or null for none")
        return value

    @model_validator(mode="after")
    def _arguments_go_together(self) -> Self:
        names = ("clipnorm", "clipvalue", "global_clipnorm")
        clips = [name for name in names if getattr(self, name) is not None]
        if len(clips) > 1:
            raise conflict(clips[1], f"`{clips[0]}` and `{clips[1]}` do not go together")
        if self.use_ema:
            if not 0 <= self.ema_momentum <= 1:
                raise conflict("ema_momentum", "with `use_ema`, it must be from 0 to 1")
            if (self.ema_overwrite_frequency or 0) < 0:
                raise conflict("ema_overwrite_frequency", "it must not be negative")
        return self


def _after(first: str, *names: str) -> tuple[tuple[str, str], ...]:
    """Each name moved right after the one before it."""
    return tuple((name, before) for before, name in pairwise((first, *names)))


class SGD(_Optimizer):
    """Gradient descent, with momentum if wanted (Sutskever et al. 2013)."""

    floats = frozenset({"learning_rate", "momentum"})

    learning_rate: LearningRate = 0.01
    momentum: Fraction = 0.0
    nesterov: bool = False


class RMSprop(_Optimizer):
    """Divides by a running average of the gradients' size (Tieleman and Hinton 2012)."""

    rho: float = 0.9
    momentum: float = 0.0
    epsilon: float = 1e-7
    centered: bool = False


class Adam(_Optimizer):
    """Follows running averages of gradients and their squares (Kingma and Ba 2015)."""

    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7
    amsgrad: bool = False


class AdamW(_Optimizer):
    """Adam with weight decay apart from the gradients (Loshchilov and Hutter 2019)."""

    weight_decay: float | None = 0.004
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7
    amsgrad: bool = False

    @field_validator("weight_decay")
    @classmethod
    def _decays(cls, value: float | None) -> float | None:
        """Keras refuses null here alone."""
        if value is None:
            raise refused("must be a number, 0 for none")
        return value


class Adamax(_Optimizer):
    """Adam by the largest gradient in place of squares (Kingma and Ba 2015)."""

    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7


class Nadam(_Optimizer):
    """Adam with Nesterov's momentum (Dozat 2016)."""

    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7


class Lamb(_Optimizer):
    """Adam scaled to the weights of each layer, for large batches (You et al. 2020)."""

    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7


class ScheduleFreeAdamW(_Optimizer):
    """AdamW that averages in place of a schedule (Defazio et al. 2024)."""

    learning_rate: LearningRate = 0.0025
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-8
    warmup_steps: int | float = 0


class Adadelta(_Optimizer):
    """Adagrad over a window of the past (Zeiler 2012)."""

    rho: float = 0.95
    epsilon: float = 1e-7


class Adagrad(_Optimizer):
    """Smaller steps where gradients were large before (Duchi et al. 2011)."""

    initial_accumulator_value: float = 0.1
    epsilon: float = 1e-7


class Adafactor(_Optimizer):
    """Adam with the squares kept by row and column (Shazeer and Stern 2018)."""

    beta_2_decay: float = -0.8
    epsilon_1: float = 1e-30
    epsilon_2: float = 0.001
    clip_threshold: float = 1.0
    relative_step: bool = True


class Ftrl(_Optimizer):
    """Follows the regularized leader (McMahan et al. 2013)."""

    learning_rate_power: Annotated[float, Field(le=0)] = -0.5
    initial_accumulator_value: NonNegative = 0.1
    l1_regularization_strength: NonNegative = 0.0
    l2_regularization_strength: NonNegative = 0.0
    l2_shrinkage_regularization_strength: NonNegative = 0.0
    beta: float = 0.0


class Lion(_Optimizer):
    """Follows the signs of a momentum (Chen et al. 2023)."""

    beta_1: Annotated[float, Field(gt=0, le=1)] = 0.9
    beta_2: float = 0.99


class Muon(_Optimizer):
    """Orthogonal steps for matrices, Adam for the rest (Jordan et al. 2024)."""

    moved = _after(
        "learning_rate", "adam_beta_1", "adam_beta_2", "adam_weight_decay", "epsilon"
    )

    adam_beta_1: float = 0.9
    adam_beta_2: float = 0.999
    adam_weight_decay: float | None = 0.004
    epsilon: float = 1e-7
    weight_decay: float | None = 0.004
    exclude_layers: tuple[str, ...] | None = None
    exclude_embeddings: bool = True
    muon_a: float = 3.4445
    muon_b: float = -4.7750
    muon_c: float = 2.0315
    adam_lr_ratio: float = 1
    momentum: float = 0.95
    ns_steps: int = 5
    nesterov: bool = True
    rms_rate: float | None = 0.2


class _Wrapper(Tagged):
    module: ClassVar[str] = "optimizers"


class LossScaleOptimizer(_Wrapper):
    """Another optimizer, with losses scaled up so that 16 bits can hold the gradients."""

    inner_optimizer: OptimizerObject
    initial_scale: float = 32768.0
    dynamic_growth_steps: int = 2000


class OptimizerMap(_Wrapper):
    """An optimizer for each pattern of the paths of weights, and one for the others."""

    default_optimizer: OptimizerObject
    optimizer_map: dict[str, OptimizerObject] | None = None


class MultiOptimizer(_Wrapper):
    """Several optimizers, each for its own weights."""

    optimizer_map: OptimizerMapObject
    loss_scale_factor: float | None = None


KINDS: dict[str, type[Tagged]] = {
    kind.__name__.lower(): kind
    for kind in (
        SGD,
        RMSprop,
        Adam,
        AdamW,
        Adamax,
        Nadam,
        ScheduleFreeAdamW,
        Adadelta,
        Adagrad,
        Adafactor,
        Ftrl,
        Lion,
        Muon,
        LossScaleOptimizer,
        MultiOptimizer,
    )
}
"""Every name that Keras knows an optimizer by, its own name for it first."""

KINDS |= {kind.__name__: kind for kind in KINDS.values()} | {"Lamb": Lamb}

UNNAMED: frozenset[type[Tagged]] = frozenset({Lamb})
"""Classes that `keras.optimizers.get` finds by no name."""

MAPS: dict[str, type[Tagged]] = {"OptimizerMap": OptimizerMap}
"""What tells which weight gets which optimizer."""


def _in_our_case(value: Any) -> Any:
    """A name in the case of `KINDS`, since Keras reads it in any."""
    if isinstance(value, str) and value not in KINDS and value.lower() in KINDS:
        return value.lower()
    if isinstance(value, dict):
        return {_in_our_case(name) if len(value) == 1 else name: value[name] for name in value}
    return value


_read = tagged_or_name("an optimizer", lambda: KINDS, unnamed=UNNAMED)


def read(value: Any) -> Any:
    """An optimizer, or the name of one in the case that Keras lists it in."""
    return _read(_in_our_case(value))


Optimizer = Annotated[str | Tagged, BeforeValidator(read)]

OptimizerObject = Annotated[
    Tagged,
    BeforeValidator(tagged_object("an optimizer", lambda: KINDS)),
    BeforeValidator(_in_our_case),
]
"""An optimizer inside of another one, where Keras looks up no name."""

OptimizerMapObject = Annotated[
    Tagged, BeforeValidator(tagged_object("a map of optimizers", lambda: MAPS))
]
