"""What can be wrong with a configuration, at a place in its TOML."""

from __future__ import annotations

from mtlc_spec.diagnostics import Diagnostic
from mtlc_spec.nodes import excerpt
from mtlc_spec.suggestions import did_you_mean


class ConfigurationProblem(Diagnostic):
    """The base of what is wrong with a configuration."""


class InvalidToml(ConfigurationProblem, code="MTL8001"):
    """A file with a configuration is not TOML.

    Example::

        - target = functional
        + target = "functional"
    """

    problem: str

    @property
    def message(self) -> str:
        return f"the file is not TOML: {self.problem}"

    @property
    def help(self) -> str | None:
        if self.problem == "invalid value" and self.span.text.strip():
            return 'text stands in quotes, and booleans are written small: "text", true'
        return None


class UnknownOption(ConfigurationProblem, code="MTL8002"):
    """A configuration has no such key.

    In `mtlc.toml` the keys stand at the top, in `pyproject.toml` in `[tool.mtlc]`.

    Example::

        - max_layers = 1000
        + max-layers = 1000
    """

    key: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"a configuration has no key `{excerpt(self.key)}`"

    @property
    def help(self) -> str:
        if self.key == "tool":
            return "`[tool.mtlc]` is for pyproject.toml; here its keys stand at the top"
        listed = ", ".join(f"`{name}`" for name in self.known)
        return did_you_mean(self.key, self.known) or f"its keys are {listed}"


class WrongOption(ConfigurationProblem, code="MTL8003"):
    """A key of a configuration has a value of the wrong type, or one that it cannot have.

    Example::

        - fail-on = "warn"
        + fail-on = "warning"
    """

    key: str
    wanted: str
    given: str
    choices: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        return f"`{excerpt(self.key)}` must be {self.wanted}, not {self.given}"

    @property
    def help(self) -> str | None:
        word = self.given.removeprefix('"').removesuffix('"')
        return did_you_mean(word, self.choices) if self.choices else None


class UnknownDiagnostic(ConfigurationProblem, code="MTL8004"):
    """A configuration speaks of a diagnostic that there is none of.

    `levels`, `select` and `ignore` take codes (`MTL2005`), their beginnings (`MTL20`, `MTL`)
    and names (`unused-layer`).

    Example::

        - ignore = ["unused-layr"]
        + ignore = ["unused-layer"]
    """

    name: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"no diagnostic is called `{excerpt(self.name)}`, and no code begins so"

    @property
    def help(self) -> str:
        listed = "`mtlc explain` lists codes and names"
        return (
            listed if self.name[:3] == "MTL" else did_you_mean(self.name, self.known) or listed
        )


class LoweredError(ConfigurationProblem, code="MTL8005"):
    """An error is allowed, ignored, or made a warning.

    There is no code for a spec with errors. Where the beginning of a code stands for
    errors and for others, what it says holds for the others.

    Example::

        - levels = {wrong-rank = "warn", unused-layer = "allow"}
        + levels = {unused-layer = "allow"}
    """

    name: str
    done: str

    @property
    def message(self) -> str:
        return f"`{excerpt(self.name)}` stands for errors, which cannot be {self.done}"

    @property
    def help(self) -> str:
        return "remove it; only warnings and notes have another level"


class TwoLevels(ConfigurationProblem, code="MTL8006"):
    """A diagnostic has two levels: one by its code, and one by its name.

    Example::

          [levels]
          MTL2005 = "error"
        - unused-layer = "allow"
    """

    name: str
    other: str

    @property
    def message(self) -> str:
        return f"`{self.other}` and `{self.name}` are the same diagnostic"

    @property
    def help(self) -> str:
        return "remove one of the two"


class UselessRoot(ConfigurationProblem, code="MTL8007"):
    """`root` says which folder is mirrored in `output`, and there is no `output`.

    Example::

          root = "specs"
        + output = "generated"
    """

    @property
    def message(self) -> str:
        return "`root` is the folder that is mirrored in `output`, and there is no `output`"

    @property
    def help(self) -> str:
        return "name the folder of the modules with `output`, or remove `root`"
