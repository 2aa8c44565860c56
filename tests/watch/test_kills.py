"""A kill at any moment leaves the old module or the new one."""

import random
from pathlib import Path

import pytest

import mtlc
from tests.watch.conftest import Start, pause_of_a_kill, save

KILLS = 25


def spec(units: int) -> str:
    """A spec of which writing the module takes a while."""
    layers = ", ".join(["Dense: $units"] * 300)
    return f"params: {{units: {units}}}\ninputs: {{x: [4]}}\nlayers: [{layers}]\n"


@pytest.mark.proof
def test_a_kill_leaves_the_old_module_or_the_new_one(start: Start, tmp_path: Path) -> None:
    draw = random.Random(0)
    path = tmp_path / "a.yaml"
    save(path, spec(1))
    for kill in range(KILLS):
        watching = start("compile", "--watch", "--format", "json", "a.yaml")
        watching.round()
        old = mtlc.compile(path).code
        save(path, spec(kill + 2))
        pause_of_a_kill(draw.random() * 0.2)
        watching.process.kill()
        watching.process.wait()

        assert (tmp_path / "a.py").read_bytes().decode() in (old, mtlc.compile(path).code)
