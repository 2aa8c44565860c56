"""What the structure of the project promises."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from mtlc_spec.layers import ALIASES, NOT_DATA, layer_names

ROOT = Path(__file__).parent.parent


def test_the_compiler_knows_no_layer_by_name() -> None:
    names = {*layer_names(), *ALIASES, *NOT_DATA}
    found = []
    for path in (ROOT / "compiler").rglob("*.py"):
        code = re.sub(r'"""(?s:.*?)"""|#.*|`[^`]*`', "", path.read_text(encoding="utf-8"))
        strings = re.findall(r'"([A-Za-z0-9]+)"|\'([A-Za-z0-9]+)\'', code)
        found += [(path.name, word) for pair in strings for word in pair if word in names]

    assert found == []


MAY_LOAD = {
    *("mtlc", "mtlc.api", "mtlc.codes", "mtlc.driver", "mtlc.generated", "mtlc.graph"),
    *("mtlc.compare", "mtlc.compare.subject"),
    *(
        "mtlc.entries",
        "mtlc.inclusion",
        "mtlc.model_summary",
        "mtlc.ordering",
        "mtlc.segments",
        "mtlc.settings",
    ),
    "mtlc.version",
    *("mtlc.analysis", "mtlc.cli", "mtlc.expand", "mtlc.render"),
    *(
        "mtlc_spec",
        "mtlc_spec.allow",
        "mtlc_spec.arguments",
        "mtlc_spec.binding",
        "mtlc_spec.diagnostics",
    ),
    *(
        "mtlc_spec.document",
        "mtlc_spec.entries",
        "mtlc_spec.frozen",
        "mtlc_spec.graph_problems",
    ),
    *("mtlc_spec.loader", "mtlc_spec.names", "mtlc_spec.nodes", "mtlc_spec.reading"),
    *("mtlc_spec.kinds", "mtlc_spec.library", "mtlc_spec.outputs", "mtlc_spec.references"),
    *(
        "mtlc_spec.std",
        "mtlc_spec.structure_problems",
        "mtlc_spec.syntax_problems",
        "mtlc_spec.templates",
    ),
    *("mtlc_spec.functions", "mtlc_spec.functions.base", "mtlc_spec.functions.constants"),
    *("mtlc_spec.layers.running", "mtlc_spec.expressions"),
    *("mtlc_spec.oddities", "mtlc_spec.tasks"),
    *("mtlc_spec.scalars", "mtlc_spec.shapes", "mtlc_spec.source", "mtlc_spec.suggestions"),
    *("mtlc_spec.word_problems", "mtlc_spec.yaml_problems"),
    *("mtlc_spec.values", "mtlc_spec.layers", "mtlc_spec.layers.base"),
    *("mtlc_spec.layers.core", "mtlc_spec.layers.merging"),
    *("click", "pydantic", "pydantic_core", "yaml"),
    *("annotated_types", "typing_extensions", "typing_inspection"),
}
"""What a check of dense and merging layers may load: own modules, and packages of others."""

WHOLE = (
    *("mtlc.analysis.", "mtlc.cli.", "mtlc.expand."),
    *("mtlc_spec.values.", "mtlc_spec.expressions."),
)
"""Packages of which every module may be loaded."""

IN_ORDER = """\
inputs: {x: [4]}
layers:
  a: {Dense: 4, from: x}
  sum: {Add, from: [a, x]}
outputs: sum
"""

BACK_TO_FRONT = """\
inputs: {x: [4]}
layers:
  sum: {Add, from: [a, x]}
  a: {Dense: 4, from: x}
outputs: sum
"""

CIRCLE = """\
inputs: {x: [4]}
layers:
  sum: {Add, from: [a, x]}
  a: {Dense: 4, from: sum}
outputs: sum
"""


def loaded_by_check(spec: Path, status: int = 0) -> set[str]:
    """The modules that `mtlc check` loads beside those of Python itself."""
    program = (
        "import sys\nbefore = {*sys.modules}\nsys.argv = ['mtlc', 'check', sys.argv[1]]\n"
        "from mtlc.cli import main\n"
        f"try: main()\nexcept SystemExit as end: assert end.code == {status}\n"
        "print(*(name for name, module in sys.modules.items()\n"
        "    if name not in before and getattr(module, '__spec__', None)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(spec)], capture_output=True, text=True, check=True
    )
    names = set(done.stdout.splitlines()[-1].split())
    own = {name for name in names if name.split(".")[0] in ("mtlc", "mtlc_spec")}
    packages = {name.split(".")[0] for name in names - own} - sys.stdlib_module_names
    return own | {name for name in packages if not name.startswith("_")}


def test_a_small_check_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    spec = tmp_path / "a.yaml"
    spec.write_text(IN_ORDER)

    names = {name for name in loaded_by_check(spec) if not name.startswith(WHOLE)}
    assert names - MAY_LOAD == set()
    assert {"mtlc.driver", "mtlc_spec.layers.core", "pydantic"} <= names


def test_an_order_is_found_without_networkx(tmp_path: Path) -> None:
    spec = tmp_path / "a.yaml"
    spec.write_text(BACK_TO_FRONT)

    names = {name for name in loaded_by_check(spec) if not name.startswith(WHOLE)}
    assert names - MAY_LOAD == set()


def test_networkx_is_loaded_to_find_a_circle(tmp_path: Path) -> None:
    spec = tmp_path / "a.yaml"
    spec.write_text(CIRCLE)

    assert {"mtlc.wiring", "networkx"} <= loaded_by_check(spec, status=1)


HEAVY = {
    *("keras", "tensorflow", "numpy", "networkx", "rich", "pygments"),
    *("asyncio", "concurrent", "difflib", "email", "http", "multiprocessing", "unittest"),
}
"""What takes longer to load than a small spec to check."""

MODULES = sorted([*(ROOT / "compiler").rglob("*.py"), *(ROOT / "spec").rglob("*.py")])


def imported_at_once(module: Path) -> set[str]:
    """The packages that a module imports when it is loaded, not when a function runs."""
    found: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(module.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += ast.iter_child_nodes(node)
    return found


def test_heavy_packages_are_loaded_by_few_modules_alone() -> None:
    heavy = {
        module.relative_to(ROOT).as_posix(): found
        for module in MODULES
        if (found := imported_at_once(module) & HEAVY)
    }
    # What is copied into generated modules, or runs in a process of its own, is imported by
    # nothing.
    apart = {name for name in heavy if "runtime" in name or "/child/" in name}

    assert all(heavy[name] <= {"keras", "numpy", "tensorflow"} for name in apart)
    assert {name: found for name, found in heavy.items() if name not in apart} == {
        "compiler/mtlc/cli/workers.py": {"multiprocessing"},
        "compiler/mtlc/render/table.py": {"rich"},
        "compiler/mtlc/verify/table.py": {"rich"},
        "compiler/mtlc/wiring.py": {"networkx"},
    }


def test_every_module_says_in_one_sentence_what_it_is() -> None:
    found = []
    for module in MODULES:
        text = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
        sentence = text.split("\n\n")[0]
        if not re.fullmatch(r"[^\n]+[.!?]", sentence) or re.search(r"[.!?] +[A-Z]", sentence):
            found.append((module.relative_to(ROOT).as_posix(), sentence))

    assert found == []


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
