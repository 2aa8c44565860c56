"""Since when Keras has what a spec can say, where it is newer than the oldest supported Keras.

Measured with 3.10.0, 3.11.0, 3.12.0, 3.13.0, 3.14.0, 3.15.0 and 3.15.1;
`make agree KERAS=3.13.0` compares the table with one of them.
"""

from __future__ import annotations

from collections.abc import Iterable

OLDEST = "3.10"
"""The oldest Keras that generated code is meant for."""

_ADDED: dict[str, str] = {
    "3.11": (
        "ops.cbrt ops.corrcoef ops.deg2rad ops.hanning ops.heaviside ops.kaiser "
        "ops.layer_normalization"
    ),
    "3.12": (
        "layers.ReversibleEmbedding ops.cholesky:upper ops.cholesky_inverse ops.gcd ops.hypot "
        "ops.image.extract_patches_3d ops.image.scale_and_translate ops.isin ops.isneginf "
        "ops.isposinf ops.isreal ops.jvp ops.kron ops.lcm ops.logaddexp2 ops.trapezoid "
        "ops.unfold ops.view"
    ),
    "3.13": (
        "layers.AdaptiveAveragePooling1D layers.AdaptiveAveragePooling2D "
        "layers.AdaptiveAveragePooling3D layers.AdaptiveMaxPooling1D "
        "layers.AdaptiveMaxPooling2D layers.AdaptiveMaxPooling3D "
        "layers.Dense:quantization_config layers.EinsumDense:quantization_config "
        "layers.Embedding:quantization_config layers.ReversibleEmbedding:quantization_config "
        "ops.adaptive_average_pool ops.adaptive_max_pool ops.array_split ops.empty_like "
        "ops.ldexp ops.vander optimizers.Muon:adam_weight_decay optimizers.Muon:rms_rate"
    ),
    "3.14": (
        "layers.BatchNormalization:renorm layers.BatchNormalization:renorm_clipping "
        "layers.BatchNormalization:renorm_momentum "
        "layers.ContrastLimitedAdaptiveHistogramEqualization "
        "layers.FlaxLayer:native_serialization_platforms layers.GroupQueryAttention:use_gate "
        "layers.IntegerLookup:oov_method layers.IntegerLookup:salt "
        "layers.JaxLayer:native_serialization_platforms layers.MultiHeadAttention:use_gate "
        "layers.StringLookup:oov_method layers.StringLookup:salt "
        "metrics.SparseCategoricalCrossentropy:ignore_class ops.allclose ops.depth_to_space "
        "ops.dstack ops.fliplr ops.flipud ops.fmod ops.fold ops.geomspace ops.hsplit ops.i0 "
        "ops.nanargmax ops.nanargmin ops.nancumprod ops.nancumsum ops.nanmax ops.nanmean "
        "ops.nanmedian ops.nanmin ops.nanprod ops.nanquantile ops.nanstd ops.nansum "
        "ops.nanvar ops.nextafter ops.ptp ops.rad2deg ops.scatter_update:reduction ops.sinc "
        "ops.space_to_depth ops.vsplit optimizers.ScheduleFreeAdamW"
    ),
    "3.15": (
        "initializers.GlorotNormal:input_axes initializers.GlorotNormal:output_axes "
        "initializers.GlorotUniform:input_axes initializers.GlorotUniform:output_axes "
        "initializers.HeNormal:input_axes initializers.HeNormal:output_axes "
        "initializers.HeUniform:input_axes initializers.HeUniform:output_axes "
        "initializers.LecunNormal:input_axes initializers.LecunNormal:output_axes "
        "initializers.LecunUniform:input_axes initializers.LecunUniform:output_axes "
        "initializers.VarianceScaling:input_axes initializers.VarianceScaling:output_axes "
        "layers.GroupQueryAttention:sliding_window layers.MultiHeadAttention:sliding_window "
        "ops.cdist ops.dsplit ops.erfc ops.fabs ops.fmax ops.fmin ops.image.sobel_edges "
        "ops.image.ssim ops.matrix_rank ops.nanpercentile ops.percentile ops.pinv "
        "ops.segment_min ops.segment_prod ops.unique optimizers.MultiOptimizer "
        "optimizers.OptimizerMap"
    ),
}
"""What came with each version: paths in `keras`, and arguments behind a colon."""

_SINCE: dict[str, str] = {
    path: version for version, paths in _ADDED.items() for path in paths.split()
}
_OWNERS = frozenset(path.partition(":")[0] for path in _SINCE)


def newer(path: str, arguments: Iterable[str] = ()) -> dict[str, str]:
    """What an object and its arguments need that the oldest Keras has not, and since when."""
    if path not in _OWNERS:
        return {}
    paths = (path, *(f"{path}:{argument}" for argument in arguments))
    return {one: _SINCE[one] for one in paths if one in _SINCE}


def paths() -> tuple[str, ...]:
    """All that the oldest Keras has not."""
    return tuple(_SINCE)


def missing(version: tuple[int, int]) -> tuple[str, ...]:
    """What Keras has not before a later version than this one, major and minor."""
    return tuple(path for path, since in _SINCE.items() if number(since) > version)


def number(version: str) -> tuple[int, int]:
    """`3.15.1` is (3, 15)."""
    major, minor, *_ = version.split(".")
    return int(major), int(minor)
