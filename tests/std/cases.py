"""Every block of `std` with two or more settings, each beside a model written by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.std import reference_plain as plain
from tests.std import reference_tasks as tasks
from tests.std import reference_transformer as transformer
from tests.std.reference import Reference

TWO = ["click", "convert"]
THREE = ["read", "like", "follow"]


@dataclass(frozen=True)
class Case:
    """One use of a block: its params, the spec's inputs, what it is called on."""

    block: str
    params: str
    inputs: str
    reference: Callable[[], Reference] | None
    source: str = "x"
    outputs: str = "net"

    @property
    def spec(self) -> str:
        use = f"std.{self.block}: {self.params}"
        return (
            f"name: case\ninputs: {self.inputs}\n"
            f"layers:\n  net: {{{use}, from: {self.source}}}\noutputs: {self.outputs}\n"
        )


CASES = [
    Case("mlp", "[8, 4]", "{x: [6]}", lambda: plain.mlp(6, [8, 4], "relu")),
    Case(
        "mlp",
        "{units: [5, 4, 3], activation: tanh, dropout: 0.5}",
        "{x: [6]}",
        lambda: plain.mlp(6, [5, 4, 3], "tanh"),
    ),
    Case(
        "residual",
        "{filters: 5}",
        "{x: [8, 8, 5]}",
        lambda: plain.residual(5, 5, 1, False),
    ),
    Case(
        "residual",
        "{filters: 6, stride: 2}",
        "{x: [8, 8, 5]}",
        lambda: plain.residual(5, 6, 2, True),
    ),
    Case(
        "residual",
        "{filters: 6, projection: true, initializer: glorot_uniform}",
        "{x: [8, 8, 5]}",
        lambda: plain.residual(5, 6, 1, True),
    ),
    Case(
        "bottleneck",
        "2",
        "{x: [8, 8, 8]}",
        lambda: plain.bottleneck(8, 2, 1, False),
    ),
    Case(
        "bottleneck",
        "{filters: 3, stride: 2}",
        "{x: [8, 8, 8]}",
        lambda: plain.bottleneck(8, 3, 2, True),
    ),
    Case(
        "squeeze_excite",
        "32",
        "{x: [4, 6, 32]}",
        lambda: plain.squeeze_excite(32, 16),
    ),
    Case(
        "squeeze_excite",
        "{channels: 8, ratio: 3}",
        "{x: [4, 6, 8]}",
        lambda: plain.squeeze_excite(8, 3),
    ),
    Case(
        "transformer_encoder",
        "16",
        "{x: [5, 16]}",
        lambda: transformer.encoder(5, 16, 8, 64),
    ),
    Case(
        "transformer_encoder",
        "{width: 6, heads: 2, hidden: 7, dropout: 0}",
        "{x: [5, 6]}",
        lambda: transformer.encoder(5, 6, 2, 7),
    ),
    Case(
        "transformer_decoder",
        "16",
        "{x: [5, 16], memory: [3, 16]}",
        lambda: transformer.decoder(5, 3, 16, 8, 64),
        "[x, memory]",
    ),
    Case(
        "transformer_decoder",
        "{width: 6, heads: 3, hidden: 7, dropout: 0}",
        "{x: [4, 6], memory: [7, 6]}",
        lambda: transformer.decoder(4, 7, 6, 3, 7),
        "[x, memory]",
    ),
    Case(
        "sinusoidal_positions",
        "8",
        "{x: [50, 8]}",
        lambda: transformer.sinusoidal_positions(50, 8),
    ),
    Case(
        "sinusoidal_positions",
        "{width: 6, base: 100.0}",
        "{x: [null, 6]}",
        lambda: transformer.sinusoidal_positions(6, 6, 100.0),
    ),
    Case(
        "learned_positions",
        "{width: 4, length: 9}",
        "{x: [7, 4]}",
        lambda: transformer.learned_positions(7, 4, 9),
    ),
    Case(
        "learned_positions",
        "{width: 4, length: 6, initializer: zeros}",
        "{x: [null, 4]}",
        lambda: transformer.learned_positions(6, 4, 6),
    ),
    Case(
        "hard_parameter_sharing",
        "{tasks: [click, convert], bottom: [8], tower: [4, 2]}",
        "{x: [6]}",
        lambda: tasks.hard_parameter_sharing(6, TWO, [8], [4, 2]),
    ),
    Case(
        "hard_parameter_sharing",
        "{tasks: [read, like, follow], bottom: [8, 5], tower: [3], dropout: 0.2}",
        "{x: [6]}",
        lambda: tasks.hard_parameter_sharing(6, THREE, [8, 5], [3]),
    ),
    Case(
        "cross_stitch",
        "{tasks: [click, convert]}",
        "{x: {shape: [6], copies: [click, convert]}}",
        lambda: tasks.cross_stitch((6,), TWO, 0.1),
    ),
    Case(
        "cross_stitch",
        "{tasks: [read, like, follow], own: 0.8, other: 0.05}",
        "{x: {shape: [4, 4, 2], copies: [read, like, follow]}}",
        lambda: tasks.cross_stitch((4, 4, 2), THREE, 0.05),
    ),
    Case(
        "cross_stitch_layer",
        "{tasks: [click, convert], units: 5}",
        "{x: {shape: [6], copies: [click, convert]}}",
        lambda: tasks.cross_stitch_layer(6, TWO, 5),
    ),
    Case(
        "cross_stitch_layer",
        "{tasks: [read, like, follow], units: 3}",
        "{x: {shape: [6], copies: [read, like, follow]}}",
        lambda: tasks.cross_stitch_layer(6, THREE, 3),
    ),
    Case(
        "cross_stitch_network",
        "{tasks: [click, convert], units: [5, 4]}",
        "{x: [6]}",
        lambda: tasks.cross_stitch_network(6, TWO, [5, 4]),
    ),
    Case(
        "cross_stitch_network",
        "{tasks: [read, like, follow], units: [5, 4, 3]}",
        "{x: [6]}",
        lambda: tasks.cross_stitch_network(6, THREE, [5, 4, 3]),
    ),
    Case(
        "expert_group",
        "{count: 3, units: 4}",
        "{x: [6]}",
        lambda: tasks.expert_group(6, 3, [4]),
    ),
    Case(
        "expert_group",
        "{count: 2, units: 4, hidden: [7, 5]}",
        "{x: [6]}",
        lambda: tasks.expert_group(6, 2, [7, 5, 4]),
    ),
    Case(
        "gated_mixture",
        "3",
        "{x: [6], experts: [3, 4]}",
        lambda: tasks.gated_mixture(6, 3, 4),
        "[x, experts]",
    ),
    Case(
        "gated_mixture",
        "{experts: 2}",
        "{x: [5], experts: [2, 7]}",
        lambda: tasks.gated_mixture(5, 2, 7),
        "[x, experts]",
    ),
    Case(
        "mmoe",
        "{experts: 8, units: 16, tasks: [click, convert]}",
        "{x: [6]}",
        lambda: tasks.mmoe(6, TWO, 8, [16]),
    ),
    Case(
        "mmoe",
        "{experts: 3, units: 4, tasks: [read, like, follow], hidden: [7]}",
        "{x: [6]}",
        lambda: tasks.mmoe(6, THREE, 3, [7, 4]),
    ),
    Case(
        "cgc",
        "{tasks: [click, convert], units: 4, shared: 2, own: 3}",
        "{x: [6]}",
        lambda: tasks.cgc(6, TWO, 3, 2, [4]),
    ),
    Case(
        "cgc",
        "{tasks: [read, like, follow], units: 4, shared: 1, own: 1, hidden: [5]}",
        "{x: [6]}",
        lambda: tasks.cgc(6, THREE, 1, 1, [5, 4]),
    ),
    Case(
        "ple_level",
        "{tasks: [click, convert], units: 4, shared: 2, own: 1}",
        "{x: {shape: [6], copies: [click, convert]}, common: [6]}",
        lambda: tasks.ple_level(6, TWO, 1, 2, [4]),
        "[x, common]",
        "{click: net.tasks.click, convert: net.tasks.convert, common: net.common}",
    ),
    Case(
        "ple_level",
        "{tasks: [read, like, follow], units: 4, shared: 1, own: 2, hidden: [3]}",
        "{x: {shape: [5], copies: [read, like, follow]}, common: [5]}",
        lambda: tasks.ple_level(5, THREE, 2, 1, [3, 4]),
        "[x, common]",
        "{read: net.tasks.read, like: net.tasks.like, follow: net.tasks.follow,"
        " common: net.common}",
    ),
    Case(
        "ple_common_gate",
        "5",
        "{x: [6], own: {shape: [2, 4], copies: [click, convert]}, shared: [1, 4]}",
        lambda: tasks.ple_common_gate(6, [2, 2, 1], 4),
        "[x, own, shared]",
    ),
    Case(
        "ple_common_gate",
        "{experts: 5}",
        "{x: [3], own: {shape: [1, 2], copies: [read, like, follow]}, shared: [2, 2]}",
        lambda: tasks.ple_common_gate(3, [1, 1, 1, 2], 2),
        "[x, own, shared]",
    ),
    Case(
        "ple",
        "{tasks: [click, convert], units: 4, shared: 2, own: 3}",
        "{x: [6]}",
        lambda: tasks.ple(6, TWO, 3, 2, [4], 2),
    ),
    Case(
        "ple",
        "{tasks: [read, like, follow], units: 4, shared: 1, own: 2, levels: 3, hidden: [5]}",
        "{x: [6]}",
        lambda: tasks.ple(6, THREE, 2, 1, [5, 4], 3),
    ),
    Case(
        "ple",
        "{tasks: [click, convert], units: 4, shared: 1, own: 1, levels: 1}",
        "{x: [6]}",
        lambda: tasks.ple(6, TWO, 1, 1, [4], 1),
    ),
    Case("esmm", "[8]", "{x: [6]}", lambda: plain.esmm(6, [8])),
    Case(
        "esmm",
        "{dropout: 0.1}",
        "{x: [6]}",
        lambda: plain.esmm(6, [360, 200, 80]),
    ),
    Case(
        "mtan_convolution",
        "5",
        "{x: [4, 4, 3]}",
        lambda: tasks.mtan_convolution(3, 5, 3, "relu"),
    ),
    Case(
        "mtan_convolution",
        "{filters: 2, size: 1, activation: sigmoid}",
        "{x: [4, 4, 3]}",
        lambda: tasks.mtan_convolution(3, 2, 1, "sigmoid"),
    ),
    Case("mtan_mask", "5", "{x: [4, 4, 3]}", lambda: tasks.mtan_mask(3, 5)),
    Case("mtan_mask", "{filters: 2}", "{x: [4, 4, 4]}", lambda: tasks.mtan_mask(4, 2)),
    Case(
        "mtan_start",
        "{tasks: [click, convert], filters: 5}",
        "{u: [4, 4, 3], p: [4, 4, 5]}",
        lambda: tasks.mtan_start(3, 5, TWO),
        "[u, p]",
    ),
    Case(
        "mtan_start",
        "{tasks: [read, like, follow], filters: 2}",
        "{u: [4, 4, 4], p: [4, 4, 2]}",
        lambda: tasks.mtan_start(4, 2, THREE),
        "[u, p]",
    ),
    Case(
        "mtan_attention",
        "{tasks: [click, convert], filters: 5}",
        "{u: [4, 4, 5], p: [4, 4, 5], before: {shape: [8, 8, 3], copies: [click, convert]}}",
        lambda: tasks.mtan_attention(3, 5, TWO),
        "[u, p, before]",
    ),
    Case(
        "mtan_attention",
        "{tasks: [read, like, follow], filters: 2}",
        "{u: [4, 4, 2], p: [4, 4, 2],"
        " before: {shape: [8, 8, 4], copies: [read, like, follow]}}",
        lambda: tasks.mtan_attention(4, 2, THREE),
        "[u, p, before]",
    ),
    Case(
        "mtan_block",
        "{tasks: [click, convert], filters: 5}",
        "{trunk: [8, 8, 3], before: {shape: [8, 8, 3], copies: [click, convert]}}",
        lambda: tasks.mtan_block(3, 5, 2, TWO),
        "[trunk, before]",
        "{trunk: net.trunk, click: net.tasks.click, convert: net.tasks.convert}",
    ),
    Case(
        "mtan_block",
        "{tasks: [click, convert], filters: 4, depth: 1}",
        "{trunk: [8, 8, 2], before: {shape: [8, 8, 2], copies: [click, convert]}}",
        lambda: tasks.mtan_block(2, 4, 1, TWO),
        "[trunk, before]",
        "{trunk: net.trunk, click: net.tasks.click, convert: net.tasks.convert}",
    ),
    Case(
        "mtan",
        "{tasks: [click, convert], filters: [4, 6, 5]}",
        "{x: [8, 8, 3]}",
        lambda: tasks.mtan(8, [4, 6, 5], 2, TWO),
    ),
    Case(
        "mtan",
        "{tasks: [read, like, follow], filters: [4, 5], depth: 3}",
        "{x: [8, 8, 3]}",
        lambda: tasks.mtan(8, [4, 5], 3, THREE),
    ),
]
