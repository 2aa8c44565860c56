"""Specs to measure with: varied ones of any size, and two that Keras builds as well."""

from __future__ import annotations

import random
from collections.abc import Iterator

TRUNK = 500
"""Layers of one trunk; Keras cannot build 985 behind each other."""

_SAME = (
    "Dropout: 0.{n:06}",
    "LeakyReLU: 0.{n:06}",
    "ReLU: {n}",
    "Rescaling: 0.{n:06}",
    "LayerNormalization: {{epsilon: 0.{n:06}}}",
    "RMSNormalization: {{epsilon: 0.{n:06}}}",
)
"""Layers that keep the shape of their input."""

_WIDTHS = {
    "vector": ("Dense: {n}", "Dense: {{units: {n}, use_bias: false}}"),
    "series": (
        "Dense: {n}",
        "GRU: {{units: {n}, return_sequences: true}}",
        "Conv1D: {{filters: {n}, kernel_size: 1}}",
        "TimeDistributed: {{Dense: {n}}}",
    ),
    "image": (
        "Dense: {n}",
        "Conv2D: {{filters: {n}, kernel_size: 1}}",
        "SeparableConv2D: {{filters: {n}, kernel_size: 1}}",
    ),
}
"""Layers that choose the size of the last axis, by input."""

_FORMS = ("single", "chain", "chain", "sum", "join")
"""One layer, or three: behind each other, or two and what merges them."""


def varied(layers: int, seed: int) -> str:
    """A spec of this many layers: chains, branches and merges, no two layers alike.

    Numbers and names differ from those of any other seed, so that nothing can be
    remembered from one to the next.
    """
    rng = random.Random(seed)
    numbers = iter(range(1 + seed * layers, 1 + (seed + 1) * layers))
    lines = ["inputs: {vector: [64], series: [null, 16], image: [32, 32, 3]}", "layers:"]
    ends = []
    for done in range(0, layers, TRUNK):
        trunk, end = _trunk(rng, numbers, min(layers - done, TRUNK))
        lines += trunk
        ends.append(end)
    lines.append(f"outputs: [{', '.join(ends)}]")
    return "\n".join(lines) + "\n"


def _trunk(rng: random.Random, numbers: Iterator[int], size: int) -> tuple[list[str], str]:
    """The lines of so many layers behind an input, and the name of their end."""
    lines = []
    last = rng.choice([*_WIDTHS])
    widths = _WIDTHS[last]

    def layer(choices: tuple[str, ...], n: int) -> str:
        return rng.choice(choices).format(n=n)

    while size:
        form = (
            rng.choice(("single", "chain", "chain", "sum", "join")) if size >= 3 else "single"
        )
        names = [next(numbers) for _ in range(1 if form == "single" else 3)]
        size -= len(names)
        if form in ("single", "chain"):
            steps = [f"{layer((*widths, *_SAME), n)}" for n in names]
            body = steps[0] if form == "single" else f"chain: [{{{'}, {'.join(steps)}}}]"
            last, taken = f"c{names[0]}", last
            lines.append(f"  {last}: {{{body}, from: {taken}}}")
            continue
        left, right, merged = (f"{letter}{n}" for letter, n in zip("lrm", names, strict=True))
        choices, merge = (_SAME, "Add") if form == "sum" else (widths, "Concatenate")
        lines.append(f"  {left}: {{{layer(choices, names[0])}, from: {last}}}")
        lines.append(f"  {right}: {{{layer(choices, names[1])}, from: {last}}}")
        lines.append(f"  {merged}: {{{merge}, from: [{left}, {right}]}}")
        last = merged
    return lines, last


def stack(layers: int) -> str:
    """A chain of this many layers on a vector."""
    kinds = ("Dense: 32", "BatchNormalization", "ReLU", "Dropout: 0.1")
    steps = [f"  - {kinds[number % len(kinds)]}" for number in range(layers)]
    return "\n".join(["inputs: {x: [32]}", "layers:", *steps, ""])


def bottlenecks() -> str:
    """The residual network of 50 layers (He et al. 2015), as blocks that are repeated."""
    stages = ((3, 64, 1), (4, 128, 2), (6, 256, 2), (3, 512, 2))
    return "\n".join(
        [
            "inputs: {image: [224, 224, 3]}",
            "blocks:",
            "  convolution:",
            "    params: {filters: $required, size: 1, strides: 1}",
            "    layers:",
            "      - Conv2D: {filters: $filters, kernel_size: $size, strides: $strides,"
            " padding: same, use_bias: false}",
            "      - BatchNormalization",
            "  bottleneck:",
            "    params: {filters: $required, strides: 1, widens: false}",
            "    layers:",
            "      main:",
            "        chain:",
            "          - convolution: {filters: $filters, strides: $strides}",
            "          - ReLU",
            "          - convolution: {filters: $filters, size: 3}",
            "          - ReLU",
            "          - convolution: {filters: $(4 * filters)}",
            "        from: x",
            "      skip: {convolution: {filters: $(4 * filters), strides: $strides},"
            " from: x, when: widens}",
            "      sum: {Add, from: [main, skip]}",
            "      out: {ReLU, from: sum}",
            "    outputs: out",
            "layers:",
            "  - convolution: {filters: 64, size: 7, strides: 2}",
            "  - ReLU",
            "  - MaxPooling2D: {pool_size: 3, strides: 2, padding: same}",
            *(
                f"  - {{bottleneck: {{filters: {filters}, strides: $({strides} if i == 0"
                f" else 1), widens: $(i == 0)}}, repeat: {blocks}}}"
                for blocks, filters, strides in stages
            ),
            "  - GlobalAveragePooling2D",
            "  - Dense: {units: 1000, activation: softmax}",
            "",
        ]
    )


def residual() -> str:
    """The same network, layer by layer."""
    lines = [
        "inputs: {image: [224, 224, 3]}",
        "layers:",
        *_convolution("stem", "image", 64, 7, 2),
        "  pool: {MaxPooling2D: {pool_size: 3, strides: 2, padding: same}, from: stem_relu}",
    ]
    last = "pool"
    for stage, (blocks, filters) in enumerate(((3, 64), (4, 128), (6, 256), (3, 512)), 2):
        for number in range(blocks):
            name = f"conv{stage}_{number}"
            strides = 2 if stage > 2 and number == 0 else 1
            lines += _convolution(f"{name}_in", last, filters, 1, strides)
            lines += _convolution(f"{name}_mid", f"{name}_in_relu", filters, 3, 1)
            lines += _convolution(f"{name}_out", f"{name}_mid_relu", 4 * filters, 1, 1)[:2]
            if number == 0:
                lines += _convolution(f"{name}_skip", last, 4 * filters, 1, strides)[:2]
                last = f"{name}_skip_norm"
            lines.append(f"  {name}_sum: {{Add, from: [{name}_out_norm, {last}]}}")
            lines.append(f"  {name}: {{ReLU, from: {name}_sum}}")
            last = name
    lines += [f"  mean: {{GlobalAveragePooling2D, from: {last}}}"]
    lines += ["  classes: {Dense: {units: 1000, activation: softmax}, from: mean}"]
    return "\n".join([*lines, "outputs: classes", ""])


def residual_blocks(blocks: int, seed: int = 0) -> str:
    """A residual network of repeated blocks, from a dozen lines."""
    return f"""\
inputs: {{image: [32, 32, {seed + 3}]}}
blocks:
  residual:
    layers:
      conv1: {{Conv2D: {{filters: 16, kernel_size: 3, padding: same}}, from: x}}
      norm1: {{BatchNormalization, from: conv1}}
      relu1: {{ReLU, from: norm1}}
      conv2: {{Conv2D: {{filters: 16, kernel_size: 3, padding: same}}, from: relu1}}
      sum: {{Add, from: [conv2, x]}}
      out: {{ReLU, from: sum}}
    outputs: out
layers:
  - Conv2D: {{filters: 16, kernel_size: 3}}
  - {{residual, repeat: {blocks}}}
  - GlobalAveragePooling2D
  - Dense: 10
"""


def heads(count: int) -> str:
    """A trunk with this many heads of one unit."""
    return "\n".join(
        [
            "inputs: {x: [32]}",
            "layers:",
            "  trunk: {Dense: {units: 64, activation: relu}, from: x}",
            *(f"  head{n}: {{Dense: 1, from: trunk}}" for n in range(count)),
            "outputs:",
            *(f"  head{n}: {{loss: mse}}" for n in range(count)),
            "",
        ]
    )


def _convolution(name: str, taken: str, filters: int, size: int, strides: int) -> list[str]:
    arguments = f"filters: {filters}, kernel_size: {size}, strides: {strides}, padding: same"
    return [
        f"  {name}: {{Conv2D: {{{arguments}, use_bias: false}}, from: {taken}}}",
        f"  {name}_norm: {{BatchNormalization, from: {name}}}",
        f"  {name}_relu: {{ReLU, from: {name}_norm}}",
    ]
