"""What mutants, fuzzing and bombs have found, in the smallest form that showed it."""

from __future__ import annotations

import pytest

from mtlc.driver import Options, compile_source
from mtlc_spec.source import Source
from tests.hard.judging import judge, judge_layout, judge_repair
from tests.hard.test_bombs import BOMBS
from tests.work import calls_of

FOUND = {
    "a loss after a layer that gets too many inputs, in a model with params": (
        "params: {t: [1]}\ninputs: {x: [4]}\nlayers:\n  a: {Dense: 1, from: [x, x]}\n"
        "outputs:\n  a: {loss: mse}\n"
    ),
    "a block that is too large, in a repeat": (
        "inputs: {x: [4]}\nblocks:\n  deep:\n    params: {times: 2}\n    layers:\n"
        "      heads: {Dense: 4, from: x, copies: $times}\n      sum: {Add, from: heads}\n"
        "    outputs: sum\nlayers:\n  all: {deep: {times: 1000000000}, from: x, repeat: 30}\n"
        "outputs: all\n"
    ),
    "a block in itself that is left out": (
        "inputs: {x: [4]}\nblocks:\n  one:\n    params: {deeper: false}\n"
        "    layers: [{one, when: deeper}, Dense: 4]\n"
        "layers: [one]\n"
    ),
    "lists of lists in a call": (
        "inputs: {x: [3, 2]}\nlayers:\n  a: {GRU: 8, from: x, call: {e: [[]]}}\noutputs: a\n"
    ),
    "loops in loops in loops in loops in loops": (
        "inputs: {x: [4]}\nlayers:\n  - {chain: [{chain: [{chain: [{chain: [{chain: [Dense: 4],"
        " repeat: 2}], repeat: 2}], repeat: 2}], repeat: 2}], repeat: 2}\n"
    ),
    "a share of a share of one of several copies": (
        "inputs: {x: [4], y: [4]}\nlayers:\n  several: {Dense: 4, from: x, copies: [a, b]}\n"
        "  one: {share: several.a, from: y}\n  again: {share: one, from: several.b}\n"
        "  last: {Dense: 1, from: again}\noutputs: [last, one, several.b]\n"
    ),
    "a shared chain that is called on two tensors": (
        "inputs: {x: [4], y: [4]}\nlayers:\n  one: {chain: [{Dense: 4}, ReLU], from: x}\n"
        "  again: {share: one, from: [x, y]}\noutputs: [one, again]\n"
    ),
    "a mistake in a chain with copies that is shared": (
        "inputs: {x: [4]}\nlayers:\n  a: {chain: [Dense: 4], when: n, from: x, copies: 2}\n"
        "  b: {share: a, from: x}\noutputs: {b: b}\n"
    ),
}


@pytest.mark.parametrize("what", FOUND)
def test_what_was_found(what: str) -> None:
    data = FOUND[what].encode()

    judge(data)
    judge_layout(data)
    judge_repair(data)


def test_a_block_that_is_too_large_is_refused_in_a_repeat_as_well() -> None:
    text = FOUND["a block that is too large, in a repeat"]
    result = compile_source(Source("model.yaml", text), Options())

    assert [one.code for one in result] == ["MTL2020"]


@pytest.mark.parametrize("repeat", ["", ", repeat: 30"])
def test_a_loss_after_a_wrong_call_is_not_judged(repeat: str) -> None:
    text = FOUND["a loss after a layer that gets too many inputs, in a model with params"]
    text = text.replace("[x, x]", f"[x, x]{repeat}")
    result = compile_source(Source("model.yaml", text), Options())

    assert {one.code for one in result} == {"MTL2002"}


def test_blocks_of_blocks_are_counted_before_they_are_made() -> None:
    for what in ("exponential blocks", "repeats in repeats"):
        source = Source("model.yaml", BOMBS[what][1])

        calls = calls_of(lambda source=source: compile_source(source))  # type: ignore[misc]

        assert calls < 100_000


def test_a_shared_chain_takes_what_it_took_first() -> None:
    text = FOUND["a shared chain that is called on two tensors"]
    result = compile_source(Source("model.yaml", text))

    assert [one.code for one in result] == ["MTL2002"]
    assert result.diagnostics[0].message == "`again` takes one tensor, but gets 2"


def test_a_share_of_a_share_of_one_copy_is_that_copy() -> None:
    text = FOUND["a share of a share of one of several copies"]
    result = compile_source(Source("model.yaml", text))

    assert [*result] == []
    assert result.code is not None
    assert result.code.count('several_layers["a"](') == 2


def test_lists_of_lists_in_a_call_are_constants() -> None:
    text = FOUND["lists of lists in a call"]
    wrong = compile_source(Source("model.yaml", text))
    references = compile_source(Source("model.yaml", text.replace("[[]]", "[[x]]")))

    assert {one.code for one in wrong} == {"MTL2015"}
    assert {one.code for one in references} == {"MTL1012"}


def test_a_block_that_leaves_itself_out_is_in_itself_all_the_same() -> None:
    text = FOUND["a block in itself that is left out"]
    (found,) = compile_source(Source("model.yaml", text))

    assert (found.code, found.span.text) == ("MTL2018", "one")
