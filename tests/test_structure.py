"""What the structure of the project promises."""

import re
import subprocess
import sys
from pathlib import Path

from mtlc_spec.layers import ALIASES, NOT_COVERED, layer_names

ROOT = Path(__file__).parent.parent


def test_the_compiler_knows_no_layer_by_name() -> None:
    names = {*layer_names(), *ALIASES, *NOT_COVERED}
    found = []
    for path in (ROOT / "compiler").rglob("*.py"):
        code = re.sub(r'"""(?s:.*?)"""|#.*|`[^`]*`', "", path.read_text(encoding="utf-8"))
        strings = re.findall(r'"([A-Za-z0-9]+)"|\'([A-Za-z0-9]+)\'', code)
        found += [(path.name, word) for pair in strings for word in pair if word in names]

    assert found == []


def test_a_small_check_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    spec = tmp_path / "a.yaml"
    spec.write_text("inputs: {x: [4]}\nlayers: [Dense: 8, Dense: 1]\n")
    program = (
        "import sys\nsys.argv = ['mtlc', 'check', sys.argv[1]]\n"
        "from mtlc.cli import main\n"
        "try: main()\nexcept SystemExit as end: assert end.code == 0\n"
        "print(*sorted(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(spec)], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.splitlines()[-1].split())

    own = {name for name in loaded if name.startswith(("mtlc", "mtlc_spec"))}
    assert {name for name in own if name.startswith("mtlc_spec.layers.")} == {
        "mtlc_spec.layers.base",
        "mtlc_spec.layers.core",
    }
    assert not {"mtlc.emit", "mtlc.lower", "mtlc.pysrc", "mtlc.render.table"} & own
    assert not {"keras", "tensorflow", "numpy", "rich", "difflib"} & loaded


def test_nothing_is_said_of_a_machine() -> None:
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    hosts = re.compile(r"https?://[^ \"]*/(?:simple|packages)/|index-url")
    found = [
        name
        for name in files
        if name != "tests/test_structure.py"
        and hosts.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))
    ]

    assert found == []
