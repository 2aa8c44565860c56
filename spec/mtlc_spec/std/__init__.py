"""The library of architectures that comes with mtlc, written in the language itself."""

from __future__ import annotations

from mtlc_spec.source import Source

_BLOCKS = {
    "plain.yaml": ("mlp",),
    "convolutional.yaml": ("residual", "bottleneck", "squeeze_excite"),
    "transformer.yaml": (
        "transformer_encoder",
        "transformer_decoder",
        "sinusoidal_positions",
        "learned_positions",
    ),
    "sharing.yaml": (
        "hard_parameter_sharing",
        "cross_stitch",
        "cross_stitch_layer",
        "cross_stitch_network",
    ),
    "experts.yaml": (
        "expert_group",
        "gated_mixture",
        "mmoe",
        "cgc",
        "ple_level",
        "ple_common_gate",
        "ple",
    ),
    "esmm.yaml": ("esmm",),
    "mtan.yaml": (
        "mtan_convolution",
        "mtan_mask",
        "mtan_start",
        "mtan_attention",
        "mtan_block",
        "mtan",
    ),
}

FILES: dict[str, str] = {name: file for file, names in _BLOCKS.items() for name in names}
"""The file of each block, by the name behind `std.`."""


def read(file: str) -> Source:
    """The text of one of the library's files."""
    from importlib.resources import files

    text = files(__name__).joinpath(file).read_text(encoding="utf-8")
    return Source(f"std/{file}", text, is_library=True)
