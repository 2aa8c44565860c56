"""The initializers of Keras."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from mtlc_spec.shapes import ShapeError, WrongDtype, WrongRank
from mtlc_spec.values.numbers import Seed
from mtlc_spec.values.tagged import Tagged, tagged

Axes = tuple[int, ...] | None


class _Initializer(Tagged):
    module = "initializers"

    ranks: ClassVar[tuple[int, ...] | None] = None
    """How many axes a weight may have; None is any number."""
    least_rank: ClassVar[int] = 0


class Zeros(_Initializer):
    """All zero."""


class Ones(_Initializer):
    """All one."""


class Constant(_Initializer):
    """All the same value."""

    made_by_name = False

    value: float = 0.0


class RandomNormal(_Initializer):
    """From a normal distribution."""

    mean: float = 0.0
    stddev: float = 0.05
    seed: Seed | None = None


class TruncatedNormal(_Initializer):
    """From a normal distribution, drawn again beyond two standard deviations."""

    mean: float = 0.0
    stddev: float = 0.05
    seed: Seed | None = None


class RandomUniform(_Initializer):
    """From a uniform distribution."""

    minval: float = -0.05
    maxval: float = 0.05
    seed: Seed | None = None


class VarianceScaling(_Initializer):
    """From a distribution whose variance is scaled by the number of inputs or outputs."""

    scale: Annotated[float, Field(gt=0)] = 1.0
    mode: Literal["fan_in", "fan_out", "fan_avg"] = "fan_in"
    distribution: Literal["truncated_normal", "untruncated_normal", "normal", "uniform"] = (
        "truncated_normal"
    )
    seed: Seed | None = None
    input_axes: Axes = None
    output_axes: Axes = None


class _Scaled(_Initializer):
    seed: Seed | None = None
    input_axes: Axes = None
    output_axes: Axes = None


class GlorotUniform(_Scaled):
    """Uniform within sqrt(6 / (inputs + outputs)) (Glorot and Bengio 2010)."""


class GlorotNormal(_Scaled):
    """Truncated normal of variance 2 / (inputs + outputs) (Glorot and Bengio 2010)."""


class HeUniform(_Scaled):
    """Uniform within sqrt(6 / inputs) (He et al. 2015)."""


class HeNormal(_Scaled):
    """Truncated normal of variance 2 / inputs (He et al. 2015)."""


class LecunUniform(_Scaled):
    """Uniform within sqrt(3 / inputs) (Klambauer et al. 2017)."""


class LecunNormal(_Scaled):
    """Truncated normal of variance 1 / inputs (Klambauer et al. 2017)."""


class Orthogonal(_Initializer):
    """An orthogonal matrix (Saxe et al. 2014), for weights of two or more axes."""

    least_rank = 2

    gain: float = 1.0
    seed: Seed | None = None


class Identity(_Initializer):
    """The identity matrix, for weights of two axes."""

    ranks = (2,)

    gain: float = 1.0


class STFT(_Initializer):
    """The kernel of a short-time Fourier transform, for the weights of a Conv1D."""

    ranks = (3,)

    side: Literal["real", "imag"] = "real"
    window: str | None = "hann"
    scaling: Literal["density", "spectrum"] | None = "density"
    periodic: bool = False


KINDS: dict[str, type[Tagged]] = {
    "zeros": Zeros,
    "ones": Ones,
    "constant": Constant,
    "random_normal": RandomNormal,
    "truncated_normal": TruncatedNormal,
    "random_uniform": RandomUniform,
    "variance_scaling": VarianceScaling,
    "glorot_uniform": GlorotUniform,
    "glorot_normal": GlorotNormal,
    "he_uniform": HeUniform,
    "he_normal": HeNormal,
    "lecun_uniform": LecunUniform,
    "lecun_normal": LecunNormal,
    "orthogonal": Orthogonal,
    "identity": Identity,
    "stft": STFT,
}
"""Every name that Keras knows an initializer by, its own name for it first."""

KINDS |= {kind.__name__: kind for kind in KINDS.values()} | {
    "zero": Zeros,
    "one": Ones,
    "normal": RandomNormal,
    "uniform": RandomUniform,
    "IdentityInitializer": Identity,
    "OrthogonalInitializer": Orthogonal,
    "STFTInitializer": STFT,
}

Initializer = Annotated[str | Tagged, BeforeValidator(tagged("an initializer", lambda: KINDS))]


def check_initializer(
    initializer: str | Tagged, name: str, shape: tuple[int, ...], dtype: str
) -> None:
    """Raise `ShapeError` if an initializer cannot make a weight of this shape and dtype."""
    kind = KINDS[initializer] if isinstance(initializer, str) else type(initializer)
    assert issubclass(kind, _Initializer)
    rank = len(shape)
    if rank < kind.least_rank or (kind.ranks is not None and rank not in kind.ranks):
        wanted = f"at least {kind.least_rank}" if kind.ranks is None else f"{kind.ranks[0]}"
        raise ShapeError(
            WrongRank,
            f"`{kind.__name__}` initializes weights of {wanted} axes, and `{name}` has {rank}",
        )
    if dtype == "bfloat16" and kind is Orthogonal:
        raise ShapeError(
            WrongDtype,
            f"`Orthogonal` cannot make the {dtype} weight `{name}`",
            "use `dtype: mixed_bfloat16`, which keeps weights in float32",
        )


def depends_on_outputs(initializer: object) -> bool:
    """Whether the numbers that an initializer draws depend on how many outputs there are.

    Asked with a name, or with the kind and the arguments of an object.
    """
    name, arguments = initializer if isinstance(initializer, tuple) else (initializer, {})
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        return False
    return arguments.get("mode", "fan_in") != "fan_in" or kind in (
        GlorotUniform,
        GlorotNormal,
        Orthogonal,
    )
