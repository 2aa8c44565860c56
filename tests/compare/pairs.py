"""Pairs of models, and whether they are the same."""

from __future__ import annotations

from typing import NamedTuple


class PairOfModels(NamedTuple):
    """Two specs, and the verdict on them; `rule` is a step that must be among the evidence.

    `says` stands in a difference, a note on training or the reason.
    """

    name: str
    a: str
    b: str
    verdict: str
    rule: str | None = None
    says: str | None = None
    inference: bool = False


X4 = "inputs: {x: [4]}\n"
X8 = "inputs: {x: [8]}\n"
IMAGE = "inputs: {x: [6, 6, 3]}\n"
STEPS = "inputs: {x: [5, 4]}\n"
TWO = "inputs: {x: [4], y: [4]}\n"
THREE = "inputs: {x: [4], y: [4], z: [4]}\n"
STRINGS = "inputs: {x: {shape: [4], dtype: string}, y: {shape: [4], dtype: string}}\n"
WORDS = "inputs: {x: {shape: [5], dtype: int32}}\n"

SEQUENTIAL = "inputs: {series: [10, 2]}\nlayers: [LSTM: 32, Dense: 8, Dense: 2]\n"
HEADS = """\
inputs: {series: [10, 2]}
layers:
  trunk: {chain: [LSTM: 32, Dense: 8], from: series}
  out1: {Dense: 1, from: trunk}
  out2: {Dense: 1, from: trunk}
outputs: [out1, out2]
"""


def heads(*kinds: str, inputs: str = X4, outputs: str | None = None, more: str = "") -> str:
    """Parallel layers on `x`, each an output."""
    lines = "".join(f"  h{n}: {{{kind}, from: x}}\n" for n, kind in enumerate(kinds))
    names = ", ".join(f"h{n}" for n in range(len(kinds)))
    return f"{inputs}layers:\n{lines}{more}outputs: {outputs or f'[{names}]'}\n"


def merged(kind: str, *sources: str, inputs: str = TWO, more: str = "") -> str:
    """One merge of inputs."""
    listed = ", ".join(sources)
    return f"{inputs}layers:\n{more}  m: {{{kind}, from: [{listed}]}}\noutputs: m\n"


def chain(*steps: str, inputs: str = X4, target: str = "auto") -> str:
    """A plain stack."""
    return f"target: {target}\n{inputs}layers: [{', '.join(steps)}]\n"


def masked(query: str, value: str, last: str, inputs: str = WORDS, *, other: str = "e") -> str:
    """Two layers on words that are masked, and one on both."""
    kind = "Embedding: {input_dim: 10, output_dim: 4, mask_zero: true}"
    more = "" if other == "e" else f"  {other}: {{{kind}, from: y}}\n"
    return (
        f"{inputs}layers:\n  e: {{{kind}, from: x}}\n{more}"
        f"  q: {{{query}, from: e}}\n  v: {{{value}, from: {other}}}\n{last}outputs: m\n"
    )


TWO_WORDS = "inputs: {x: {shape: [5], dtype: int32}, y: {shape: [5], dtype: int32}}\n"
MULTI_HEAD = """\
  m: {MultiHeadAttention: {num_heads: 1, key_dim: 2}, from: q, call: {value: v}}
"""
ATTENTION = "  m: {Attention, from: [q, v]}\n"
JOINED = "  c: {Concatenate: {axis: 1}, from: [q, v]}\n  m: {LSTM: 3, from: c}\n"

CROSSED = PairOfModels(
    "outputs by names that Keras sorts otherwise",
    """\
inputs: {x: [4]}
layers:
  p: {Dense: 2, from: x}
  q: {Dense: {units: 2, activation: relu}, from: x}
outputs: {first: p, second: q}
""",
    """\
inputs: {x: [4]}
layers:
  p: {Dense: 2, from: x}
  q: {Dense: {units: 2, activation: relu}, from: x}
outputs: {one: p, another: q}
""",
    "identical",
)

SAME = [
    CROSSED,
    # --- identical: names and the order of entries mean nothing --------------------------
    PairOfModels(
        "names",
        chain("Dense: 3", "Dense: 2"),
        """\
inputs: {other: [4]}
layers: [{Dense: 3, name: first}, {Dense: 2, name: last}]
""",
        "identical",
    ),
    PairOfModels(
        "written in another order",
        """\
inputs: {x: [4]}
layers:
  a: {Dense: 3, from: x}
  b: {Dense: {units: 3, activation: relu}, from: x}
  s: {Subtract, from: [a, b]}
outputs: s
""",
        """\
inputs: {x: [4]}
layers:
  s: {Subtract, from: [q, p]}
  p: {Dense: {units: 3, activation: relu}, from: x}
  q: {Dense: 3, from: x}
outputs: s
""",
        "identical",
    ),
    PairOfModels(
        "defaults written out",
        chain("Dense: 3", "Softmax"),
        chain(
            "Dense: {units: 3, use_bias: true, kernel_initializer: GlorotUniform}",
            "Softmax: {axis: -1}",
        ),
        "identical",
    ),
    PairOfModels(
        "repeat and what it stands for",
        chain("{Dense: 4, repeat: 3}"),
        chain("Dense: 4", "Dense: 4", "Dense: 4"),
        "identical",
    ),
    PairOfModels(
        "a block and what it stands for",
        """\
inputs: {x: [4]}
blocks:
  part: {layers: [Dense: 4, ReLU]}
layers: [part, Dense: 1]
""",
        chain("Dense: 4", "ReLU", "Dense: 1"),
        "identical",
    ),
    PairOfModels(
        "outputs by other names",
        heads("Dense: 2", "Dense: 3", outputs="{a: h0, b: h1}"),
        heads("Dense: 2", "Dense: 3", outputs="{p: h0, q: h1}"),
        "identical",
    ),
    PairOfModels(
        "outputs by name in another order",
        heads("Dense: 2", "Dense: 3", outputs="{a: h0, b: h1}"),
        heads("Dense: 2", "Dense: 3", outputs="{b: h1, a: h0}"),
        "identical",
    ),
    PairOfModels(
        "shared twice alike",
        """\
inputs: {x: [4], y: [4]}
layers:
  e: {Dense: 3, from: x}
  f: {share: e, from: y}
  m: {Subtract, from: [e, f]}
outputs: m
""",
        """\
inputs: {left: [4], right: [4]}
layers:
  two: {Subtract, from: [one, other]}
  one: {Dense: 3, from: left}
  other: {share: one, from: right}
outputs: two
""",
        "identical",
    ),
    PairOfModels(
        "many heads that are summed",
        """\
inputs: {x: [4]}
layers:
  h: {Dense: 2, from: x, copies: 12}
  s: {Add, from: h}
outputs: s
""",
        """\
inputs: {x: [4]}
layers:
  g: {Dense: 2, from: x, copies: 12}
  s: {Add, from: g}
outputs: s
""",
        "identical",
    ),
    PairOfModels(
        "a custom layer",
        "imports: {own: tests.custom}\n" + chain("{own.Scale, returns: [4]}", "Dense: 2"),
        "imports: {my: tests.custom}\n" + chain("{my.Scale, returns: [4]}", "Dense: 2"),
        "identical",
    ),
    # --- columns -------------------------------------------------------------------------
    PairOfModels("the seed", SEQUENTIAL, HEADS, "equivalent", "columns"),
    PairOfModels("the seed, the other way", HEADS, SEQUENTIAL, "equivalent", "columns"),
    PairOfModels(
        "three heads of several widths",
        heads("Dense: 1", "Dense: 4", "Dense: 2"),
        chain("Dense: 7"),
        "equivalent",
        "columns",
    ),
    PairOfModels(
        "sixteen heads",
        """\
inputs: {x: [4]}
layers: {h: {Dense: 1, from: x, copies: 16}}
outputs: h
""",
        chain("Dense: 16"),
        "equivalent",
        "columns",
    ),
    PairOfModels(
        "heads with activations per unit",
        heads(
            "Dense: {units: 2, activation: sigmoid}", "Dense: {units: 1, activation: sigmoid}"
        ),
        chain("Dense: {units: 3, activation: sigmoid}"),
        "equivalent",
        "columns",
    ),
    PairOfModels(
        "heads of 1x1 convolutions",
        heads(
            "Conv2D: {filters: 2, kernel_size: 1}",
            "Conv2D: {filters: 3, kernel_size: 1}",
            inputs=IMAGE,
        ),
        chain("Conv2D: {filters: 5, kernel_size: 1}", inputs=IMAGE),
        "equivalent",
        "columns",
    ),
    PairOfModels(
        "heads of 3x3 convolutions",
        heads(
            "Conv2D: {filters: 2, kernel_size: 3, activation: relu}",
            "Conv2D: {filters: 1, kernel_size: 3, activation: relu}",
            inputs=IMAGE,
        ),
        chain("Conv2D: {filters: 3, kernel_size: 3, activation: relu}", inputs=IMAGE),
        "equivalent",
        "columns",
    ),
    PairOfModels(
        "heads of transposed convolutions",
        heads(
            "Conv1DTranspose: {filters: 2, kernel_size: 3, strides: 2}",
            "Conv1DTranspose: {filters: 1, kernel_size: 3, strides: 2}",
            inputs=STEPS,
        ),
        chain("Conv1DTranspose: {filters: 3, kernel_size: 3, strides: 2}", inputs=STEPS),
        "equivalent",
        "columns",
    ),
    PairOfModels(
        "heads of an equation",
        heads(
            "EinsumDense: {equation: 'abc,cd->abd', output_shape: [null, 2], bias_axes: d}",
            "EinsumDense: {equation: 'abc,cd->abd', output_shape: [null, 3], bias_axes: d}",
            inputs=STEPS,
        ),
        chain(
            "EinsumDense: {equation: 'abc,cd->abd', output_shape: [null, 5], bias_axes: d}",
            inputs=STEPS,
        ),
        "equivalent",
        "columns",
    ),
    PairOfModels(
        "heads of an equation of two axes",
        heads(
            "EinsumDense: {equation: 'abc,cde->abde', output_shape: [null, 2, 1]}",
            "EinsumDense: {equation: 'abc,cde->abde', output_shape: [null, 2, 3]}",
            inputs=STEPS,
        ),
        chain(
            "EinsumDense: {equation: 'abc,cde->abde', output_shape: [null, 2, 4]}", inputs=STEPS
        ),
        "equivalent",
        "columns",
    ),
    PairOfModels(
        "heads on steps",
        heads("Dense: 1", "Dense: 2", inputs=STEPS),
        chain("Dense: 3", inputs=STEPS),
        "equivalent",
        "columns",
    ),
    PairOfModels(
        "a wider layer and its halves",
        """\
inputs: {x: [4]}
layers:
  w: {Dense: 6, from: x}
  s: {ops.split: {indices_or_sections: 2, axis: -1}, from: w}
  a: {ReLU, from: s.0}
  b: {Dense: 2, from: s.1}
outputs: [a, b]
""",
        """\
inputs: {x: [4]}
layers:
  p: {Dense: {units: 3, activation: relu}, from: x}
  q: {chain: [Dense: 3, Dense: 2], from: x}
outputs: [p, q]
""",
        "equivalent",
        "columns",
    ),
    PairOfModels(
        "a wider layer with an activation and its slices",
        """\
inputs: {x: [4]}
layers:
  w: {Dense: {units: 5, activation: tanh}, from: x}
  a: {ops.slice: {start_indices: [0, 0], shape: [-1, 2]}, from: w}
  b: {ops.slice: {start_indices: [0, 2], shape: [-1, 3]}, from: w}
outputs: [a, b]
""",
        heads("Dense: {units: 2, activation: tanh}", "Dense: {units: 3, activation: tanh}"),
        "equivalent",
        "columns",
    ),
    PairOfModels(
        "slices in another order",
        """\
inputs: {x: [4]}
layers:
  w: {Dense: 5, from: x}
  s: {ops.split: {indices_or_sections: [2], axis: 1}, from: w}
  c: {Concatenate, from: [s.1, s.0]}
outputs: c
""",
        heads("Dense: 3", "Dense: 2", more="  c: {Concatenate, from: [h0, h1]}\n", outputs="c"),
        "equivalent",
        "columns",
    ),
    PairOfModels(
        "heads that are concatenated",
        heads(
            "Dense: 1",
            "Dense: 2",
            more="  c: {Concatenate, from: [h0, h1]}\n  d: {Dense: 2, from: c}\n",
            outputs="d",
        ),
        chain("Dense: 3", "Dense: 2"),
        "equivalent",
        "columns",
    ),
    PairOfModels(
        "cut in different places",
        """\
inputs: {x: [4]}
layers:
  w: {Dense: 4, from: x}
  s: {ops.split: {indices_or_sections: [1], axis: 1}, from: w}
  h: {Dense: 2, from: x}
outputs: [s.0, s.1, h]
""",
        """\
inputs: {x: [4]}
layers:
  a: {Dense: 1, from: x}
  w: {Dense: 5, from: x}
  s: {ops.split: {indices_or_sections: [3], axis: 1}, from: w}
outputs: [a, s.0, s.1]
""",
        "equivalent",
        "columns",
    ),
    PairOfModels(
        "softmax behind the columns of all",
        heads(
            "Dense: 1",
            "Dense: 2",
            more="  c: {Concatenate, from: [h0, h1]}\n  d: {Softmax, from: c}\n",
            outputs="d",
        ),
        chain("Dense: {units: 3, activation: softmax}"),
        "equivalent",
        "columns",
    ),
    # --- activations ---------------------------------------------------------------------
    PairOfModels(
        "an argument against a layer",
        chain("Dense: {units: 3, activation: relu}"),
        chain("Dense: 3", "Activation: relu"),
        "equivalent",
        "activations",
    ),
    PairOfModels(
        "a layer against a layer",
        chain("Dense: 3", "ReLU"),
        chain("Dense: 3", "Activation: relu"),
        "equivalent",
        "activations",
    ),
    PairOfModels(
        "a capped ReLU",
        chain("Dense: 3", "ReLU: 6"),
        chain("Dense: {units: 3, activation: relu6}"),
        "equivalent",
        "activations",
    ),
    PairOfModels(
        "a leaky ReLU of the slope of its name",
        chain("Dense: 3", "LeakyReLU: 0.2"),
        chain("Dense: {units: 3, activation: leaky_relu}"),
        "equivalent",
        "activations",
    ),
    PairOfModels(
        "ELU and softmax",
        chain("Dense: 3", "ELU", "Dense: 2", "Softmax"),
        chain("Dense: {units: 3, activation: elu}", "Dense: {units: 2, activation: softmax}"),
        "equivalent",
        "activations",
    ),
    PairOfModels(
        "synonyms",
        chain("Dense: {units: 3, activation: swish}"),
        chain("Dense: {units: 3, activation: silu}"),
        "equivalent",
        "activations",
    ),
    PairOfModels(
        "linear is nothing",
        chain("Dense: {units: 3, activation: linear}", "Activation: linear"),
        chain("Dense: 3"),
        "equivalent",
    ),
    PairOfModels(
        "softmax along the last axis",
        chain("Dense: 3", "Softmax: {axis: 1}"),
        chain("Dense: {units: 3, activation: softmax}"),
        "equivalent",
        "axes",
    ),
    PairOfModels(
        "a convolution with a layer behind it",
        chain("Conv2D: {filters: 2, kernel_size: 3}", "ReLU", inputs=IMAGE),
        chain("Conv2D: {filters: 2, kernel_size: [3, 3], activation: relu}", inputs=IMAGE),
        "equivalent",
        "activations",
    ),
    # --- what does nothing -----------------------------------------------------------------
    PairOfModels(
        "Identity",
        chain("Dense: 3", "Identity", "Dense: 2"),
        chain("Dense: 3", "Dense: 2"),
        "equivalent",
        "idle layers",
    ),
    PairOfModels(
        "dropout at inference",
        chain("Dense: 3", "Dropout: 0.5", "Dense: 2"),
        chain("Dense: 3", "Dense: 2"),
        "equivalent",
        "inference",
        inference=True,
    ),
    PairOfModels(
        "noise at inference",
        chain("GaussianNoise: 0.5", "Dense: 3", "GaussianDropout: 0.5"),
        chain("Dense: 3", "Identity"),
        "equivalent",
        "inference",
        inference=True,
    ),
    *(
        PairOfModels(
            f"{kind} at inference",
            chain(kind, "Conv2D: {filters: 2, kernel_size: 1}", inputs=IMAGE),
            chain("Conv2D: {filters: 2, kernel_size: 1}", inputs=IMAGE),
            "equivalent",
            "inference",
            inference=True,
        )
        for kind in ("RandomFlip", "RandomZoom: 0.5", "RandomContrast: 0.5", "RandomErasing")
    ),
    PairOfModels(
        "a penalty at inference",
        chain("Dense: 3", "ActivityRegularization: {l2: 0.5}"),
        chain("Dense: 3"),
        "equivalent",
        "inference",
        inference=True,
    ),
    *(
        PairOfModels(
            f"{kind}, which finds what it wants",
            chain("Dense: 4", kind, "Dense: 3"),
            chain("Dense: 4", "Dense: 3"),
            "equivalent",
            "idle layers",
        )
        for kind in ("Flatten", "Reshape: [4]", "Reshape: [-1]")
    ),
    *(
        PairOfModels(
            f"{kind} along the last axis",
            chain(f"{kind}: {{axis: {axis}}}", inputs=IMAGE),
            chain(kind, inputs=IMAGE),
            "equivalent",
            "axes",
        )
        for kind, axis in (
            ("LayerNormalization", "3"),
            ("LayerNormalization", "[3]"),
            ("RMSNormalization", "3"),
            ("UnitNormalization", "[-1]"),
        )
    ),
    PairOfModels(
        "normalization over several axes",
        chain("LayerNormalization: {axis: [3, 1]}", inputs=IMAGE),
        chain("LayerNormalization: {axis: [-3, -1]}", inputs=IMAGE),
        "equivalent",
        "axes",
    ),
    PairOfModels(
        "groups along the last axis",
        chain("GroupNormalization: {groups: 3, axis: 3}", inputs=IMAGE),
        chain("GroupNormalization: {groups: 3}", inputs=IMAGE),
        "equivalent",
        "axes",
    ),
    PairOfModels(
        "a penalty of nothing",
        chain("Dense: 3", "ActivityRegularization"),
        chain("Dense: 3"),
        "equivalent",
        "idle layers",
    ),
    PairOfModels(
        "a call that says that it is not trained, at inference",
        """\
inputs: {x: [4]}
layers:
  d: {Dropout: 0.5, from: x, call: {training: false}}
  b: {BatchNormalization, from: d, call: {training: false}}
outputs: b
""",
        chain("BatchNormalization"),
        "equivalent",
        "inference",
        inference=True,
    ),
    PairOfModels(
        "dropout of another rate at inference",
        chain("Dense: 3", "Dropout: 0.5"),
        chain("Dense: 3", "Dropout: 0.1"),
        "equivalent",
        inference=True,
    ),
    PairOfModels(
        "dropout in recurrent layers at inference",
        chain("LSTM: {units: 3, dropout: 0.5}", inputs=STEPS),
        chain("LSTM: 3", inputs=STEPS),
        "equivalent",
        inference=True,
    ),
    # --- structure -------------------------------------------------------------------------
    PairOfModels(
        "Sequential against Functional",
        chain("Dense: 3", "Dense: 2"),
        chain("Dense: 3", "Dense: 2", target="functional"),
        "equivalent",
        "API",
    ),
    PairOfModels(
        "nested against flat",
        """\
inputs: {x: [4]}
blocks:
  part: {layers: [Dense: 4, ReLU]}
layers:
  a: {part, from: x}
  b: {share: a, from: a}
outputs: b
""",
        """\
inputs: {x: [4]}
layers:
  a: {Dense: 4, from: x}
  r: {ReLU, from: a}
  b: {share: a, from: r}
  s: {ReLU, from: b}
outputs: s
""",
        "equivalent",
        "nested",
    ),
    # --- merges ----------------------------------------------------------------------------
    *(
        PairOfModels(
            f"{kind} in another order",
            merged(kind, "d", "y", more="  d: {Dense: 4, from: x}\n"),
            merged(kind, "y", "d", more="  d: {Dense: 4, from: x}\n"),
            "equivalent",
            "order",
        )
        for kind in ("Add", "Multiply", "Maximum", "Minimum", "Average")
    ),
    *(
        PairOfModels(
            f"ops.{function} against {kind}",
            merged(f"ops.{function}", "x", "y"),
            merged(kind, "x", "y"),
            "equivalent",
            "merges",
        )
        for function, kind in (
            ("add", "Add"),
            ("subtract", "Subtract"),
            ("multiply", "Multiply"),
            ("maximum", "Maximum"),
            ("minimum", "Minimum"),
        )
    ),
    PairOfModels(
        "ops.add of ops.add against one Add",
        merged("ops.add", "x", "n", inputs=THREE, more="  n: {ops.add, from: [y, z]}\n"),
        merged("Add", "z", "x", "y", inputs=THREE),
        "equivalent",
        "merges",
    ),
    *(
        PairOfModels(
            f"ops.{activation} against the activation",
            chain("Dense: 3", f"ops.{activation}"),
            chain(f"Dense: {{units: 3, activation: {activation}}}"),
            "equivalent",
            "activations",
        )
        for activation in ("relu", "tanh", "sigmoid", "softplus", "leaky_relu", "elu")
    ),
    PairOfModels(
        "ops.gelu that is not approximate against the activation",
        chain("Dense: 3", "ops.gelu: {approximate: false}"),
        chain("Dense: {units: 3, activation: gelu}"),
        "equivalent",
        "activations",
    ),
    *(
        PairOfModels(
            f"{kind} of {kind}",
            merged(kind, "n", "z", inputs=THREE, more=f"  n: {{{kind}, from: [x, y]}}\n"),
            merged(kind, "x", "y", "z", inputs=THREE),
            "equivalent",
            "merges",
        )
        for kind in ("Add", "Multiply", "Maximum", "Minimum", "Concatenate")
    ),
    PairOfModels(
        "Add from the right",
        merged("Add", "x", "n", inputs=THREE, more="  n: {Add, from: [y, z]}\n"),
        merged("Add", "n", "z", inputs=THREE, more="  n: {Add, from: [x, y]}\n"),
        "equivalent",
    ),
    PairOfModels(
        "a layer against a function that concatenates",
        merged("Concatenate", "x", "y"),
        merged("ops.concatenate: {axis: 1}", "x", "y"),
        "equivalent",
    ),
    PairOfModels(
        "the same twice",
        """\
inputs: {x: [4]}
layers:
  d: {Dense: 3, from: x}
  e: {share: d, from: x}
  m: {Subtract, from: [d, e]}
outputs: m
""",
        """\
inputs: {x: [4]}
layers:
  d: {Dense: 3, from: x}
  m: {Subtract, from: [d, d]}
outputs: m
""",
        "equivalent",
        "duplicates",
    ),
    PairOfModels(
        "two layers without weights against one",
        """\
inputs: {x: [4]}
layers:
  d: {Dense: 3, from: x}
  r: {LeakyReLU, from: d}
  s: {LeakyReLU, from: d}
outputs: {p: r, q: s}
""",
        """\
inputs: {x: [4]}
layers:
  d: {Dense: 3, from: x}
  r: {LeakyReLU, from: d}
outputs: {p: r, q: r}
""",
        "equivalent",
        "duplicates",
    ),
    PairOfModels(
        "the same twice, in another order",
        merged(
            "Subtract", "p", "q", more="  p: {Add, from: [x, y]}\n  q: {Add, from: [y, x]}\n"
        ),
        merged("Subtract", "p", "p", more="  p: {Add, from: [x, y]}\n"),
        "equivalent",
        "duplicates",
    ),
    # --- masks -----------------------------------------------------------------------------
    PairOfModels(
        "masks that other layers pass on",
        masked("ReLU", "ReLU", MULTI_HEAD),
        masked("Activation: relu", "ReLU", MULTI_HEAD),
        "equivalent",
        "activations",
    ),
    PairOfModels(
        "masks that are joined",
        masked("ReLU", "ops.relu", JOINED, TWO_WORDS, other="f"),
        masked("Activation: relu", "ops.relu", JOINED, TWO_WORDS, other="f"),
        "equivalent",
        "activations",
    ),
    PairOfModels(
        "heads under a mask",
        masked("Dense: 1", "Dense: 2", JOINED.replace(": {axis: 1}", "")),
        masked("Dense: 3", "Identity", "  m: {LSTM: 3, from: q}\n").replace(
            "  v: {Identity, from: e}\n", ""
        ),
        "equivalent",
        "columns",
    ),
    # --- only training differs -----------------------------------------------------------
    PairOfModels(
        "another initializer",
        chain("Dense: 3"),
        chain("Dense: {units: 3, kernel_initializer: he_normal}"),
        "equivalent",
        "training",
        "`kernel_initializer`",
    ),
    PairOfModels(
        "a regularizer",
        chain("Dense: 3"),
        chain("Dense: {units: 3, kernel_regularizer: l2}"),
        "equivalent",
        "training",
        "`kernel_regularizer`",
    ),
    PairOfModels(
        "a constraint",
        chain("Dense: 3"),
        chain("Dense: {units: 3, bias_constraint: non_neg}"),
        "equivalent",
        "training",
        "`bias_constraint`",
    ),
    PairOfModels(
        "a constraint over all columns",
        heads(*["Dense: {units: 1, kernel_constraint: {MaxNorm: {axis: 1}}}"] * 2),
        chain("Dense: {units: 2, kernel_constraint: {MaxNorm: {axis: 1}}}"),
        "equivalent",
        says="the `kernel_constraint` of `Dense` takes all columns together",
    ),
    PairOfModels(
        "a regularizer over all columns",
        heads(*["Dense: {units: 1, kernel_regularizer: orthogonal_regularizer}"] * 2),
        chain("Dense: {units: 2, kernel_regularizer: orthogonal_regularizer}"),
        "equivalent",
        says="the `kernel_regularizer` of `Dense` may take all columns together",
    ),
    PairOfModels(
        "statistics that move twice",
        """\
inputs: {x: [4]}
layers:
  d: {BatchNormalization, from: x}
  e: {share: d, from: x}
  m: {Subtract, from: [d, e]}
outputs: m
""",
        """\
inputs: {x: [4]}
layers:
  d: {BatchNormalization, from: x}
  m: {Subtract, from: [d, d]}
outputs: m
""",
        "equivalent",
        says="each call moves its mean and variance",
    ),
    PairOfModels(
        "a penalty that counts twice",
        """\
inputs: {x: [4]}
layers:
  d: {Dense: {units: 3, activity_regularizer: l2}, from: x}
  e: {share: d, from: x}
  m: {Subtract, from: [d, e]}
outputs: m
""",
        """\
inputs: {x: [4]}
layers:
  d: {Dense: {units: 3, activity_regularizer: l2}, from: x}
  m: {Subtract, from: [d, d]}
outputs: m
""",
        "equivalent",
        says="adds to the loss 6 times in A and 3 times in B",
    ),
    PairOfModels(
        "a penalty of a layer that gives what it takes",
        chain("Dense: 3", "Identity: {activity_regularizer: l2}"),
        chain("Dense: 3"),
        "equivalent",
        says="adds to the loss once in A and 0 times in B",
    ),
    PairOfModels(
        "the layout of images that is the default",
        chain("Conv2D: {filters: 2, kernel_size: 3, data_format: channels_last}", inputs=IMAGE),
        chain("Conv2D: {filters: 2, kernel_size: 3}", inputs=IMAGE),
        "identical",
    ),
    PairOfModels(
        "frozen",
        chain("Dense: 3"),
        chain("Dense: {units: 3, trainable: false}"),
        "equivalent",
        "training",
        "`trainable`",
    ),
    PairOfModels(
        "momentum",
        chain("Dense: 3", "BatchNormalization"),
        chain("Dense: 3", "BatchNormalization: {momentum: 0.9}"),
        "equivalent",
        "training",
        "`momentum`",
    ),
    PairOfModels(
        "another seed",
        chain("Dense: 3", "Dropout: {rate: 0.5, seed: 1}"),
        chain("Dense: 3", "Dropout: {rate: 0.5, seed: 2}"),
        "equivalent",
        "training",
        "seed",
    ),
    PairOfModels(
        "initializers of summed heads, the other way round",
        """\
inputs: {x: [4]}
layers:
  a: {Dense: {units: 3, kernel_initializer: zeros}, from: x}
  b: {Dense: 3, from: x}
  m: {Add, from: [a, b]}
outputs: m
""",
        """\
inputs: {x: [4]}
layers:
  a: {Dense: 3, from: x}
  b: {Dense: {units: 3, kernel_initializer: zeros}, from: x}
  m: {Add, from: [b, a]}
outputs: m
""",
        "identical",
    ),
    PairOfModels(
        "masks alike",
        chain(
            "Embedding: {input_dim: 10, output_dim: 4, mask_zero: true}",
            "Identity",
            "LSTM: 3",
            inputs=WORDS,
        ),
        chain(
            "Embedding: {input_dim: 10, output_dim: 4, mask_zero: true}",
            "LSTM: 3",
            inputs=WORDS,
        ),
        "equivalent",
    ),
    # --- other words for the same ----------------------------------------------------------
    PairOfModels(
        "strides of a pool that are its size",
        chain("MaxPooling2D: 2", "Flatten", "Dense: 2", inputs=IMAGE),
        chain(
            "MaxPooling2D: {pool_size: [2, 2], strides: [2, 2]}",
            "Flatten",
            "Dense: 2",
            inputs=IMAGE,
        ),
        "equivalent",
        "spellings",
    ),
    PairOfModels(
        "EinsumDense in other letters",
        chain(
            "EinsumDense: {equation: 'abc,cd->abd', output_shape: [5, 3], bias_axes: d}",
            inputs=STEPS,
        ),
        chain(
            "EinsumDense: {equation: 'xdb,ba->xda', output_shape: [5, 3], bias_axes: a}",
            inputs=STEPS,
        ),
        "equivalent",
        "spellings",
    ),
    PairOfModels(
        "EinsumDense in letters that cross those of the other",
        chain("EinsumDense: {equation: '...b,ba->...a', output_shape: 3}", inputs=STEPS),
        chain("EinsumDense: {equation: '...a,ab->...b', output_shape: 3}", inputs=STEPS),
        "equivalent",
        "spellings",
    ),
    PairOfModels(
        "a tensor by keyword",
        "inputs: {x: [4], y: [4]}\nlayers:\n"
        "  m: {ops.subtract, from: x, call: {x2: y}}\noutputs: m\n",
        merged("Subtract", "x", "y"),
        "equivalent",
        "spellings",
    ),
    PairOfModels(
        "layers that give what they take",
        chain(
            "Rescaling: 1",
            "ZeroPadding2D: 0",
            "Cropping2D: [[0, 0], [0, 0]]",
            "UpSampling2D: 1",
            "Permute: [1, 2, 3]",
            "AveragePooling2D: {pool_size: 1, padding: same}",
            "Flatten",
            "Dense: 2",
            inputs=IMAGE,
        ),
        chain("Flatten", "Dense: 2", inputs=IMAGE),
        "equivalent",
        "idle layers",
    ),
    PairOfModels(
        "an activation twice",
        chain("Dense: {units: 3, activation: relu}", "ReLU", "Dense: 2"),
        chain("Dense: 3", "ReLU", "Dense: 2"),
        "equivalent",
        "idle layers",
    ),
    PairOfModels(
        "Flatten and Reshape",
        chain("Flatten", "Dense: 2", inputs=IMAGE),
        chain("Reshape: [-1]", "Dense: 2", inputs=IMAGE),
        "equivalent",
        "arrangements",
    ),
    PairOfModels(
        "axes changed by layers and by functions, once and twice",
        chain("Reshape: [9, 12]", "Reshape: [1, 108]", "Dense: 2", inputs=IMAGE),
        chain(
            "ops.reshape: {newshape: [-1, 108]}", "ops.expand_dims: 1", "Dense: 2", inputs=IMAGE
        ),
        "equivalent",
        "arrangements",
    ),
    PairOfModels(
        "a Dense for each step",
        chain(
            "TimeDistributed: {Dense: {units: 3, activation: relu, kernel_regularizer: l2}}",
            inputs=STEPS,
        ),
        chain("Dense: 3", "ReLU", inputs=STEPS),
        "equivalent",
        "steps",
        says="`kernel_regularizer`",
    ),
    PairOfModels(
        "an activation for each step",
        chain("TimeDistributed: Softmax", inputs=STEPS),
        chain("Softmax", inputs=STEPS),
        "equivalent",
        "steps",
    ),
    PairOfModels(
        "axes changed around what does nothing",
        chain("Reshape: [2, 2]", "Identity", "{Activation: linear}", "Flatten", "Dense: 2"),
        chain("Dense: 2"),
        "equivalent",
        "arrangements",
    ),
    PairOfModels(
        "a Dense for each step behind a mask",
        chain("Masking", "TimeDistributed: {Dense: 2}", inputs=STEPS),
        chain("Masking", "Dense: 2", inputs=STEPS),
        "equivalent",
        "steps",
    ),
    PairOfModels(
        "columns of a Dense for each step",
        heads("TimeDistributed: {Dense: 2}", "TimeDistributed: {Dense: 3}", inputs=STEPS),
        chain("TimeDistributed: {Dense: 5}", inputs=STEPS),
        "equivalent",
        "columns",
        says="`kernel` of `h0` of A",
    ),
    *(
        PairOfModels(
            f"{argument} inside of {kind}",
            chain(f"{kind}: {{{inner}: {{units: 3, {argument}: {value}}}}}", inputs=STEPS),
            chain(f"{kind}: {{{inner}: 3}}", inputs=STEPS),
            "equivalent",
            says=f"`layer.{argument}`",
        )
        for kind, inner, argument, value in (
            ("Bidirectional", "LSTM", "kernel_regularizer", "l2"),
            ("Bidirectional", "GRU", "trainable", "false"),
            ("SpectralNormalization", "Dense", "kernel_initializer", "ones"),
        )
    ),
    PairOfModels(
        "a regularizer in a model that is an argument",
        chain(
            "TimeDistributed: {chain: [{Dense: {units: 3, kernel_regularizer: l2}}, ReLU]}",
            inputs=STEPS,
        ),
        chain("TimeDistributed: {chain: [Dense: 3, ReLU]}", inputs=STEPS),
        "equivalent",
        says="`layer.0.kernel_regularizer`",
    ),
    PairOfModels(
        "a penalty before an activation and behind it",
        chain("Dense: {units: 3, activation: relu, activity_regularizer: l2}"),
        chain("Dense: {units: 3, activity_regularizer: l2}", "ReLU"),
        "equivalent",
        says="`activity_regularizer`",
    ),
    PairOfModels(
        "other masks of an output",
        "inputs: {x: [3, 4]}\nlayers:\n  m: {Masking, from: x}\n"
        "  z: {ZeroPadding1D: 0, from: m}\n  c: {Concatenate: {axis: 1}, from: [z, m]}\n"
        "  d: {Dense: 2, from: c}\noutputs: d\n",
        "inputs: {x: [3, 4]}\nlayers:\n  m: {Masking, from: x}\n"
        "  c: {Concatenate: {axis: 1}, from: [m, m]}\n"
        "  d: {Dense: 2, from: c}\noutputs: d\n",
        "equivalent",
        says="they carry other masks",
    ),
    PairOfModels(
        "a crossentropy that Keras computes from logits in one of both",
        chain("Dense: {units: 3, activation: softmax}", "{Reshape: [3], name: y}")
        + "outputs: {y: {loss: categorical_crossentropy}}\n",
        chain("{Dense: {units: 3, activation: softmax}, name: y}")
        + "outputs: {y: {loss: categorical_crossentropy}}\n",
        "equivalent",
        says="computed from logits in B alone",
    ),
]

UNLIKE = [
    # --- masks ---------------------------------------------------------------------------
    *(
        PairOfModels(
            f"another mask for {word}",
            masked("ReLU", "ops.relu", last, inputs, other=other),
            masked("ops.relu", "ReLU", last, inputs, other=other),
            "different",
            says="do not see the same masks",
        )
        for word, last, inputs, other in (
            ("one of two tensors in a call", MULTI_HEAD, WORDS, "e"),
            ("one of two inputs", ATTENTION, WORDS, "e"),
            ("a part of what is joined", JOINED, TWO_WORDS, "f"),
        )
    ),
    # --- columns ---------------------------------------------------------------------------
    PairOfModels(
        "softmax across heads",
        heads(
            "Dense: {units: 1, activation: softmax}", "Dense: {units: 2, activation: softmax}"
        ),
        chain("Dense: {units: 3, activation: softmax}"),
        "different",
        says="takes all units of a layer together",
    ),
    PairOfModels(
        "softmax layers across heads",
        """\
inputs: {x: [4]}
layers:
  a: {chain: [Dense: 2, Softmax], from: x}
  b: {chain: [Dense: 2, Softmax], from: x}
  c: {Concatenate, from: [a, b]}
outputs: c
""",
        chain("Dense: 4", "Softmax"),
        "different",
        says="takes all units of a layer together",
    ),
    PairOfModels(
        "a head without bias",
        heads("Dense: 1", "Dense: {units: 1, use_bias: false}"),
        chain("Dense: 2"),
        "different",
    ),
    PairOfModels(
        "heads with different activations",
        heads("Dense: {units: 1, activation: relu}", "Dense: {units: 1, activation: tanh}"),
        chain("Dense: {units: 2, activation: relu}"),
        "different",
    ),
    PairOfModels(
        "heads on different inputs",
        """\
inputs: {x: [4], y: [4]}
layers:
  a: {Dense: 1, from: x}
  b: {Dense: 1, from: y}
outputs: [a, b]
""",
        """\
inputs: {x: [4], y: [4]}
layers:
  a: {Dense: 1, from: x}
  b: {Dense: 1, from: x}
outputs: [a, b]
""",
        "different",
        says="`y`",
    ),
    PairOfModels(
        "too narrow",
        heads("Dense: 1", "Dense: 1"),
        chain("Dense: 3"),
        "different",
        says="(batch, 3)",
    ),
    PairOfModels(
        "a shared head",
        """\
inputs: {x: [4]}
layers:
  h: {Dense: 1, from: x}
outputs: {h0: h, h1: h}
""",
        heads("Dense: 1", "Dense: 1", outputs="{h0: h0, h1: h1}"),
        "different",
    ),
    PairOfModels(
        "heads in other widths",
        heads("Dense: 1", "Dense: 3"),
        heads("Dense: 2", "Dense: 2"),
        "different",
    ),
    PairOfModels(
        "heads in another order",
        heads("Dense: 1", "Dense: 2"),
        heads("Dense: 2", "Dense: 1"),
        "different",
    ),
    PairOfModels(
        "windows of another size",
        heads(
            "Conv2D: {filters: 1, kernel_size: 1}",
            "Conv2D: {filters: 1, kernel_size: 3, padding: same}",
            inputs=IMAGE,
        ),
        chain("Conv2D: {filters: 2, kernel_size: 1}", inputs=IMAGE),
        "different",
    ),
    PairOfModels(
        "grouped convolutions",
        heads(
            "Conv2D: {filters: 3, kernel_size: 1, groups: 3}",
            "Conv2D: {filters: 3, kernel_size: 1, groups: 3}",
            inputs=IMAGE,
        ),
        chain("Conv2D: {filters: 6, kernel_size: 1, groups: 3}", inputs=IMAGE),
        "different",
    ),
    PairOfModels(
        "a bias for all columns together",
        heads(
            "EinsumDense: {equation: 'abc,cd->abd', output_shape: [5, 2], bias_axes: b}",
            "EinsumDense: {equation: 'abc,cd->abd', output_shape: [5, 3], bias_axes: b}",
            inputs=STEPS,
        ),
        chain(
            "EinsumDense: {equation: 'abc,cd->abd', output_shape: [5, 5], bias_axes: b}",
            inputs=STEPS,
        ),
        "different",
    ),
    PairOfModels(
        "overlapping slices",
        """\
inputs: {x: [4]}
layers:
  w: {Dense: 3, from: x}
  a: {ops.slice: {start_indices: [0, 0], shape: [-1, 2]}, from: w}
  b: {ops.slice: {start_indices: [0, 1], shape: [-1, 2]}, from: w}
outputs: [a, b]
""",
        heads("Dense: 2", "Dense: 2"),
        "different",
    ),
    PairOfModels(
        "slices the other way round",
        """\
inputs: {x: [4]}
layers:
  w: {Dense: 4, from: x}
  s: {ops.split: {indices_or_sections: 2, axis: 1}, from: w}
  a: {ReLU, from: s.0}
  c: {Concatenate, from: [a, s.1]}
outputs: c
""",
        """\
inputs: {x: [4]}
layers:
  w: {Dense: 4, from: x}
  s: {ops.split: {indices_or_sections: 2, axis: 1}, from: w}
  a: {ReLU, from: s.0}
  c: {Concatenate, from: [s.1, a]}
outputs: c
""",
        "different",
    ),
    PairOfModels(
        "slices along another axis",
        """\
inputs: {x: [4, 4]}
layers:
  w: {Dense: 4, from: x}
  s: {ops.split: {indices_or_sections: 2, axis: 1}, from: w}
  c: {Concatenate, from: [s.0, s.1]}
outputs: c
""",
        """\
inputs: {x: [4, 4]}
layers:
  w: {Dense: 4, from: x}
  s: {ops.split: {indices_or_sections: 2, axis: 2}, from: w}
  c: {Concatenate: {axis: 1}, from: [s.0, s.1]}
outputs: c
""",
        "different",
    ),
    # --- sharing ---------------------------------------------------------------------------
    PairOfModels(
        "shared against copied",
        """\
inputs: {x: [4], y: [4]}
layers:
  e: {Dense: 3, from: x}
  f: {share: e, from: y}
  m: {Subtract, from: [e, f]}
outputs: m
""",
        """\
inputs: {x: [4], y: [4]}
layers:
  e: {Dense: 3, from: x}
  f: {Dense: 3, from: y}
  m: {Subtract, from: [e, f]}
outputs: m
""",
        "different",
        says="15 parameters more",
    ),
    PairOfModels(
        "copied against shared in a stack",
        chain("{Dense: 4, name: a}", "Dense: 4"),
        chain("{Dense: 4, name: a}", "{share: a}"),
        "different",
        says="20 parameters more",
    ),
    PairOfModels(
        "another layer is shared",
        """\
inputs: {x: [4]}
layers: [{Dense: 4, name: a}, {Dense: 4, name: b}, {share: a}]
""",
        """\
inputs: {x: [4]}
layers: [{Dense: 4, name: a}, {Dense: 4, name: b}, {share: b}]
""",
        "different",
    ),
    PairOfModels(
        "statistics are shared",
        """\
inputs: {x: [4], y: [4]}
layers:
  e: {BatchNormalization, from: x}
  f: {share: e, from: y}
outputs: [e, f]
""",
        """\
inputs: {x: [4], y: [4]}
layers:
  e: {BatchNormalization, from: x}
  f: {BatchNormalization, from: y}
outputs: [e, f]
""",
        "different",
    ),
    # --- order -----------------------------------------------------------------------------
    PairOfModels(
        "Subtract in another order",
        merged("Subtract", "x", "y"),
        merged("Subtract", "y", "x"),
        "different",
    ),
    PairOfModels(
        "Concatenate in another order",
        merged("Concatenate", "d", "y", more="  d: {Dense: 4, from: x}\n"),
        merged("Concatenate", "y", "d", more="  d: {Dense: 4, from: x}\n"),
        "different",
        says="another order",
    ),
    PairOfModels(
        "outputs in another order",
        heads("Dense: 2", "Dense: {units: 2, activation: relu}"),
        heads("Dense: {units: 2, activation: relu}", "Dense: 2"),
        "different",
    ),
    PairOfModels(
        "outputs under each other's names",
        heads("Dense: 2", "Dense: {units: 2, activation: relu}", outputs="{a: h0, b: h1}"),
        heads("Dense: 2", "Dense: {units: 2, activation: relu}", outputs="{a: h1, b: h0}"),
        "different",
    ),
    PairOfModels(
        "inputs in another order",
        """\
inputs: {x: [4], y: [4]}
layers: {m: {Subtract, from: [x, y]}}
outputs: m
""",
        """\
inputs: {y: [4], x: [4]}
layers: {m: {Subtract, from: [x, y]}}
outputs: m
""",
        "different",
    ),
    # --- merges ----------------------------------------------------------------------------
    PairOfModels(
        "strings in another order",
        merged("Add", "x", "y", inputs=STRINGS),
        merged("Add", "y", "x", inputs=STRINGS),
        "different",
    ),
    PairOfModels(
        "strings twice, in another order",
        merged("ops.add", "p", "x", inputs=STRINGS, more="  p: {ops.add, from: [x, y]}\n"),
        merged("ops.add", "p", "x", inputs=STRINGS, more="  p: {ops.add, from: [y, x]}\n"),
        "different",
    ),
    PairOfModels(
        "Average of Average",
        merged("Average", "n", "z", inputs=THREE, more="  n: {Average, from: [x, y]}\n"),
        merged("Average", "x", "y", "z", inputs=THREE),
        "different",
    ),
    PairOfModels(
        "Subtract of Subtract",
        merged("Subtract", "n", "z", inputs=THREE, more="  n: {Subtract, from: [x, y]}\n"),
        merged("Subtract", "x", "n", inputs=THREE, more="  n: {Subtract, from: [y, z]}\n"),
        "different",
    ),
    PairOfModels(
        "Add of Multiply",
        merged("Add", "n", "z", inputs=THREE, more="  n: {Multiply, from: [x, y]}\n"),
        merged("Multiply", "n", "z", inputs=THREE, more="  n: {Add, from: [x, y]}\n"),
        "different",
    ),
    PairOfModels(
        "the same twice is counted twice",
        merged("Add", "x", "x", "y"),
        merged("Add", "x", "y", "y"),
        "different",
    ),
    PairOfModels(
        "Concatenate along another axis",
        merged("Concatenate", "x", "y", inputs="inputs: {x: [4, 4], y: [4, 4]}\n"),
        merged("Concatenate: {axis: 1}", "x", "y", inputs="inputs: {x: [4, 4], y: [4, 4]}\n"),
        "different",
    ),
    PairOfModels(
        "Add against Multiply",
        merged("Add", "x", "y"),
        merged("Multiply", "x", "y"),
        "different",
    ),
    # --- activations -----------------------------------------------------------------------
    PairOfModels(
        "a leaky ReLU of the slope of its class",
        chain("Dense: 3", "LeakyReLU"),
        chain("Dense: {units: 3, activation: leaky_relu}"),
        "different",
    ),
    PairOfModels(
        "an activation before the normalization",
        chain("Dense: {units: 3, activation: relu}", "BatchNormalization"),
        chain("Dense: 3", "BatchNormalization", "ReLU"),
        "different",
    ),
    PairOfModels(
        "softmax along another axis",
        chain("Dense: 3", "Softmax: {axis: 1}", inputs=STEPS),
        chain("Dense: {units: 3, activation: softmax}", inputs=STEPS),
        "different",
    ),
    PairOfModels(
        "an activation inside a recurrent layer",
        chain("LSTM: {units: 3, activation: relu}", inputs=STEPS),
        chain("LSTM: 3", "ReLU", inputs=STEPS),
        "different",
    ),
    PairOfModels(
        "a ReLU with a threshold",
        chain("Dense: 3", "ReLU: {threshold: 0.5}"),
        chain("Dense: 3", "ReLU"),
        "different",
    ),
    # --- arguments -------------------------------------------------------------------------
    PairOfModels(
        "another width inside",
        chain("Dense: 3", "Dense: 2"),
        chain("Dense: 5", "Dense: 2"),
        "different",
        says="`units` of `dense` is 3",
    ),
    PairOfModels(
        "axes that Keras sorts otherwise",
        chain("LayerNormalization: {axis: [1, -1]}", inputs=IMAGE),
        chain("LayerNormalization: {axis: [1, 3]}", inputs=IMAGE),
        "different",
    ),
    PairOfModels(
        "another shape of the same numbers",
        chain("Reshape: [3, 6, 6]", "Reshape: [6, 6, 3]", "Dense: 2", inputs=IMAGE),
        chain("Permute: [2, 1, 3]", "Dense: 2", inputs=IMAGE),
        "different",
    ),
    PairOfModels(
        "axes that change places",
        chain("Permute: [2, 1, 3]", "Dense: 2", inputs=IMAGE),
        chain("Dense: 2", inputs=IMAGE),
        "different",
    ),
    PairOfModels(
        "another epsilon",
        chain("LayerNormalization"),
        chain("LayerNormalization: {epsilon: 0.01}"),
        "different",
    ),
    PairOfModels(
        "padding",
        chain("Conv1D: {filters: 2, kernel_size: 1}", inputs=STEPS),
        chain(
            "Conv1D: {filters: 2, kernel_size: 1, padding: same, data_format: channels_last}",
            inputs=STEPS,
        ),
        "different",
    ),
    PairOfModels(
        "another dtype",
        chain("Dense: 3"),
        chain("Dense: {units: 3, dtype: mixed_bfloat16}"),
        "different",
    ),
    PairOfModels(
        "another rate of dropout",
        chain("Dense: 3", "Dropout: 0.5"),
        chain("Dense: 3", "Dropout: 0.1"),
        "different",
    ),
    PairOfModels(
        "dropout where it is trained",
        chain("Dense: 3", "Dropout: 0.5"),
        chain("Dense: 3"),
        "different",
    ),
    PairOfModels(
        "normalization at inference",
        chain("Dense: 3", "BatchNormalization"),
        chain("Dense: 3"),
        "different",
        inference=True,
    ),
    PairOfModels(
        "images that are changed where it is trained",
        chain("RandomFlip", "Conv2D: {filters: 2, kernel_size: 1}", inputs=IMAGE),
        chain("Conv2D: {filters: 2, kernel_size: 1}", inputs=IMAGE),
        "different",
    ),
    PairOfModels(
        "images that are cropped at inference as well",
        chain(
            "RandomCrop: {height: 4, width: 4}",
            "Conv2D: {filters: 2, kernel_size: 1}",
            inputs=IMAGE,
        ),
        chain("Conv2D: {filters: 2, kernel_size: 1}", inputs=IMAGE),
        "different",
        inference=True,
    ),
    PairOfModels(
        "a penalty where it is trained",
        chain("Dense: 3", "ActivityRegularization: {l2: 0.5}"),
        chain("Dense: 3"),
        "different",
    ),
    PairOfModels(
        "a call that is never in training",
        """\
inputs: {x: [4]}
layers: {b: {BatchNormalization, from: x, call: {training: false}}}
outputs: b
""",
        chain("BatchNormalization"),
        "different",
        says="the argument `training`",
    ),
    PairOfModels(
        "images that a call always changes",
        """\
inputs: {x: [6, 6, 3]}
layers:
  f: {RandomFlip, from: x, call: {training: true}}
  d: {Dense: 2, from: f}
outputs: d
""",
        chain("Dense: 2", inputs=IMAGE),
        "different",
        inference=True,
    ),
    PairOfModels(
        "another order is another difference",
        merged(
            "Add",
            "p",
            "q",
            more="  p: {Subtract, from: [x, y]}\n  q: {Subtract, from: [y, x]}\n",
        ),
        merged("Add", "p", "p", more="  p: {Subtract, from: [x, y]}\n"),
        "different",
    ),
    PairOfModels(
        "a call that is always in training",
        """\
inputs: {x: [4]}
layers:
  d: {Dense: 3, from: x}
  e: {Dropout: 0.5, from: d, call: {training: true}}
outputs: e
""",
        chain("Dense: 3"),
        "different",
        inference=True,
    ),
    PairOfModels(
        "masks",
        chain(
            "Embedding: {input_dim: 10, output_dim: 4, mask_zero: true}",
            "LSTM: 3",
            inputs=WORDS,
        ),
        chain("Embedding: {input_dim: 10, output_dim: 4}", "LSTM: 3", inputs=WORDS),
        "different",
    ),
    PairOfModels(
        "deeper",
        chain("Dense: 4", "Dense: 4"),
        chain("Dense: 4", "Dense: 4", "Dense: 4"),
        "different",
    ),
    PairOfModels(
        "linear layers are not merged",
        chain("Dense: 4", "Dense: 2"),
        chain("Dense: 2"),
        "different",
    ),
    PairOfModels(
        "another kind of layer",
        chain("LSTM: 3", inputs=STEPS),
        chain("GRU: 3", inputs=STEPS),
        "different",
    ),
    PairOfModels(
        "another input",
        chain("Dense: 3"),
        chain("Dense: 3", inputs=X8),
        "different",
        says="(batch, 8)",
    ),
    PairOfModels(
        "more inputs",
        chain("Dense: 3", target="functional"),
        """\
inputs: {x: [4], y: [4]}  # mtlc: allow unused-input
layers: {d: {Dense: 3, from: x}}
outputs: d
""",
        "different",
        says="2",
    ),
    PairOfModels(
        "a skip",
        chain("Dense: 4", "Dense: 4"),
        """\
inputs: {x: [4]}
layers:
  a: {Dense: 4, from: x}
  b: {Dense: 4, from: a}
  s: {Add, from: [a, b]}
outputs: s
""",
        "different",
    ),
    PairOfModels(
        "ops.subtract the other way round",
        merged("ops.subtract", "x", "y"),
        merged("Subtract", "y", "x"),
        "different",
    ),
    PairOfModels(
        "ops.add where the ranks differ",
        merged("ops.add", "x", "y", inputs="inputs: {x: [4, 4], y: [4]}\n"),
        merged("Add", "x", "y", inputs="inputs: {x: [4, 4], y: [4]}\n"),
        "different",
    ),
    PairOfModels(
        "ops.gelu, which is approximate, against the activation",
        chain("Dense: 3", "ops.gelu"),
        chain("Dense: {units: 3, activation: gelu}"),
        "different",
    ),
    PairOfModels(
        "ops.leaky_relu with a slope of its own",
        chain("Dense: 3", "ops.leaky_relu: {negative_slope: 0.1}"),
        chain("Dense: {units: 3, activation: leaky_relu}"),
        "different",
    ),
    PairOfModels(
        "directions of a recurrent layer",
        chain("Bidirectional: {LSTM: 3}", inputs=STEPS),
        chain("Bidirectional: {layer: {LSTM: 3}, merge_mode: sum}", inputs=STEPS),
        "different",
    ),
    PairOfModels(
        "inside a wrapper",
        chain("TimeDistributed: {Dense: 3}", inputs=STEPS),
        chain("TimeDistributed: {Dense: {units: 3, activation: relu}}", inputs=STEPS),
        "different",
    ),
    PairOfModels(
        "inside a model in a wrapper",
        chain("TimeDistributed: {chain: [Dense: 3, ReLU]}", inputs=STEPS),
        chain("TimeDistributed: {chain: [Dense: 3, Softmax]}", inputs=STEPS),
        "different",
    ),
    # --- other words for something else ----------------------------------------------------
    PairOfModels(
        "strides of a pool that are not its size",
        chain("MaxPooling2D: {pool_size: 2, padding: same}", inputs=IMAGE),
        chain("MaxPooling2D: {pool_size: 3, strides: 2, padding: same}", inputs=IMAGE),
        "different",
    ),
    PairOfModels(
        "EinsumDense on another axis",
        chain(
            "EinsumDense: {equation: 'abc,cd->abd', output_shape: [4, 4]}",
            inputs="inputs: {x: [4, 4]}\n",
        ),
        chain(
            "EinsumDense: {equation: 'abc,bd->acd', output_shape: [4, 4]}",
            inputs="inputs: {x: [4, 4]}\n",
        ),
        "different",
    ),
    PairOfModels(
        "EinsumDense with the kernel the other way round",
        chain("EinsumDense: {equation: 'ab,bc->ac', output_shape: 4}"),
        chain("EinsumDense: {equation: 'ab,cb->ac', output_shape: 4}"),
        "different",
    ),
    PairOfModels(
        "a tensor by keyword, the other way round",
        "inputs: {x: [4], y: [4]}\nlayers:\n"
        "  m: {ops.subtract, from: y, call: {x2: x}}\noutputs: m\n",
        merged("Subtract", "x", "y"),
        "different",
    ),
    PairOfModels(
        "Rescaling that adds",
        chain("Rescaling: {scale: 1, offset: 0.5}", "Dense: 2"),
        chain("Dense: 2"),
        "different",
    ),
    PairOfModels(
        "padding and cropping that move an image",
        chain("ZeroPadding2D: [[1, 0], [0, 0]]", "Cropping2D: [[0, 1], [0, 0]]", inputs=IMAGE),
        chain("Identity", inputs=IMAGE),
        "different",
    ),
    PairOfModels(
        "axes in another order",
        chain("Permute: [2, 1, 3]", "Flatten", inputs=IMAGE),
        chain("Flatten", inputs=IMAGE),
        "different",
    ),
    PairOfModels(
        "Flatten that moves channels",
        chain("Flatten: {data_format: channels_first}", inputs=IMAGE),
        chain("Reshape: [-1]", inputs=IMAGE),
        "different",
    ),
    PairOfModels(
        "an activation behind one that can be negative",
        chain("Dense: {units: 3, activation: tanh}", "ReLU"),
        chain("Dense: {units: 3, activation: tanh}"),
        "different",
    ),
    PairOfModels(
        "a softmax over steps against one for each",
        chain("TimeDistributed: {Softmax: -1}", inputs=STEPS),
        chain("Softmax: 1", inputs=STEPS),
        "different",
    ),
    PairOfModels(
        "numbers that Rescaling broadcasts",
        chain("Rescaling: {scale: 2, offset: [0, 0]}", inputs="inputs: {x: [1]}\n"),
        chain("Rescaling: 2", inputs="inputs: {x: [1]}\n"),
        "different",
    ),
    PairOfModels(
        "squeeze, which takes away a batch of 1",
        chain("ops.squeeze", "Dense: 2", inputs="inputs: {x: [1, 3]}\n"),
        chain("Flatten", "Dense: 2", inputs="inputs: {x: [1, 3]}\n"),
        "different",
    ),
    PairOfModels(
        "Rescaling that makes floats of integers",
        "inputs: {x: {shape: [2, 2, 2], dtype: int8}}\nlayers:\n"
        "  u: {UpSampling2D: 2, from: x}\n  r: {Rescaling: 1, from: u}\n"
        "  m: {Add, from: [r, r]}\noutputs: m\n",
        "inputs: {x: {shape: [2, 2, 2], dtype: int8}}\nlayers:\n"
        "  u: {UpSampling2D: 2, from: x}\n  m: {Add, from: [u, u]}\noutputs: m\n",
        "different",
    ),
    PairOfModels(
        "a maximum of one place, which makes a number of what is none",
        chain("MaxPooling1D: 1", inputs=STEPS),
        chain("Identity", inputs=STEPS),
        "different",
    ),
    # --- what cannot be told -----------------------------------------------------------------
    PairOfModels(
        "a custom layer against another",
        "imports: {own: tests.custom}\n" + chain("{own.Scale, returns: [4]}"),
        chain("Dense: 4"),
        "unknown",
        says="`tests.custom.Scale`",
    ),
    PairOfModels(
        "custom layers of one name in two modules",
        "imports: {own: tests.custom}\n" + chain("{own.Scale, returns: [4]}"),
        "imports: {own: somewhere.others}\n" + chain("{own.Scale, returns: [4]}"),
        "unknown",
    ),
]

PAIRS = [*SAME, *UNLIKE]
