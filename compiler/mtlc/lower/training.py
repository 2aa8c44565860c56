"""The function that compiles a model for its tasks, everything bound by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from mtlc import pysrc
from mtlc.graph import Graph, OutputNode
from mtlc.lower.draft import Draft
from mtlc.lower.formulas import value
from mtlc.lower.objects import Objects
from mtlc.lower.params import Used
from mtlc.lower.tasks import TaskWriter
from mtlc.pysrc import Assign, Evaluate, Expression, If, Parameter, Return, call, literal, name
from mtlc.variables import Variables
from mtlc_spec.document import Output
from mtlc_spec.expressions import Expr
from mtlc_spec.tasks import TrainingArguments
from mtlc_spec.templates import Template
from mtlc_spec.values.tagged import Tagged, spread

Made = Callable[[TaskWriter], Expression]

_OPTIONS = ("jit_compile", "steps_per_execution", "run_eagerly", "auto_scale_loss")


class Group(NamedTuple):
    """The outputs that were written as one, and what they are trained on."""

    names: tuple[str, ...]
    over: Expression | None
    """What goes over their names in the code, if they are several, or may be."""
    task: TaskWriter | None


class TrainingLowering:
    """Writes `compile_model`; `is_open` says that params decide whether there is one output."""

    def __init__(self, draft: Draft, graph: Graph, is_open: bool) -> None:
        self.draft = draft
        self.graph = graph
        self.is_open = is_open
        self.variables = Variables(draft.taken)
        self.params = Used(draft.document, self.variables)
        self.objects = Objects(draft, self.params.lookup)
        self.statements: list[pysrc.Statement] = []
        self.groups = self._groups()
        training = draft.document.training
        arguments = None if training is None else training.arguments
        self.written: Mapping[str, object] = (
            arguments.value if isinstance(arguments, Template) else {}
        )
        node = graph.training
        self.training = TrainingArguments() if node is None else node.arguments

    def compile_model(self) -> pysrc.Def:
        """`compile_model(model)`, with the params that it depends on."""
        body: list[pysrc.Statement] = []
        if self.is_open:
            several = (*self.statements, Evaluate(self._compile(self._by_name)))
            is_dict = call("isinstance", name("model.output"), name("dict"))
            alone = Evaluate(self._compile(self._bare, alone=True))
            body.append(If(is_dict, several, (alone,)))
        elif self.graph.output_form == "one":
            body.append(Evaluate(self._compile(self._bare, alone=True)))
        else:
            body += [*self.statements, Evaluate(self._compile(self._by_name))]
        before: list[pysrc.Statement] = []
        parameters = self.params.parameters(before)
        model = Parameter("model", annotation="keras.Model")
        return pysrc.Def(
            "compile_model",
            "keras.Model",
            self._docstring(),
            (*before, *body, Return(name("model"))),
            (model, *parameters),
        )

    def _docstring(self) -> str:
        count = len(self.graph.tasks)
        if count == 1 and not self.is_open:
            return "Compile `model` for its task."
        if isinstance(self.training.balance, Tagged):
            balancer = self.draft.model_class
            return f"Compile `model` for its {count} tasks; `{balancer}` balances their losses."
        how = self.training.total
        if any(
            group.over is not None and self._is_named_by_params(group) for group in self.groups
        ):
            return f"Compile `model` for its tasks; the total loss is the {how} of theirs."
        return f"Compile `model` for its {count} tasks; the total loss is the {how} of theirs."

    # --- outputs ------------------------------------------------------------------------

    def _groups(self) -> list[Group]:
        outputs = self.draft.document.outputs or ()
        by_number: dict[int, list[OutputNode]] = {}
        for node in self.graph.outputs:
            by_number.setdefault(node.number, []).append(node)
        found = []
        for number, output in enumerate(outputs):
            nodes = by_number[number]
            names = tuple(node.name for node in nodes)
            over = None
            if nodes[0].members == "fixed":
                over = self.draft.constants.of(output.name, names)
            elif nodes[0].members == "open":
                others = [one for key, one in by_number.items() if key != number]
                over = self._all_but(output, others)
            found.append(Group(names, over, self._task(output, nodes)))
        return found

    def _is_named_by_params(self, group: Group) -> bool:
        return group.over is not None and not group.over.flat.isupper()

    def _all_but(self, output: Output, others: list[list[OutputNode]]) -> Expression:
        """The outputs whose names params decide: those of the model but the others."""
        if not others:
            return name("model.output")
        named: list[Expression] = []
        for nodes in others:
            if nodes[0].members == "fixed" and len(nodes) > 1:
                names = tuple(node.name for node in nodes)
                base = nodes[0].reference.partition(".")[0]
                named.append(pysrc.starred(self.draft.constants.of(base, names)))
            else:
                named += [literal(node.name) for node in nodes]
        own = self.variables.new(output.name)
        is_other = pysrc.compare(name("one"), "not in", pysrc.tuple_(named))
        if len(named) == 1 and not named[0].flat.startswith("*"):
            is_other = pysrc.compare(name("one"), "!=", named[0])
        members = pysrc.list_comprehension(
            name("one"), [("one", name("model.output"), is_other)]
        )
        self.statements.append(Assign((own,), members))
        return name(own)

    def _task(self, output: Output, nodes: list[OutputNode]) -> TaskWriter | None:
        node = nodes[0].task
        if output.task is None or node is None or node.arguments is None:
            return None
        shapes = self.draft.shapes[self.draft.expansion.frame.model]
        return TaskWriter(node.arguments, output.task, shapes.of(nodes[0].value), self.objects)

    # --- what `compile` is given --------------------------------------------------------

    def _compile(
        self, form: Callable[[Made, Expression], Expression], alone: bool = False
    ) -> Expression:
        """`model.compile(optimizer=…, loss=…)`, as far as Keras would do otherwise."""
        given: dict[str, Expression] = {}
        optimizer, written = self.training.optimizer, self.written.get("optimizer")
        if optimizer != TrainingArguments.model_fields["optimizer"].default:
            given["optimizer"] = self.objects.made(optimizer, written)
        given["loss"] = form(TaskWriter.loss, literal(None))
        tasks = [group.task for group in self.groups if group.task is not None]
        total = self.training.total
        if any(task.has_weight for task in tasks) or (total == "mean" and not alone):
            given["loss_weights"] = form(self._weight(alone), literal(None))
        if any(task.arguments.metrics for task in tasks):
            given["metrics"] = form(TaskWriter.metrics, pysrc.list_([]))
        for option in _OPTIONS:
            computed = self.written.get(option)
            own = getattr(self.training, option)
            if isinstance(computed, Expr):
                given[option] = value(computed, self.params.lookup)
            elif own != TrainingArguments.model_fields[option].default:
                given[option] = literal(own)
        return call("model.compile", **given, **self._strategy())

    def _strategy(self) -> dict[str, Expression]:
        """The arguments of the strategy that balances the losses."""
        strategy = self.training.balance
        if not isinstance(strategy, Tagged):
            return {}
        written = self.written.get("balance")
        arguments = next(iter(written.values())) if isinstance(written, dict) else None
        computed = spread(type(strategy), arguments)
        found = {}
        for key, field in type(strategy).model_fields.items():
            own = getattr(strategy, key)
            if own != field.default or isinstance(computed.get(key), Expr):
                found[key] = self.objects.made(own, computed.get(key))
        return found

    def _weight(self, alone: bool) -> Made:
        count = literal(1) if alone or self.training.total == "sum" else self._count()

        def made(task: TaskWriter) -> Expression:
            if not alone and self.training.total == "mean":
                return pysrc.binary(task.weight(), "/", count)
            # One loss takes nothing but a float.
            return (
                call("float", task.weight())
                if alone and task.weight_is_computed
                else task.weight()
            )

        return made

    def _count(self) -> Expression:
        """How many outputs have a loss."""
        fixed = 0
        open_ = []
        for group in self.groups:
            if group.task is None or group.task.arguments.loss is None:
                continue
            if group.over is not None and self._is_named_by_params(group):
                open_.append(call("len", group.over))
            else:
                fixed += len(group.names)
        found = literal(fixed) if fixed or not open_ else open_.pop()
        for one in open_:
            found = pysrc.binary(one, "+", found)
        return found

    def _bare(self, make: Made, absent: Expression) -> Expression:
        """What the only output is given."""
        (group,) = self.groups
        assert group.task is not None
        return make(group.task)

    def _by_name(self, make: Made, absent: Expression) -> Expression:
        """`{"price": …, **{name: … for name in ASSAYS}}`, complete for every output."""
        items: list[tuple[Expression, Expression] | Expression] = []
        for group in self.groups:
            made = absent if group.task is None else make(group.task)
            if group.over is None:
                items += [(literal(one), made) for one in group.names]
                continue
            each = pysrc.dict_comprehension(name("name"), made, [("name", group.over, None)])
            if len(self.groups) == 1:
                return each
            items.append(pysrc.double_starred(each))
        return pysrc.dict_(items)
