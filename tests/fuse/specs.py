"""Specs whose heads can be fused."""

from __future__ import annotations

FLOW = """\
inputs: {x: [4]}
layers:
  trunk: {Dense: 8, from: x}
  # the first
  one: {Dense: 1, from: trunk}  # of one
  # the second
  two: {Dense: 1, from: trunk}  # of two
outputs: [one, two]  # both
"""

BLOCK = """\
inputs: {x: [4]}
layers:
  trunk: {Dense: 8, from: x}
  price:
    # before
    Dense:
      units: 1  # one
      activation: tanh
    from: trunk  # behind

  # about the class
  kind:
    chain:
      - Dense: {activation: tanh, units: 3}
      - Softmax
    from: trunk
outputs:
  price: {loss: mse, weight: 0.5}
  class: {from: kind, loss: categorical_crossentropy, metrics: [accuracy]}
training: {optimizer: {Adam: 0.01}}
"""

STEPS = """\
inputs: {x: [4]}
layers: {a: {chain: [Dense: 2, ReLU], from: x}, b: {chain: [{Dense: 1}, ReLU], from: x}}
outputs: {a: a, b: b}
"""

IMAGES = """\
inputs: {x: [4, 4, 3]}
layers:
  a: {Conv2D: {filters: 3, kernel_size: 1}, from: x}
  b: {Conv2D: {kernel_size: 1, filters: 1}, from: x}
  c: {Conv2D: {kernel_size: 3, filters: 2}, from: x}
  d: {Conv2D: {kernel_size: 3, filters: 2}, from: x}
  e: {EinsumDense: {equation: "abcd,de->abce", output_shape: [null, null, 2]}, from: x}
  f: {EinsumDense: {equation: "abcd,de->abce", output_shape: [null, null, 4]}, from: x}
outputs: {a: a, b: b, c: c, d: d, e: e, f: f}
"""

COPIES = """\
params: {tasks: [a, b, c], width: 2}
inputs: {x: [4]}
layers:
  trunk: {chain: [Dense: 8, Dropout: 0.1], from: x}
  head: {Dense: $width, from: trunk, copies: $tasks}
outputs: {head: {loss: mse}}
"""

INSIDE = """\
inputs: {x: [4]}
layers:
  a: {Dense: 2, from: x}
  b: {Dense: 2, from: x}
  sum: {Add, from: [a, b]}
outputs: {a: a, b: b, sum: sum}
"""

ALL = {
    "flow": FLOW,
    "block": BLOCK,
    "steps": STEPS,
    "images": IMAGES,
    "copies": COPIES,
    "inside": INSIDE,
}
