"""Compile every example, build each in TensorFlow, and print its summary."""

import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

HERE = Path(__file__).parent
OUT = HERE.parent / "build" / "demo"


def main() -> int:
    specs = sorted(HERE.glob("*.yaml"))
    started = time.perf_counter()
    command = [sys.executable, "-m", "mtlc", "compile", *map(str, specs), "-o", f"{OUT}/"]
    if (status := subprocess.run(command, check=False).returncode) != 0:
        return status
    print(f"\n{len(specs)} specs compiled in {time.perf_counter() - started:.2f} s")
    for spec in specs:
        module = load(OUT / f"{spec.stem}.py")
        print(f"\n{spec.name}\n")
        module.build_model().summary()
    print(f"\nThe modules are in {OUT.relative_to(HERE.parent)}.")
    return 0


def load(path: Path):
    """Import a generated module, which needs Keras alone."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
