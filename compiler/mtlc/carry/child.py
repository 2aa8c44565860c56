"""`python -m mtlc.carry.child`: a model built by its code, with its weights, as an archive."""

from __future__ import annotations

import json
import os
import sys
import types


def main() -> None:
    """Do what the order on standard input says; the code loads Keras."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    order = json.load(sys.stdin)
    sys.path.insert(0, order["folder"])
    sys.path.append(os.getcwd())
    module = sys.modules["generated"] = types.ModuleType("generated")
    exec(compile(order["code"], "generated.py", "exec"), module.__dict__)
    model = module.build_model()
    model.load_weights(order["weights"])
    if hasattr(module, "compile_model"):
        model = module.compile_model(model)
    model.save(order["to"])


if __name__ == "__main__":
    main()
