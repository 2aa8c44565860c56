"""`mtlc.toml` and `[tool.mtlc]`: what they say, where they are found, and what goes before."""

import json
import pickle
import tomllib
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st

from mtlc.cli.configured import Misconfigured
from mtlc.cli.decided import Wrong
from mtlc.codes import all_codes
from mtlc.configuration import Configuration, Rules, Selection, read
from mtlc.configuration.places import Places
from mtlc.configuration.reading import KEYS
from mtlc_spec.diagnostics import Diagnostic, Report
from mtlc_spec.source import Source
from tests.test_repair import run

UNUSED = "inputs: {x: [4], y: [3]}\nlayers:\n  a: {Dense: 2, from: x}\noutputs: a\n"
"""A spec with one warning, `unused-input`, MTL2006."""

BROKEN = "inputs: {x: [4]}\nlayers: [Dens: 8]\n"

WIDE = "params: {width: 8}\ninputs: {x: [4]}\nlayers: [Dense: $width]\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "specs" / "old").mkdir(parents=True)
    (tmp_path / "specs" / "unused.yaml").write_text(UNUSED)
    (tmp_path / "specs" / "broken.yaml").write_text(BROKEN)
    (tmp_path / "specs" / "wide.yaml").write_text(WIDE)
    (tmp_path / "specs" / "old" / "wide.yaml").write_text(WIDE)
    return tmp_path


def configured(text: str) -> Configuration:
    report = Report()
    found = read(Source("mtlc.toml", text), report)
    assert [*report] == []
    assert found is not None
    return found


def said(done: Result) -> str:
    """What went to standard error, and what stopped the run."""
    return f"{done.stderr}{done.exception or ''}"


# --- reading --------------------------------------------------------------------------


def test_every_key() -> None:
    found = configured(
        'target = "functional"\nfail-on = "note"\nmax-layers = 1_000\n'
        'output = "generated"\nroot = "specs"\nselect = ["MTL"]\nignore = ["MTL90"]\n'
        '[levels]\nunused-layer = "error"\nMTL20 = "allow"\n'
        "[presets.small]\nwidth = 16\nrates = [0.1, 0.2]\n"
    )

    assert found.target is not None
    assert (found.target.value, found.target.line) == ("functional", 1)
    assert found.max_layers is not None
    assert found.max_layers.value == 1000
    assert {code: level.value for code, level in found.levels.items()} == {
        "MTL2005": "error",
        "MTL20": "allow",
    }
    assert found.presets["small"]["rates"].value == (0.1, 0.2)
    assert found.presets["small"]["width"].line == 12
    assert {one.replace("-", "_") for one in KEYS} == {*Configuration.__slots__} - {"source"}


def test_nothing_is_said() -> None:
    assert configured("").target is None


def test_other_tables_are_passed_over() -> None:
    report = Report()

    assert (
        read(Source("pyproject.toml", "[tool.ruff]\n"), report, table=("tool", "mtlc")) is None
    )
    assert read(Source("pyproject.toml", "tool = 1\n"), report, table=("tool", "mtlc")) is None
    assert [*report] == []


@pytest.mark.parametrize("text", ["target", "a = [", "x = " + "[" * 5000, "a = 1\r", "\ufeff1"])
def test_what_is_not_toml(text: str) -> None:
    report = Report()

    assert read(Source("mtlc.toml", text), report) is None
    (one,) = report
    assert one.code == "MTL8001"
    assert 0 <= one.span.start <= one.span.end <= len(text)


def test_all_that_is_wrong_is_said_at_once() -> None:
    report = Report()
    found = read(
        Source("mtlc.toml", 'targt = 1\nmax-layers = true\nfail-on = "note"\n'), report
    )

    assert [one.code for one in report] == ["MTL8002", "MTL8003"]
    assert found is not None
    assert found.fail_on is not None


# --- places ---------------------------------------------------------------------------


def test_places() -> None:
    text = (
        "# [a]\n"
        'first = "# no = comment" # a comment\n'
        '"two words".\'three\' = [1, [2, """x\n]"""], # ]\n {deep = \'}\'}]\n'
        "[ tool . mtlc ]\n"
        "when = 2026-01-31 10:00:00\n"
        "[[many]]\nof = 1\n"
    )
    places = Places(Source("a.toml", text))

    def shown(*way: str | int) -> tuple[str, str]:
        key, value = places.of(way)
        return key.text, value.text

    assert shown("first") == ("first", '"# no = comment"')
    assert shown("two words", "three", 1, 1)[1] == '"""x\n]"""'
    assert shown("two words", "three", 2, "deep") == ("deep", "'}'")
    assert shown("tool", "mtlc")[0] == "tool . mtlc"
    assert shown("tool", "mtlc", "when") == ("when", "2026-01-31 10:00:00")
    assert shown("tool", "mtlc", "nothing")[0] == "tool . mtlc"
    assert shown("many") == ("many", "many")


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8)
_VALUES = st.recursive(
    st.booleans() | st.integers(-99, 99) | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=8,
)


def _toml(value: object) -> str:
    if isinstance(value, list):
        return f"[ {' ,'.join(map(_toml, value))} ]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_toml(one)} = {_toml(two)}' for one, two in value.items())}}}"
    return json.dumps(value, ensure_ascii=False)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(_TEXTS, _VALUES, max_size=4))
def test_a_place_holds_its_value(document: dict[str, object]) -> None:
    text = "".join(f"{_toml(key)}={_toml(value)}# ]\n" for key, value in document.items())
    assert tomllib.loads(text) == document
    places = Places(Source("a.toml", text))

    def compare(value: object, *way: str | int) -> None:
        assert tomllib.loads(f"value = {places.of(way).value.text}")["value"] == value
        if isinstance(value, list):
            for number, one in enumerate(value):
                compare(one, *way, number)
        elif isinstance(value, dict):
            for key, one in value.items():
                assert tomllib.loads(f"{places.of((*way, key)).key.text} = 1") == {key: 1}
                compare(one, *way, key)

    for key, value in document.items():
        compare(value, key)


# --- what is shown, and how bad it is ---------------------------------------------------


def judged(code: str, text: str = "", **given: tuple[str, ...]) -> str | None:
    """How bad a diagnostic is then; None if it is left out."""
    kind = all_codes()[code]
    found = Rules(configured(text), Selection(**given))(
        Diagnostic.__new__(kind)  # of its fields none is asked for
    )
    return None if found is None else str(found.severity)


WARNING, NOTE, ERROR = "MTL2005", "MTL9001", "MTL3001"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "warning"),
        ('[levels]\nMTL2005 = "error"', "error"),
        ('[levels]\nunused-layer = "allow"', None),
        ('[levels]\nMTL = "error"\nMTL20 = "allow"\nMTL2005 = "warn"', "warning"),
        ('[levels]\nMTL2005 = "error"\nMTL = "allow"', "error"),
        ('ignore = ["MTL20"]', None),
        ('ignore = ["MTL2006", "MTL90"]', "warning"),
        ('select = ["MTL90"]', None),
        ('select = ["MTL2005"]\nignore = ["MTL20"]', "warning"),
        ('select = ["MTL20"]\nignore = ["MTL2005"]', None),
        ('select = ["MTL20"]\nignore = ["MTL20"]', None),
        ("select = []", None),
    ],
)
def test_a_warning(text: str, found: str | None) -> None:
    assert judged(WARNING, text) == found


def test_a_note() -> None:
    assert judged(NOTE) == "note"
    assert judged(NOTE, '[levels]\nMTL90 = "warn"') == "warning"
    assert judged(NOTE, '[levels]\nMTL90 = "error"') == "error"


def test_an_error_stays_one() -> None:
    text = 'select = []\nignore = ["MTL"]\n[levels]\nMTL = "allow"'

    assert judged(ERROR, text) == "error"
    assert judged(ERROR, text, select=(), ignore=("MTL",)) == "error"


def test_the_command_line_goes_before() -> None:
    hidden = 'select = ["MTL90"]\nignore = ["MTL2005"]\n[levels]\nunused-layer = "allow"'

    assert judged(WARNING, hidden, select=("MTL2005",)) == "warning"
    assert judged(WARNING, 'select = ["MTL2005"]', ignore=("MTL",)) is None
    assert judged(WARNING, 'select = ["MTL2005"]', select=("MTL90",)) is None
    assert judged(WARNING, '[levels]\nMTL2005 = "error"', select=("MTL",)) == "error"
    assert judged(WARNING, "", select=("MTL20",), ignore=("MTL2005",)) is None
    assert judged(WARNING, 'ignore = ["MTL2006"]', ignore=("MTL90",)) == "warning"


# --- where it is found ----------------------------------------------------------------


def test_no_configuration(project: Path) -> None:
    assert run(project, "check", "specs/unused.yaml").return_value == 0


def test_the_nearest_folder_holds(project: Path) -> None:
    (project / "mtlc.toml").write_text('fail-on = "warning"\n')
    (project / "specs" / "old" / "unused.yaml").write_text(UNUSED)

    assert run(project, "check", "specs/unused.yaml").return_value == 1
    assert run(project / "specs", "check", "unused.yaml").return_value == 1
    assert run(project, "check", "specs/old/unused.yaml").return_value == 1
    (project / "specs" / "old" / "mtlc.toml").write_text("")
    assert run(project, "check", "specs/old/unused.yaml").return_value == 0
    assert run(project, "check", "specs/old/unused.yaml", "specs/unused.yaml").return_value == 1


def test_standard_input_has_the_configuration_of_the_current_folder(project: Path) -> None:
    (project / "mtlc.toml").write_text('fail-on = "warning"\n')

    assert run(project, "check", "-", text=UNUSED).return_value == 1
    assert run(project / "specs" / "old", "check", "-", text=UNUSED).return_value == 1
    assert run(project, "check", "-", "--no-config", text=UNUSED).return_value == 0


def test_pyproject(project: Path) -> None:
    (project / "mtlc.toml").write_text('fail-on = "warning"\n')
    beside = project / "specs" / "pyproject.toml"
    beside.write_text('[project]\nname = "mtlc.specs"\n[tool.ruff]\nline-length = 96\n')

    assert run(project, "check", "specs/unused.yaml").return_value == 1
    beside.write_text('[tool.mtlc]\nignore = ["unused-input"]\n')
    assert run(project, "check", "specs/unused.yaml").stderr == "1 spec checked: no problems\n"
    (project / "specs" / "mtlc.toml").write_text("")
    done = run(project, "check", "specs/unused.yaml")
    assert (done.return_value, "1 warning" in done.stderr) == (0, True)


@pytest.mark.parametrize(
    "text",
    [
        '[tool.mtlc]\nfail-on = "note"',
        '[tool]\nmtlc.fail-on = "note"',
        'tool.mtlc = {fail-on = "note"}',
        '["tool" . "mtlc"]\nfail-on = "note"',
    ],
)
def test_each_way_to_write_the_table(project: Path, text: str) -> None:
    (project / "pyproject.toml").write_text(text)

    assert run(project, "check", "specs/unused.yaml").return_value == 1


def test_a_broken_pyproject_without_mtlc_is_passed_over(project: Path) -> None:
    (project / "pyproject.toml").write_bytes(b"\xff = broken, and mtlc is only mentioned")

    assert run(project, "check", "specs/unused.yaml").return_value == 0


def test_a_folder_of_that_name_is_none(project: Path) -> None:
    (project / "mtlc.toml").mkdir()

    assert run(project, "check", "specs/unused.yaml").return_value == 0


def test_a_given_file_holds_for_all(project: Path) -> None:
    (project / "strict.toml").write_text('fail-on = "warning"\n')
    (project / "specs" / "mtlc.toml").write_text("targt = 1\n")

    done = run(project, "check", "--config", "strict.toml", "specs/unused.yaml")
    assert done.return_value == 1
    assert run(project, "check", "--no-config", "specs/unused.yaml").return_value == 0


def test_given_files_that_will_not_do(project: Path) -> None:
    (project / "pyproject.toml").write_text("[project]\n")
    spec = "specs/unused.yaml"

    assert said(run(project, "check", spec, "--config", "no.toml")) == (
        "cannot read no.toml: there is no such file"
    )
    assert said(run(project, "check", spec, "--config", "pyproject.toml")) == (
        "pyproject.toml has no table [tool.mtlc]"
    )
    assert said(run(project, "check", spec, "--config", "a.toml", "--no-config")) == (
        "--config does not go with --no-config"
    )


def test_what_is_wrong_stops_the_run(project: Path) -> None:
    (project / "mtlc.toml").write_text("targt = 1\n")

    done = run(project, "check", "specs/unused.yaml", "specs/wide.yaml")
    assert isinstance(done.exception, Wrong)
    assert str(done.exception) == (
        "mtlc.toml:1:1: error[MTL8002]: a configuration has no key `targt`"
    )
    again = pickle.loads(pickle.dumps(done.exception))
    assert [one.code for one in again.diagnostics] == ["MTL8002"]


def test_bytes_that_are_no_text(project: Path) -> None:
    (project / "mtlc.toml").write_bytes(b"target = '\xe9'\n")

    assert "MTL0001" in said(run(project, "check", "specs/unused.yaml"))


# --- what it does ---------------------------------------------------------------------


def test_a_raised_warning_stops_the_code(project: Path) -> None:
    (project / "mtlc.toml").write_text('[levels]\nunused-input = "error"\n')

    done = run(project, "compile", "specs/unused.yaml")
    assert (done.return_value, done.stderr.splitlines()[0]) == (
        1,
        "error[MTL2006]: no output depends on the input `y`",
    )
    assert not (project / "specs" / "unused.py").exists()
    found = run(project, "check", "specs/unused.yaml", "--format", "json").stdout
    assert json.loads(found)["diagnostics"][0]["severity"] == "error"
    assert run(project, "summary", "specs/unused.yaml").return_value == 1
    assert run(project, "compare", "specs/unused.yaml", "specs/unused.yaml").return_value == 2


def test_a_comment_in_the_spec_still_allows(project: Path) -> None:
    (project / "mtlc.toml").write_text('[levels]\nunused-input = "error"\n')
    first, _, rest = UNUSED.partition("\n")
    (project / "a.yaml").write_text(f"{first}  # mtlc: allow unused-input\n{rest}")

    assert run(project, "check", "a.yaml").stderr == "1 spec checked: no problems\n"


def test_what_is_ignored_is_not_repaired(project: Path) -> None:
    text = "inputs: {x: [4]}\n# mtlc: allow unused-input\nlayers: [Dense: 1]\n"
    (project / "a.yaml").write_text(text)

    assert (
        run(project, "check", "--fix", "--ignore", "unused-allow", "a.yaml").return_value == 0
    )
    assert (project / "a.yaml").read_text() == text
    run(project, "check", "--fix", "a.yaml")
    assert (project / "a.yaml").read_text() != text


def test_fail_on_by_option(project: Path) -> None:
    (project / "mtlc.toml").write_text('fail-on = "warning"\n')

    assert run(project, "check", "--fail-on", "error", "specs/unused.yaml").return_value == 0


def test_selecting(project: Path) -> None:
    def count(*options: str) -> str:
        return run(project, "check", "specs/unused.yaml", *options).stderr.splitlines()[-1]

    assert count("--select", "MTL90, unused-layer") == "1 spec checked: no problems"
    assert count("--select", "MTL90,MTL20") == "1 spec checked: 1 warning"
    assert count("--ignore", "MTL90", "--ignore", "MTL2006") == "1 spec checked: no problems"
    assert run(project, "check", "specs/broken.yaml", "--select", "MTL90").return_value == 1
    assert said(run(project, "check", "specs/wide.yaml", "--select", "unused-layr")) == (
        "no diagnostic is called 'unused-layr'; did you mean `unused-layer`?"
    )
    assert said(run(project, "compile", "specs/wide.yaml", "--ignore", "MTL30")) == (
        "'MTL30' stands for errors, which cannot be ignored"
    )


def target(project: Path, *arguments: str) -> str:
    """Which API a model compiles to."""
    done = run(project, "summary", "--format", "json", *arguments)
    return str(json.loads(done.stdout)["target"])


def test_target(project: Path) -> None:
    (project / "mtlc.toml").write_text('target = "functional"\n')
    (project / "own.yaml").write_text(f"target: sequential\n{WIDE}")

    assert target(project, "specs/wide.yaml") == "functional"
    assert target(project, "own.yaml") == "sequential"
    assert target(project, "specs/wide.yaml", "--target", "sequential") == "sequential"
    assert "\ntarget: functional\n" in run(project, "expand", "specs/wide.yaml").stdout


def test_a_refusal_shows_who_asked(project: Path) -> None:
    (project / "mtlc.toml").write_text('target = "sequential"\n')
    spec = "inputs: {x: [4]}\nlayers:\n  a: {Dense: 1, from: x}\noutputs: {one: a, two: a}\n"
    (project / "two.yaml").write_text(spec)

    shown = run(project, "check", "two.yaml").stdout
    assert " ::: mtlc.toml:1:10\n" in shown
    assert "------------ asked for here" in shown


def test_max_layers(project: Path) -> None:
    (project / "mtlc.toml").write_text("max-layers = 3\n")
    (project / "many.yaml").write_text(
        "inputs: {x: [4]}\nlayers:\n  a: {Dense: 4, from: x, repeat: 9}\noutputs: a\n"
    )

    assert run(project, "check", "many.yaml").return_value == 1
    assert run(project, "check", "many.yaml", "--max-layers", "9").return_value == 0


def parameters(project: Path, *arguments: str) -> int:
    done = run(project, "summary", "--format", "json", "specs/wide.yaml", *arguments)
    return int(json.loads(done.stdout)["params"]["trainable"])


def test_presets(project: Path) -> None:
    (project / "mtlc.toml").write_text(
        "[presets.small]\nwidth = 2\n[presets]\nlarge = {width = 100}\n"
    )

    assert parameters(project) == 40
    assert parameters(project, "--preset", "small") == 10
    assert parameters(project, "--preset", "small", "--preset", "large") == 500
    assert parameters(project, "--set", "width=3", "--preset", "small") == 15
    assert said(run(project, "check", "specs/wide.yaml", "--preset", "smal")) == (
        "there is no preset 'smal' in mtlc.toml; did you mean `small`?"
    )
    assert said(run(project, "check", "specs/wide.yaml", "--preset", "a", "--no-config")) == (
        "there is no preset 'a': no configuration holds here"
    )
    same = run(project, "compare", "specs/wide.yaml", "specs/wide.yaml", "--preset-b", "large")
    assert same.return_value == 1


def test_a_preset_with_a_param_that_the_spec_has_not(project: Path) -> None:
    (project / "mtlc.toml").write_text("[presets]\nsmall = {widht = 2}\n")

    done = run(project, "check", "specs/wide.yaml", "--preset", "small")
    assert "error[MTL1025]: the spec has no param `widht`" in done.stdout
    assert " ::: mtlc.toml:2:18\n" in done.stdout


def test_fuse_has_the_configuration(project: Path) -> None:
    (project / "mtlc.toml").write_text('[levels]\nunused-input = "error"\n')
    spec = (
        "params: {units: 1}\ninputs: {x: [4], y: [1]}\nlayers:\n"
        "  a: {Dense: $units, from: x}\n  b: {Dense: $units, from: x}\noutputs: [a, b]\n"
    )
    (project / "heads.yaml").write_text(spec)

    assert run(project, "fuse", "heads.yaml").return_value == 2
    assert run(project, "fuse", "heads.yaml", "--no-config").return_value == 0


# --- the layout -----------------------------------------------------------------------


def test_modules_mirror_the_specs(project: Path) -> None:
    (project / "mtlc.toml").write_text('output = "generated"\n')

    done = run(project, "compile", "specs/wide.yaml", "specs/old/wide.yaml")
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
        "generated/specs/wide.py",
        "generated/specs/old/wide.py",
    ]
    checked = run(project / "specs" / "old", "compile", "--check", "wide.yaml")
    assert checked.return_value == 0
    assert not (project / "specs" / "wide.py").exists()


def test_below_a_root(project: Path) -> None:
    (project / "mtlc.toml").write_text('output = "src/models"\nroot = "specs"\n')

    done = run(project / "specs", "compile", "old/wide.yaml")
    assert done.stdout.startswith("../src/models/old/wide.py: ")
    (project / "a.yaml").write_text(WIDE)
    assert said(run(project, "compile", "a.yaml")) == (
        "a.yaml is outside of specs, which mtlc.toml:2 mirrors; set `root` to a folder around "
        "it, or say with --output where its module goes"
    )


def test_options_go_before_the_layout(project: Path) -> None:
    (project / "mtlc.toml").write_text('output = "generated"\n')

    assert run(project, "compile", "specs/wide.yaml", "-o", "a.py").stdout.startswith("a.py: ")
    assert run(project, "compile", "specs/wide.yaml", "--no-config").stdout.startswith(
        "specs/wide.py: "
    )
    assert "build_model" in run(project, "compile", "--stdout", "specs/wide.yaml").stdout
    assert "build_model" in run(project, "compile", "-", text=WIDE).stdout
    assert not (project / "generated").exists()


# --- mtlc config ----------------------------------------------------------------------


def test_what_holds(project: Path) -> None:
    (project / "mtlc.toml").write_text(
        'fail-on = "warning"\noutput = "generated"\nignore = ["MTL90"]\n\n'
        '[levels]\nunused-layer = "error"\n\n[presets.small]\nwidth = 16\n'
    )
    (project / "own.yaml").write_text(f"target: sequential\n{WIDE}")

    done = run(
        project,
        "config",
        "own.yaml",
        "--max-layers",
        "9",
        "--preset",
        "small",
        "--set",
        "a=[1]",
    )
    assert done.stdout == (
        "mtlc.toml holds for own.yaml\n"
        'target               "sequential"  own.yaml:1\n'
        'select               ["MTL"]       default\n'
        'ignore               ["MTL90"]     mtlc.toml:3\n'
        'levels.MTL2005       "error"       mtlc.toml:6\n'
        'fail-on              "warning"     mtlc.toml:1\n'
        "max-layers           9             --max-layers\n"
        'output               "generated"   mtlc.toml:2\n'
        'root                 "."           default\n'
        "presets.small.width  16            mtlc.toml:9\n"
        "params.width         16            --preset small\n"
        "params.a             [1]           --set\n"
        "own.yaml compiles to generated/own.py\n"
    )


def test_what_holds_as_json(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.mtlc]\ntarget = "functional"\n')

    found = json.loads(run(project, "config", "specs/wide.yaml", "--format", "json").stdout)
    assert (found["version"], found["spec"], found["file"], found["module"]) == (
        1,
        "specs/wide.yaml",
        "pyproject.toml",
        "specs/wide.py",
    )
    assert found["settings"][0] == {
        "key": "target",
        "value": "functional",
        "from": {"kind": "file", "file": "pyproject.toml", "line": 2},
    }
    assert found["settings"][1]["from"] == {"kind": "default"}


def test_what_is_selected(project: Path) -> None:
    (project / "mtlc.toml").write_text('select = ["MTL20"]\nignore = ["MTL2006"]\n')

    def rows(*options: str) -> list[list[str]]:
        shown = run(project, "config", *options).stdout.splitlines()
        return [one.split() for one in shown if one.startswith(("select", "ignore"))]

    assert rows() == [
        ["select", '["MTL20"]', "mtlc.toml:1"],
        ["ignore", '["MTL2006"]', "mtlc.toml:2"],
    ]
    assert rows("--ignore", "MTL90") == [
        ["select", '["MTL20"]', "mtlc.toml:1"],
        ["ignore", '["MTL90"]', "--ignore"],
        ["ignore", '["MTL2006"]', "mtlc.toml:2"],
    ]
    assert rows("--select", "unused-layer") == [["select", '["MTL2005"]', "--select"]]


def test_folders(project: Path) -> None:
    (project / "specs" / "mtlc.toml").write_text("")

    assert run(project, "config").stdout.startswith("no configuration holds here\n")
    assert run(project, "config", "specs").stdout.startswith(
        "specs/mtlc.toml holds for specs\n"
    )
    assert isinstance(run(project, "config", "--preset", "small").exception, Misconfigured)
