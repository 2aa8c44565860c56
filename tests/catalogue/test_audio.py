"""Layers that make spectrograms: hand-written rows, each judged by Keras."""

import pytest

from mtlc_spec.shapes import Tensor
from tests.catalogue.judge import Row, check

MEL = {"fft_length": 8, "sequence_stride": 4, "num_mel_bins": 3}

ROWS = [
    Row("MelSpectrogram", None, [(16000,)], [(128, 32)]),
    Row("MelSpectrogram", MEL, [(16,)], [(3, 5)], batch=2),
    Row("MelSpectrogram", MEL, [(None,)], [(3, None)]),
    Row("MelSpectrogram", MEL, [()], [Tensor((3, 5))], batch=16),
    Row("MelSpectrogram", MEL, [(5,)], [(3, 2)]),
    Row("MelSpectrogram", MEL, [(2, 16)], [(3, 1)]),
    Row("MelSpectrogram", MEL, [((16,), "int16")], [(3, 5)]),
    Row("MelSpectrogram", {**MEL, "fft_length": 1}, [(1,)], [(3, 1)]),
    Row(
        "MelSpectrogram",
        {**MEL, "sequence_length": 4, "window": [1, 2, 2, 1]},
        [(16,)],
        [(3, 5)],
    ),
    Row("MelSpectrogram", {**MEL, "window": None, "sampling_rate": 44100.5}, [(16,)], [(3, 5)]),
    Row("MelSpectrogram", {**MEL, "dtype": "mixed_float16"}, [(16,)], [((3, 5), "float16")]),
    Row(
        "MelSpectrogram",
        {**MEL, "dtype": "float64", "power_to_db": False},
        [(16,)],
        [((3, 5), "float64")],
    ),
    Row("MelSpectrogram", {**MEL, "num_mel_bins": 0, "power_to_db": False}, [(16,)], [(0, 5)]),
    Row("MelSpectrogram", MEL, [(16,)], [(3, 5)], again=[(32,)]),
    Row("MelSpectrogram", {**MEL, "dtype": "float64"}, [(16,)], refused="MTL3006"),
    Row("MelSpectrogram", MEL, [(4,)], refused="MTL3001"),
    Row("MelSpectrogram", MEL, [(16, 1)], refused="MTL3001"),
    Row("MelSpectrogram", MEL, [(1, 1, 1, 1, 16)], refused="MTL3003"),
    Row("MelSpectrogram", MEL, [((16,), "string")], refused="MTL3006"),
    Row("MelSpectrogram", {**MEL, "sequence_length": 9}, [(16,)], refused="argument"),
    Row("MelSpectrogram", {**MEL, "window": "boxcar"}, [(16,)], refused="argument"),
    Row("MelSpectrogram", {**MEL, "window": [1.0]}, [(16,)], refused="argument"),
    Row("MelSpectrogram", {**MEL, "num_mel_bins": 0}, [(16,)], [(0, 5)]),
    Row("MelSpectrogram", {**MEL, "num_mel_bins": -1}, [(16,)], refused="argument"),
    Row("MelSpectrogram", {**MEL, "sequence_stride": 0}, [(16,)], refused="argument"),
    Row("STFTSpectrogram", None, [(1024, 1)], [(7, 129)], parameters=2 * 256 * 129),
    Row("STFTSpectrogram", {"frame_length": 8}, [(16, 2)], [(3, 10)], parameters=80),
    Row(
        "STFTSpectrogram",
        {"mode": "real", "frame_length": 8},
        [(16, 2)],
        [(3, 10)],
        parameters=40,
    ),
    Row(
        "STFTSpectrogram",
        {"mode": "imag", "frame_length": 8},
        [(16, 2)],
        [(3, 10)],
        parameters=40,
    ),
    Row(
        "STFTSpectrogram",
        {"mode": "stft", "frame_length": 8},
        [(16, 2)],
        [(3, 20)],
        parameters=80,
    ),
    Row(
        "STFTSpectrogram",
        {"frame_length": 8, "expand_dims": True, "trainable": False},
        [(None, 2)],
        [(None, 5, 2)],
        parameters=80,
        frozen=80,
    ),
    Row(
        "STFTSpectrogram",
        {"frame_length": 8, "expand_dims": True, "data_format": "channels_first"},
        [(2, 16)],
        [(2, 3, 5)],
        parameters=80,
    ),
    Row(
        "STFTSpectrogram",
        {"frame_length": 8, "data_format": "channels_first"},
        [(2, 16)],
        [(10, 3)],
        parameters=80,
    ),
    Row(
        "STFTSpectrogram",
        {
            "frame_length": 5,
            "frame_step": 2,
            "fft_length": 12,
            "padding": "same",
            "window": [1] * 5,
        },
        [(4, 1)],
        [(2, 7)],
        parameters=70,
    ),
    Row(
        "STFTSpectrogram",
        {"frame_length": 8, "window": "boxcar"},
        [(16, 0)],
        [(3, 0)],
        parameters=80,
    ),
    Row(
        "STFTSpectrogram",
        {"frame_length": 8, "dtype": "mixed_float16"},
        [(16, 2)],
        [((3, 10), "float16")],
        parameters=80,
    ),
    Row(
        "STFTSpectrogram", {"frame_length": 8}, [((16, 2), "float64")], [(3, 10)], parameters=80
    ),
    Row(
        "STFTSpectrogram",
        {"frame_length": 8},
        [(16, 2)],
        [(3, 10)],
        parameters=80,
        again=[(9, 3)],
    ),
    Row(
        "STFTSpectrogram",
        {"frame_length": 8, "dtype": "bfloat16"},
        [(16, 2)],
        refused="MTL3006",
    ),
    Row("STFTSpectrogram", {"frame_length": 8}, [((16, 2), "int32")], refused="MTL3006"),
    Row("STFTSpectrogram", {"frame_length": 8}, [(16,)], refused="MTL3003"),
    Row("STFTSpectrogram", {"frame_length": 8}, [(16, None)], refused="MTL3004"),
    Row("STFTSpectrogram", {"frame_length": 8}, [(4, 2)], refused="MTL3001"),
    Row("STFTSpectrogram", {"frame_length": 8, "frame_step": 9}, [(16, 2)], refused="argument"),
    Row("STFTSpectrogram", {"frame_length": 1}, [(16, 2)], refused="argument"),
    Row("STFTSpectrogram", {"frame_length": 8, "fft_length": 4}, [(16, 2)], refused="argument"),
    Row(
        "STFTSpectrogram",
        {"frame_length": 8, "window": "kaiser"},
        [(16, 2)],
        refused="argument",
    ),
    Row("STFTSpectrogram", {"frame_length": 8, "window": [1.0]}, [(16, 2)], refused="argument"),
    Row("STFTSpectrogram", {"mode": "power"}, [(16, 2)], refused="argument"),
]


@pytest.mark.proof
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
