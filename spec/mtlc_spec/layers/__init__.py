"""The catalogue of Keras layers: which there are, and the class of each.

Chapters load when a spec needs one of their layers, so the names stand here.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from mtlc_spec.layers.base import Layer

CHAPTERS: dict[str, tuple[str, ...]] = {
    "core": ("Dense", "Embedding", "ReversibleEmbedding", "Masking", "Identity"),
    "activation": ("Activation", "ReLU", "LeakyReLU", "ELU", "PReLU", "Softmax"),
    "attention": ("MultiHeadAttention", "GroupQueryAttention"),
    "scored_attention": ("Attention", "AdditiveAttention"),
    "cells": ("SimpleRNNCell", "LSTMCell", "GRUCell", "StackedRNNCells"),
    "convolution": (
        *("Conv1D", "Conv2D", "Conv3D"),
        *("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"),
        *("DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D"),
    ),
    "conv_recurrent": ("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"),
    "einsum": ("EinsumDense",),
    "colour": (
        *("AugMix", "AutoContrast", "ContrastLimitedAdaptiveHistogramEqualization"),
        *("Equalization", "RandAugment", "RandomBrightness"),
        *("RandomColorDegeneration", "RandomColorJitter", "RandomContrast"),
        *("RandomGrayscale", "RandomHue", "RandomInvert"),
        *("RandomPosterization", "RandomSaturation", "RandomSharpness"),
        *("Solarization",),
    ),
    "sizing": ("CenterCrop", "Resizing", "RandomCrop"),
    "geometry": (
        *("RandomFlip", "RandomRotation", "RandomTranslation"),
        *("RandomZoom", "RandomShear", "RandomPerspective", "RandomElasticTransform"),
    ),
    "mixing": (
        *("RandomErasing", "RandomGaussianBlur", "CutMix", "MixUp", "MaxNumBoundingBoxes"),
    ),
    "merging": (
        *("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"),
        *("Concatenate", "Dot"),
    ),
    "normalization": (
        *("BatchNormalization", "LayerNormalization", "GroupNormalization"),
        *("RMSNormalization", "UnitNormalization"),
    ),
    "padding": (
        *("ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D"),
        *("Cropping1D", "Cropping2D", "Cropping3D"),
        *("UpSampling1D", "UpSampling2D", "UpSampling3D"),
    ),
    "pooling": (
        *("MaxPooling1D", "MaxPooling2D", "MaxPooling3D"),
        *("AveragePooling1D", "AveragePooling2D", "AveragePooling3D"),
        *("GlobalMaxPooling1D", "GlobalMaxPooling2D", "GlobalMaxPooling3D"),
        *("GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalAveragePooling3D"),
        *("AdaptiveMaxPooling1D", "AdaptiveMaxPooling2D", "AdaptiveMaxPooling3D"),
        *("AdaptiveAveragePooling1D", "AdaptiveAveragePooling2D", "AdaptiveAveragePooling3D"),
    ),
    "pipeline": ("Pipeline",),
    "preprocessing": ("Rescaling", "Normalization"),
    "encoding": ("CategoryEncoding", "Discretization", "HashedCrossing", "Hashing"),
    "lookup": ("StringLookup", "IntegerLookup", "TextVectorization"),
    "audio": ("MelSpectrogram", "STFTSpectrogram"),
    "recurrent": ("SimpleRNN", "LSTM", "GRU", "RNN"),
    "regularization": (
        *("Dropout", "AlphaDropout", "GaussianDropout", "GaussianNoise"),
        *("SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"),
        *("ActivityRegularization",),
    ),
    "reshaping": ("Flatten", "Reshape", "Permute", "RepeatVector"),
    "wrappers": ("Bidirectional", "TimeDistributed", "SpectralNormalization"),
}
"""The layers of each module of this package."""

ALIASES: dict[str, str] = {
    **{f"Convolution{n}D": f"Conv{n}D" for n in (1, 2, 3)},
    **{f"Convolution{n}DTranspose": f"Conv{n}DTranspose" for n in (1, 2, 3)},
    **{f"SeparableConvolution{n}D": f"SeparableConv{n}D" for n in (1, 2)},
    **{f"MaxPool{n}D": f"MaxPooling{n}D" for n in (1, 2, 3)},
    **{f"AvgPool{n}D": f"AveragePooling{n}D" for n in (1, 2, 3)},
    **{f"GlobalMaxPool{n}D": f"GlobalMaxPooling{n}D" for n in (1, 2, 3)},
    **{f"GlobalAvgPool{n}D": f"GlobalAveragePooling{n}D" for n in (1, 2, 3)},
}
"""Keras' other names, and the main name of each."""

NOT_DATA: dict[str, tuple[str, str]] = {
    "Lambda": (
        "holds Python code",
        "use `ops.NAME` for what `keras.ops` has, or a function of your own: "
        "`imports: {mine: my_module}`, and then `mine.function` with `returns`",
    ),
    "Layer": (
        "is the class that layers are made from",
        "use `Identity`, or a layer of your own: `imports: {mine: my_module}`, and then "
        "`mine.MyLayer` with `returns`",
    ),
    "Wrapper": (
        "is the class that wrappers are made from",
        "use `TimeDistributed`, `Bidirectional` or `SpectralNormalization`, or a wrapper of "
        "your own through `imports`",
    ),
    "InputLayer": ("is what Keras makes of an input", "write the input into `inputs`"),
    **{
        name: (
            f"wraps {what}",
            "write a layer of your own that makes it: `imports: {mine: my_module}`, and then "
            "`mine.MyLayer` with `returns`",
        )
        for name, what in {
            "JaxLayer": "a function of JAX",
            "FlaxLayer": "a module of Flax",
            "TorchModuleWrapper": "a module of PyTorch",
            "TFSMLayer": "a saved model of TensorFlow, which is read when the layer is made",
        }.items()
    },
}
"""Layers of Keras that no data can describe: what they are, and what to use instead."""

INPUT = "InputLayer"
"""What Keras makes of an input, and saves among the layers."""

CODE: frozenset[str] = frozenset({"Lambda"})
"""Layers that hold Python code."""

_CHAPTER_OF = {name: chapter for chapter, names in CHAPTERS.items() for name in names}


def layer_names() -> tuple[str, ...]:
    """The main names of all layers of the catalogue."""
    return tuple(_CHAPTER_OF)


@cache
def layer_class(name: str) -> type[Layer]:
    """The class of a layer by its main name, loading its chapter.

    Raises:
        KeyError: the catalogue has no layer of this name.
    """
    chapter = import_module(f"{__name__}.{_CHAPTER_OF[name]}")
    found = getattr(chapter, name)
    assert isinstance(found, type)
    assert issubclass(found, Layer)
    return found
