"""Rows for the layers that make spectrograms."""

from tests.catalogue.drawing.table import ANYTHING, FLOATS, Table
from tests.catalogue.drawing.values import LAYOUT

TABLES = {
    "MelSpectrogram": Table(
        {"fft_length": [8, 4, 1, 7, 0], "sequence_stride": [4, 3, 1, 20, 0]},
        {
            "sequence_length": [4, 1, 8, 0, -1],
            "window": ["hamming", None, [1.0] * 8, [1, 2, 3, 4], "boxcar"],
            "sampling_rate": [8000, 100, 44100.5],
            "num_mel_bins": [3, 2, 1, 0, -1],
            "min_freq": [0, 30.0, "x"],
            "max_freq": [0, 100.0, 8000],
            "power_to_db": [False],
            "top_db": [60.0, -1],
            "mag_exp": [1, 0.5],
            "min_power": [0, 1e-5],
            "ref_power": [2, 0.5],
        },
        (1, 0, 2, 3),
        (16, 9, 5, 4, None),
        ANYTHING,
    ),
    "STFTSpectrogram": Table(
        {"frame_length": [8, 4, 5, 1, 0]},
        {
            "mode": ["magnitude", "psd", "real", "imag", "angle", "stft", "power"],
            "frame_step": [2, 1, 4, 9, 0],
            "fft_length": [8, 16, 9, 4],
            "window": ["hamming", None, "boxcar", [1.0] * 8, [1, 2, 3, 4], "kaiser"],
            "periodic": [True],
            "scaling": ["spectrum", None, "x"],
            "padding": ["same", "same", "causal"],
            "expand_dims": [True],
            **LAYOUT,
        },
        (2,),
        (16, 9, 5, 2, 1, None),
        (*FLOATS, "int32"),
    ),
}
