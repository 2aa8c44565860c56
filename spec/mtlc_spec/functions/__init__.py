"""The catalogue of functions of `keras.ops`: which there are, and the class of each.

Chapters load when a spec needs one of their functions, so the names stand here.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from mtlc_spec.functions.base import Function

_CHAPTERS: dict[str, str] = {
    "activation": (
        "relu relu6 sigmoid silu swish tanh_shrink selu softplus softsign log_sigmoid "
        "hard_sigmoid hard_silu hard_swish hard_tanh sparse_plus sparse_sigmoid elu celu "
        "soft_shrink hard_shrink softmax log_softmax gelu leaky_relu squareplus threshold glu "
        "sparsemax normalize stop_gradient dot_product_attention"
    ),
    "binary": (
        "add subtract multiply power floor_divide maximum minimum fmax fmin divide "
        "true_divide divide_no_nan mod fmod equal not_equal less less_equal greater "
        "greater_equal logical_and logical_or logical_xor isclose logaddexp logaddexp2 hypot "
        "heaviside gcd lcm bitwise_and bitwise_or bitwise_xor left_shift right_shift "
        "bitwise_left_shift bitwise_right_shift allclose arctan2 nextafter ldexp isin where"
    ),
    "creation": (
        "zeros ones empty zeros_like empty_like ones_like full full_like arange linspace eye "
        "identity"
    ),
    "elementwise": (
        "abs absolute negative square sign trunc sqrt log log1p log2 log10 sin cos tan sinh "
        "cosh tanh sinc arcsin arccos arctan arcsinh arccosh arctanh angle floor ceil exp "
        "expm1 exp2 fabs rsqrt reciprocal erf erfinv erfc cbrt deg2rad rad2deg i0 "
        "bitwise_invert bitwise_not conj conjugate real imag signbit logical_not isnan isinf "
        "isfinite isneginf isposinf isreal copy round nan_to_num cast saturate_cast clip"
    ),
    "indexing": ("take take_along_axis one_hot multi_hot slice get_item searchsorted"),
    "joining": (
        "vstack hstack dstack vsplit hsplit dsplit concatenate append stack split array_split "
        "unstack meshgrid"
    ),
    "products": ("matmul dot inner outer tensordot einsum"),
    "reduction": (
        "sum nansum mean var nanmean nanvar nanstd std amax amin nanmax nanmin nanprod max "
        "min any all logsumexp ptp argmax argmin nanargmax nanargmin cumsum cumprod nancumsum "
        "nancumprod prod count_nonzero average norm moments diff size"
    ),
    "ordering": ("sort argsort median nanmedian quantile top_k in_top_k"),
    "matrices": ("tril triu diagonal rot90"),
    "shaping": (
        "fliplr flipud reshape ravel transpose expand_dims squeeze flip roll "
        "swapaxes moveaxis broadcast_to tile repeat pad"
    ),
    "image": ("image.rgb_to_hsv image.hsv_to_rgb image.resize image.rgb_to_grayscale"),
}
"""The functions of each module of this package."""

_NOT_COVERED = (
    "adaptive_average_pool adaptive_max_pool argpartition array average_pool bartlett "
    "batch_normalization binary_crossentropy bincount blackman categorical_crossentropy cdist "
    "cholesky cholesky_inverse conv conv_transpose convert_to_tensor corrcoef correlate cross "
    "ctc_decode ctc_loss depth_to_space depthwise_conv det diag diagflat digitize eig eigh "
    "extract_sequences fft fft2 fold geomspace hamming hanning histogram ifft2 "
    "image.affine_transform image.crop_images image.elastic_transform image.extract_patches "
    "image.extract_patches_3d image.gaussian_blur image.map_coordinates image.pad_images "
    "image.perspective_transform image.scale_and_translate image.sobel_edges image.ssim inv "
    "irfft istft kaiser kron layer_normalization logdet logspace lstsq lu_factor matrix_rank "
    "max_pool nanpercentile nanquantile nonzero percentile pinv polar psnr qr rearrange rfft "
    "rms_normalization scatter scatter_update segment_max segment_min segment_prod "
    "segment_sum select separable_conv slice_update slogdet solve solve_triangular "
    "space_to_depth sparse_categorical_crossentropy stft svd trace trapezoid tri unfold "
    "unique unravel_index vander vdot view view_as_complex view_as_real"
)
"""Functions of Keras that the catalogue knows by name only."""

TAKES_CODE: frozenset[str] = frozenset(
    [
        "map",
        "scan",
        "associative_scan",
        "cond",
        "custom_gradient",
        "fori_loop",
        "jvp",
        "switch",
        "vectorize",
        "vectorized_map",
        "while_loop",
    ]
)
"""Functions of Keras that take a function, which is no data."""

GIVES_NO_TENSOR: frozenset[str] = frozenset(
    ["convert_to_numpy", "dtype", "is_tensor", "ndim", "shape"]
)
"""Functions of Keras that tell about a tensor, and give none."""

_CHAPTER_OF = {name: chapter for chapter, names in _CHAPTERS.items() for name in names.split()}
SUBMODULES = ("linalg", "nn", "numpy")
"""The submodules of `keras.ops` whose functions stand in `keras.ops` as well."""


def main_name(name: str) -> str:
    """The shortest name of a function: `nn.relu` is `relu`."""
    module, dot, rest = name.partition(".")
    return rest if dot and module in SUBMODULES else name


KERAS_FUNCTIONS: frozenset[str] = (
    frozenset(_CHAPTER_OF) | frozenset(_NOT_COVERED.split()) | TAKES_CODE | GIVES_NO_TENSOR
)
"""The main names of all functions of `keras.ops`."""


def function_names() -> tuple[str, ...]:
    """The main names of all functions of the catalogue."""
    return tuple(_CHAPTER_OF)


@cache
def function_class(name: str) -> type[Function]:
    """The class of a function by any of its names, loading its chapter.

    Raises:
        KeyError: the catalogue has no function of this name.
    """
    main = main_name(name)
    chapter = import_module(f"{__name__}.{_CHAPTER_OF[main]}")
    found = chapter.FUNCTIONS[main]
    assert isinstance(found, type)
    assert issubclass(found, Function)
    return found
