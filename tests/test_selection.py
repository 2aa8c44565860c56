"""Which specs folders, globs and files mean."""

import os
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mtlc.cli.files import STDIN
from mtlc.cli.recognition import Kind, recognize
from mtlc.cli.selection import select
from mtlc.cli.walking import walk

SPEC = "inputs: {x: [4]}\nlayers: [Dense: 1]\n"
BLOCKS = "mtlc: 1\nblocks:\n  head: {layers: [Dense: 1]}\n"

Chosen = Callable[..., list[str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fill(folder: Path, *names: str, text: str = SPEC) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def chosen(*arguments: str, blocks: bool = False) -> list[str]:
    selection = select(arguments, blocks=blocks)
    assert selection.faults == ()
    return [Path(name).as_posix() for name in selection.names]


def refused(*arguments: str) -> list[str]:
    return [str(fault) for fault in select(arguments).faults]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (SPEC, Kind.SPEC),
        ("# a comment\n---\n" + SPEC, Kind.SPEC),
        ("\ufeff" + SPEC, Kind.SPEC),
        (SPEC.replace("\n", "\r\n"), Kind.SPEC),
        ("{inputs: {x: [4]}, layers: [Dense: 1]}\n", Kind.SPEC),
        ("  inputs: {x: [4]}\n  layers: [Dense: 1]\n", Kind.SPEC),
        ('"inputs": {x: [4]}\n"layers": [Dense: 1]\n', Kind.SPEC),
        (f"{BLOCKS}{SPEC}", Kind.SPEC),
        # broken, and to be reported
        ("mtlc: 1\nlayer: [Dense: 1]\n", Kind.SPEC),
        ("mtlc: 1\nblocks: {}\noutputs: a\n", Kind.SPEC),
        ("name: [unclosed\ninputs: {x: [4]}\nlayers: [Dense: 1]\n", Kind.SPEC),
        ("mtlc: 1\n\tname: a tab\n", Kind.SPEC),
        (f"{SPEC}---\n{SPEC}", Kind.SPEC),
        # included by others
        (BLOCKS, Kind.BLOCKS),
        ("description: heads\nblocks:\n  head: {layers: [Dense: 1]}\n", Kind.BLOCKS),
        # of other tools
        ("", Kind.OTHER),
        ("- layers\n- inputs\n", Kind.OTHER),
        ("layers", Kind.OTHER),
        ("layers: [osm]\nsources: {osm: {}}\n", Kind.OTHER),
        ("name: an action\ninputs: {x: {}}\noutputs: {}\nruns: {}\n", Kind.OTHER),
        ("services:\n  mtlc: {layers: 1}\n  inputs: {}\n", Kind.OTHER),
        ("text: |\n  mtlc: 1\n  inputs: 1\n  layers: 1\n", Kind.OTHER),
        ("kind: a\n---\nmtlc: 1\n", Kind.OTHER),
        ("- inputs: 1\n  layers: 1\n", Kind.OTHER),
    ],
)
def test_a_spec_is_known_by_its_top_level(text: str, kind: Kind) -> None:
    assert recognize("a.yaml", text.encode()) is kind


@pytest.mark.parametrize("text", ["", "layer: [Dense: 1]\n", "name: [\n", "\0", "- 1\n"])
def test_the_name_of_a_spec_says_it_as_well(text: str) -> None:
    assert recognize("a.mtlc.yaml", text.encode()) is Kind.SPEC
    assert recognize("a.MTLC.yml", text.encode()) is Kind.SPEC
    assert recognize("a.yaml", text.encode()) is Kind.OTHER


def test_blocks_are_no_spec_whatever_they_are_called() -> None:
    assert recognize("blocks.mtlc.yaml", BLOCKS.encode()) is Kind.BLOCKS


def test_bytes_that_are_no_text_hide_no_spec() -> None:
    assert recognize("a.yaml", b"description: \xff\n" + SPEC.encode()) is Kind.SPEC


def test_every_example_is_found_in_its_folder() -> None:
    examples = Path(__file__).parent.parent / "examples"

    assert chosen(str(examples)) == [
        path.as_posix() for path in sorted(examples.glob("*.yaml"))
    ]


def test_the_library_is_blocks_and_no_specs() -> None:
    library = str(Path(__file__).parent.parent / "spec/mtlc_spec/std")

    assert len(chosen(library, blocks=True)) == 7
    assert select([library]).names == ()


def test_a_folder_means_the_specs_in_it(folder: Path) -> None:
    fill(folder, "a.yaml", "B.YML", "deep/er/c.mtlc.yaml", "deep/d.yaml", "e.json")
    fill(folder, "blocks.yaml", "deep/blocks.yml", text=BLOCKS)
    fill(folder, "compose.yaml", text="services: {layers: {}}\n")

    specs = ["B.YML", "a.yaml", "deep/d.yaml", "deep/er/c.mtlc.yaml"]
    assert chosen(".") == specs
    assert chosen(str(folder)) == [(folder / name).as_posix() for name in specs]
    assert chosen("deep/") == ["deep/d.yaml", "deep/er/c.mtlc.yaml"]
    assert chosen("deep", blocks=True) == ["deep/blocks.yml", *specs[2:]]
    assert [one.below for one in select(["deep"]).specs] == [
        "d.yaml",
        os.path.join("er", "c.mtlc.yaml"),
    ]


def test_what_nobody_means_is_left_out(folder: Path) -> None:
    fill(folder, "a.yaml", ".hidden.yaml", ".github/b.yaml", "node_modules/c.yaml")
    fill(folder, "env/lib/d.yaml", "__pycache__/e.yaml")
    fill(folder, "env/pyvenv.cfg", text="")
    (folder / "link").symlink_to(folder)
    (folder / "gone.yaml").symlink_to(folder / "nowhere")

    assert chosen(".") == ["a.yaml"]
    assert chosen(".github", "env", ".hidden.yaml") == [
        ".github/b.yaml",
        "env/lib/d.yaml",
        ".hidden.yaml",
    ]


def test_gitignore_is_respected(folder: Path) -> None:
    (folder / ".git").mkdir()
    fill(folder, "models/a.yaml", "models/b.yaml", "models/old/c.yaml", "models/old/d.yaml")
    fill(folder, "build/e.yaml", "other/b.yaml", "other/.git/HEAD", "other/build/f.yaml")
    (folder / ".gitignore").write_bytes(b"build/\r\n# comment\nb.yaml\n\xff.yaml\n")
    fill(folder, "models/old/.gitignore", text="*\n!d.yaml\n")

    assert chosen("models") == ["models/a.yaml", "models/old/d.yaml"]
    assert chosen("models/old") == ["models/old/d.yaml"]
    # another repository has rules of its own
    assert chosen("other") == ["other/b.yaml", "other/build/f.yaml"]
    assert chosen(".") == [
        *("models/a.yaml", "models/old/d.yaml"),
        *("other/b.yaml", "other/build/f.yaml"),
    ]


def test_what_is_named_counts(folder: Path) -> None:
    (folder / ".git").mkdir()
    fill(folder, "build/e.yaml", "b.yaml")
    fill(folder, "blocks.yaml", "notes.txt", text=BLOCKS)
    fill(folder, ".gitignore", text="build\nb.yaml\n")

    assert chosen("b.yaml", "build", "blocks.yaml", "notes.txt", STDIN, "missing.yaml") == [
        *("b.yaml", "build/e.yaml", "blocks.yaml", "notes.txt", STDIN, "missing.yaml")
    ]


def test_a_glob_means_what_it_means_in_a_shell(folder: Path) -> None:
    fill(folder, "a.yaml", "b.yml", "deep/c.yaml", "deep/er/d.yaml", "[x].yaml", ".h.yaml")

    assert chosen("*.yaml") == ["[x].yaml", "a.yaml"]
    assert chosen("?.y*ml") == ["a.yaml", "b.yml"]
    assert chosen("**/*.yaml") == ["[x].yaml", "a.yaml", "deep/c.yaml", "deep/er/d.yaml"]
    assert chosen("d*") == ["deep/c.yaml", "deep/er/d.yaml"]
    assert chosen("[x].yaml") == ["[x].yaml"]


def test_no_file_comes_twice(folder: Path) -> None:
    fill(folder, "deep/a.yaml", "b.yaml")
    (folder / "deep/link.yaml").symlink_to(folder / "b.yaml")

    assert chosen("deep/../b.yaml", ".", "deep", "./b.yaml", "*.yaml", "deep/a.yaml") == [
        "deep/../b.yaml",
        "deep/a.yaml",
    ]


def test_an_argument_that_means_nothing_is_an_error(folder: Path) -> None:
    fill(folder, "some/compose.yaml", text="services: {}\n")
    (folder / "empty").mkdir()
    fill(folder, "a.yaml")

    assert refused("some", "*.yml", "empty", "a.yaml") == [
        "no specs in some: it has 1 YAML file, and a spec has `inputs` and `layers`, or "
        "`mtlc`, at its top level; what .gitignore leaves out does not count; a file that is "
        "named is read whatever it is",
        "nothing matches *.yml; a folder, without a glob, means all specs in it",
        "no specs in empty: it has no YAML files, and a spec has `inputs` and `layers`, or "
        "`mtlc`, at its top level; what .gitignore leaves out does not count; a file that is "
        "named is read whatever it is",
    ]
    assert select(["some", "a.yaml"]).names == ("a.yaml",)


def test_git_leaves_out_the_same(folder: Path) -> None:
    """Trees and rules drawn at random, in folders of one repository, which Git lists."""
    draw = random.Random(3)
    names = ("a", "b", "a", "b", "ab", "a b", "#a", "!b")
    rules = (
        *("a", "b/", "/a", "/b/", "*.yaml", "a*.yaml", "!a.yaml", "!b.yaml", "!b/", "!a/"),
        *("a/b", "a/*", "!a/b.yaml", "**/b.yaml", "a/**", "a/**/b.yaml", "/*", "!/a", "?b"),
        *("[ab].yaml", "[!a].yaml", r"\#a.yaml", r"\!b.yaml", "# a", "", " ", "a b.yaml "),
        *("**", "*/", "b/*.yaml", "*b*/", "/**/a", "a.b/", "[", "\\", "!", "/", "//", "***"),
    )
    for case in range(80):
        at = folder / f"{case:03}"
        for _ in range(draw.randint(4, 12)):
            path = [draw.choice(names) for _ in range(draw.randint(1, 3))]
            fill(at, "/".join((*path[:-1], f"{path[-1]}.yaml")))
        folders = [at, *(one for one in sorted(at.rglob("*")) if one.is_dir())]
        for one in draw.sample(folders, min(len(folders), draw.randint(1, 3))):
            lines = draw.choices(rules, k=draw.randint(2, 6))
            fill(one, ".gitignore", text="\n".join(lines))
    git = ["git", "-c", "core.excludesFile=", "-C", str(folder)]
    subprocess.run([*git, "init", "-q"], check=True)
    said = subprocess.run(
        [*git, "ls-files", "-o", "-z", "--exclude-standard", "*.yaml"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )

    walked = {Path(file.name).as_posix() for file in walk(".")}
    listed = {*said.stdout.split("\0")} - {""}
    assert {*sorted(walked ^ listed)[:20]} == set()
    assert 0.3 < len(listed) / len([*folder.rglob("*.yaml")]) < 0.8
