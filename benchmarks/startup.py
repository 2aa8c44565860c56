"""`mtlc check` of a small spec as a whole process, against importing what it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Row, by_turns, process

RUNS = 15

IMPORTS = "from pydantic import BaseModel; import networkx, yaml, click"

CHAIN = """\
inputs: {image: [32, 32, 3]}
layers:
  - {Conv2D: {filters: 16, kernel_size: 3, padding: same}}
  - BatchNormalization
  - ReLU
  - MaxPooling2D: 2
  - {Conv2D: {filters: 32, kernel_size: 3, padding: same}}
  - BatchNormalization
  - ReLU
  - MaxPooling2D: 2
  - {Conv2D: {filters: 64, kernel_size: 3, padding: same}}
  - BatchNormalization
  - ReLU
  - GlobalAveragePooling2D
  - Dense: 128
  - BatchNormalization
  - ReLU
  - Dropout: 0.5
  - Dense: 64
  - ReLU
  - Dropout: 0.5
  - Dense: 10
"""

GRAPH = """\
outputs: [price, risk]
layers:
  risk: {Dense: {units: 1, activation: sigmoid}, from: risk_trunk}
  price: {Dense: 1, from: price_trunk}
  risk_trunk: {chain: [Dense: 64, Dropout: 0.2, Dense: 32, LayerNormalization], from: joined}
  price_trunk: {chain: [Dense: 64, Dropout: 0.2, Dense: 32, LayerNormalization], from: joined}
  joined: {Concatenate, from: [text, numbers_side, numbers]}
  numbers_side: {chain: [Dense: 16, ReLU, Dense: 16], from: numbers}
  text:
    from: words
    chain:
      - Embedding: {input_dim: 20000, output_dim: 64}
      - LSTM: 64
      - Dense: 32
      - Dropout: 0.3
      - ReLU
      - Dense: 16
inputs:
  words: {shape: [null], dtype: int32}
  numbers: [12]
"""
"""Every entry stands before those that feed it, so that networkx has to find an order."""


def rows(folder: Path) -> Iterator[Row]:
    yield _compare("a chain", CHAIN, folder / "chain.yaml")
    yield _compare("a graph written back to front", GRAPH, folder / "graph.yaml")


def _compare(what: str, text: str, spec: Path) -> Row:
    spec.write_text(text, encoding="utf-8")
    ours, theirs = by_turns(
        RUNS,
        lambda _: process(["-m", "mtlc", "check", str(spec)]).seconds,
        lambda _: process(["-c", IMPORTS]).seconds,
    )
    return Row(
        f"mtlc check of 20 layers ({what}) as a process",
        f"{ours * 1000:.0f} ms",
        f"{theirs * 1000:.0f} ms for importing pydantic, networkx, yaml and click",
        ours / theirs,
        bar=1.35,
    )
