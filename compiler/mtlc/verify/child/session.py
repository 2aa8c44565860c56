"""One model from its code to a saved file: built, run, trained, saved and loaded."""

from __future__ import annotations

import sys
import types
from typing import Any

import keras

from mtlc.verify.child.adapting import adapt
from mtlc.verify.child.describe import describe
from mtlc.verify.child.forward import Forward, find_inputs
from mtlc.verify.child.inputs import NoInput
from mtlc.verify.child.reporting import Finding, Reporter
from mtlc.verify.child.saving import check_saving
from mtlc.verify.child.training import check_training

SEED = 7


def verify(order: dict[str, Any], reporter: Reporter) -> None:
    """Make all checks; what cannot be made since another one failed is left out."""
    keras.utils.set_random_seed(SEED)
    module = sys.modules["generated"] = types.ModuleType("generated")
    model: Any = None
    with reporter.check("build") as build:
        exec(compile(order["code"], order["file"], "exec"), module.__dict__)
        model = module.build_model()
        build.detail = f"{type(model).__name__}, {model.count_params():,} parameters"
    if build.status != "ok":
        return
    reporter.send(model=describe(model))
    adapt(model)
    forward = _run(model, tuple(order["outputs"]), reporter)
    if forward is None:
        return
    if not hasattr(module, "compile_model"):
        _skip("training", "no output has a loss", reporter)
    elif not check_training(module, model, forward, reporter):
        _skip("saving", "the training before it failed", reporter)
        return
    check_saving(model, forward, reporter)


def _skip(check: str, why: str, reporter: Reporter) -> None:
    left_out = Finding()
    left_out.skip(why)
    reporter.add(check, left_out)


def _run(model: Any, names: tuple[str, ...], reporter: Reporter) -> Forward | None:
    """The inputs that the model takes, and what it makes of them."""
    found = None
    with reporter.check("forward") as forward:
        try:
            found = find_inputs(model, names)
        except NoInput as error:
            forward.skip(str(error))
        else:
            forward.detail = found.detail
            for problem in found.problems():
                forward.fail(problem)
    return found
