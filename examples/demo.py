"""Compile every example, build each in TensorFlow, print its summary, and train two of them."""

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
EPOCHS = 5


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
    histories = {name: train(name, make()) for name, make in DATA.items()}
    picture = draw(histories)
    print(f"\nThe modules are in {OUT.relative_to(HERE.parent)}, the losses in {picture}.")
    return 0


def load(path: Path):
    """Import a generated module, which needs Keras alone."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- training -------------------------------------------------------------------------


def listings():
    """Prices and kinds that are functions of a listing; half of the prices are not known."""
    import numpy as np

    random = np.random.default_rng(0)
    x = random.normal(size=(2048, 64)).astype("float32")
    price = np.tanh(x @ random.normal(size=(64, 1)) / 8)
    kind = np.argmax(x @ random.normal(size=(64, 12)), axis=-1)
    price[random.random(len(x)) < 0.5] = np.nan
    return x, {"price": price, "kind": kind}


def molecules():
    """Twelve assays, each of which half of the fingerprints pass."""
    import numpy as np

    random = np.random.default_rng(0)
    x = (random.random((1024, 2048)) < 0.1).astype("float32")
    scores = x @ random.normal(size=(2048, 12))
    passed = (scores > np.median(scores, axis=0)).astype("float32")
    names = load(OUT / "toxicity.py").build_model().output
    return x, {name: passed[:, [number]] for number, name in enumerate(names)}


DATA = {"two_tasks": listings, "toxicity": molecules}


def train(name, data):
    """Train a compiled example, and print how the loss of each task falls."""
    module = load(OUT / f"{name}.py")
    model = module.compile_model(module.build_model())
    history = model.fit(*data, epochs=EPOCHS, batch_size=64, verbose=0).history
    losses = {key: values for key, values in history.items() if key.endswith("loss")}
    print(f"\n{name}: the losses of {EPOCHS} epochs\n")
    for key, values in losses.items():
        print(f"  {key:22}", *(f"{value:8.4f}" for value in values))
    if not all(values[-1] < values[0] for values in losses.values()):
        raise SystemExit(f"{name}: a loss did not fall")
    return losses


def draw(histories) -> str:
    """A picture of all curves."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, len(histories), figsize=(10, 4), layout="constrained")
    for place, (name, losses) in zip(axes, histories.items(), strict=True):
        for key, values in losses.items():
            place.plot(range(1, EPOCHS + 1), values, label=key)
        place.set(title=name, xlabel="epoch", ylabel="loss", ylim=(0, None))
        place.legend(fontsize="x-small", ncols=2)
    picture = OUT / "losses.png"
    figure.savefig(picture)
    return str(picture.relative_to(HERE.parent))


if __name__ == "__main__":
    sys.exit(main())
