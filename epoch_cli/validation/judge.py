"""What a planned operation would make of a document: the plan of its consequences, and whether a gate objects.

Every operation comes down to taking subtrees away, putting them in, and changing a node's own fields; a move is both
of its halves in one plan. Findings count only when they are new: a patch to a document that is already wrong somewhere
is not held responsible for that (decision 3).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from epoch_cli.document.node import Document
from epoch_cli.document.patch import before_removal
from epoch_cli.document.pointer import ABSENT, array_index, look
from epoch_cli.validation.diagnostics import Finding, Path
from epoch_cli.validation.facts import Facts, Needs, add_counts
from epoch_cli.validation.heaviest import name_heaviest
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.ledger import Ledger
from epoch_cli.validation.plan import Plan
from epoch_cli.validation.rules import budgets, components
from epoch_cli.validation.rules.words import quote
from epoch_cli.validation.sites import Site, locate
from epoch_cli.validation.unmet import around, unmet_needs


@dataclass(slots=True)
class State:
    """A document with its facts and ledger; the three always agree."""

    document: Document
    ledger: Ledger = field(default_factory=Ledger)
    root: Facts | None = None


class Judgement:
    """The consequences of one operation on a state; nothing is changed before `plan.commit()`."""

    def __init__(self, inspector: Inspector, state: State) -> None:
        self.inspector = inspector
        self.state = state
        self.plan = Plan(state.ledger)
        self.local: list[Finding] = []
        self._views: dict[int, dict[str, Any]] = {}
        self._added: list[tuple[Facts, Path]] = []
        self._site: Site | None = None

    # ------------------------------------------------------------ operations

    def add(self, tokens: Sequence[str], value: Any, *, insert: bool) -> None:
        """`value` comes to stand at a place: an insert into an array, or over what is there."""
        site = self._locate(tokens)
        if site.kind in {"own", "document"}:
            self._change(site, value, insert=insert)
        elif site.kind == "children":
            self._replace_children(site, value)
        elif site.kind == "template" and not isinstance(value, dict):
            # no node, so only the field is judged, as in a whole document
            if (old := site.occupant) is not None:
                self._take(site, old)
            field = Site("own", site.facts, site.path, site.node_path, ("itemTemplate",), level=site.level)
            self._change(field, value, insert=False)
        else:
            top, findings = self.inspector.subtree(value)
            old = None if insert else self._occupant(site)
            self._fresh(findings, site.path, lambda: self._findings_of(old))
            if old is not None:
                self._take(site, old)
            self._put(site, top)

    def remove(self, tokens: Sequence[str]) -> None:
        """What stands at a place goes."""
        site = self._locate(tokens)
        if site.kind in {"own", "document"}:
            self._change(site, ABSENT, insert=False)
        elif site.kind == "children":
            self._replace_children(site, [])
        elif (old := self._occupant(site)) is not None:
            self._take(site, old)

    def move(self, origin: Sequence[str], tokens: Sequence[str], value: Any, container: Any) -> None:
        """What stands at `origin` comes to stand at `tokens`, counted after its removal; `container` will hold it."""
        source, here = locate(self.state.root, origin), before_removal(origin, tokens)
        moved = self._occupant(source)
        insert = isinstance(container, list)
        target = locate(self.state.root, here)
        if moved is None or target.kind not in {"root", "child", "template"} or not isinstance(moved.node, dict):
            if source.kind == target.kind == "own" and source.facts is target.facts and source.facts is not None:
                steps = tuple(tokens[len(target.node_path) :])
                self._move_inside(source.facts, source, replace(target, steps=steps), value, insert=insert)
                return
            if insert or tuple(origin[: len(tokens)]) != tuple(tokens):
                self.remove(origin)  # or else it goes with what it is put over
            self.add(here, value, insert=insert)
            return
        site = self._locate(here)
        over = None if insert else self._occupant(site)
        if over is None or not _contains(over, moved):
            self._take(source, moved)
        if over is not None:
            self._take(site, over)
        self._put(site, moved)

    def findings(self) -> list[Finding]:
        """Everything that the operation would make worse; paths count from the document."""
        found = list(self.local)
        found += self._duplicates()
        found += self._unmet()
        found += self._caps()
        return found

    # ------------------------------------------------------------ nodes

    def _take(self, site: Site, top: Facts) -> None:
        state, parent = self.state, top.parent

        def unlink() -> None:
            if parent is None:
                state.root = None
            elif site.kind == "template":
                parent.template = None
            else:
                at = site.index if parent.children[site.index : site.index + 1] == [top] else parent.children.index(top)
                del parent.children[at]
            top.parent = None

        self.plan.detach(top, site.level + 1, unlink, template=site.kind == "template")

    def _put(self, site: Site, top: Facts) -> None:
        state, parent, index = self.state, site.facts, site.index

        def place() -> None:
            top.parent = parent
            if parent is None:
                state.root = top
            elif site.kind == "template":
                parent.template = top
            else:
                parent.children.insert(index, top)

        self._added.append((top, site.path))
        self.plan.attach(parent, top, site.level + 1, place, template=site.kind == "template")

    def _replace_children(self, site: Site, value: Any) -> None:
        parent = site.facts
        if parent is None:
            return
        for child in list(parent.children):
            self._take(Site("child", parent, (), (), level=site.level), child)
        tops: list[Facts] = []
        findings: list[Finding] = []
        if isinstance(value, list):
            for index, item in enumerate(value):
                top, own = self.inspector.subtree(item)
                tops.append(top)
                for finding in own:
                    finding.path = (index, *finding.path)
                findings += own
        elif value is not ABSENT:
            self._change(
                Site("own", parent, site.path, site.node_path, ("children",), level=site.level), value, insert=False
            )
        self._fresh(findings, site.path, lambda: self._findings_of_children(parent))
        for index, top in enumerate(tops):
            slot = Site("child", parent, (*site.path, index), site.node_path, index=index, level=site.level)
            self._put(slot, top)

    def _occupant(self, site: Site) -> Facts | None:
        return self.state.root if site.kind == "root" else site.occupant

    # ------------------------------------------------------------ own fields

    def _change(self, site: Site, value: Any, *, insert: bool) -> None:
        facts = site.facts
        if facts is None:
            self._change_document(site, value, insert=insert)
            return
        before = self._views.get(id(facts), facts.node)
        after = changed(before, site.steps, value, insert=insert)
        self._views[id(facts)] = after
        twin = self.plan.twin(facts)
        inside = site.steps[0] == "props" and len(site.steps) > 1 and self._plain_prop(twin, site.steps, before, after)
        own, findings = (
            self._prop_change(twin, site, before, after, value, insert=insert) if inside else self.inspector.node(after)
        )
        self._fresh(findings, site.node_path, lambda: self.inspector.node(before)[1])
        self.plan.change(facts, own)

    def _move_inside(self, facts: Facts, source: Site, target: Site, value: Any, *, insert: bool) -> None:
        """A move between two fields of one node, judged by what both halves make."""
        self._site = target
        without = changed(facts.node, source.steps, ABSENT, insert=False)
        own, findings = self.inspector.node(changed(without, target.steps, value, insert=insert))
        self._fresh(findings, target.node_path, lambda: self.inspector.node(facts.node)[1])
        self.plan.change(facts, own)

    def _change_document(self, site: Site, value: Any, *, insert: bool) -> None:
        after = changed(self.state.document, site.steps, value, insert=insert) if site.steps else value
        name = site.steps[0] if site.steps else ""
        findings = self.inspector.document_fields({name: after[name]} if name in after else {})
        before = self.state.document
        self._fresh(
            findings, (), lambda: self.inspector.document_fields({name: before[name]} if name in before else {})
        )

    def _plain_prop(self, facts: Facts, steps: tuple[str, ...], before: Any, after: Any) -> bool:
        """Whether a prop can be judged without the props beside it: it opens no scope and is in none."""
        if facts.component is None or not isinstance(before, dict) or not isinstance(before.get("props"), dict):
            return False
        scope = facts.component.item_scope
        if scope is None or steps[1] not in (scope.rows, *scope.props):
            return True
        rows = (before["props"].get(scope.rows), after["props"].get(scope.rows))
        return steps[1] == scope.rows and not any(isinstance(value, str) for value in rows)

    def _prop_change(
        self, facts: Facts, site: Site, before: dict[str, Any], after: dict[str, Any], value: Any, *, insert: bool
    ) -> tuple[Facts, list[Finding]]:
        """Judge what is written inside one prop, at the cost of what is written and what it replaces."""
        steps = site.steps
        name, inner = steps[1], steps[2:]
        new, old = Facts(after, facts.component), Facts(before, facts.component)
        findings: list[Finding] = []
        gone = look(before, steps)
        if inner:
            holder = look(after, steps[:-1])
            self.inspector.inside_prop(name, inner, holder, value, new, findings)
            replaced = ABSENT if insert and isinstance(holder, list) else gone
            self.inspector.inside_prop(name, inner, {}, replaced, old, [])
        else:
            if value is not ABSENT:
                self.inspector.prop(name, value, new, findings)
            if gone is not ABSENT:
                self.inspector.prop(name, gone, old, [])
        for finding in findings:
            finding.path = ("props", name, *finding.path)
        if old.longest == facts.longest > new.longest:
            return self.inspector.node(after)
        own = facts.copy()
        own.bindings += new.bindings - old.bindings
        own.handlers += new.handlers - old.handlers
        own.longest = max(facts.longest, new.longest)
        own.items = _exchanged(facts, new, old)
        findings += self.inspector.whole_node(after, own)
        return own, findings

    # ------------------------------------------------------------ what is new

    def _locate(self, tokens: Sequence[str]) -> Site:
        self._site = locate(self.state.root, tokens)
        return self._site

    def _fresh(self, findings: list[Finding], at: Path, before: Callable[[], list[Finding]]) -> None:
        """Keep the findings that were not there before; looks at what was there only when there are some."""
        if not findings:
            return
        known: dict[tuple[str, Path], list[int]] = {}
        for old in before():
            known.setdefault((old.code, old.path), []).append(old.excess)
        for finding in findings:
            excesses = known.get((finding.code, finding.path), [])
            if any(excess >= finding.excess for excess in excesses):
                excesses.pop()
                continue
            finding.path = (*at, *finding.path)
            self.local.append(finding)

    def _findings_of(self, facts: Facts | None) -> list[Finding]:
        return [] if facts is None else self.inspector.subtree(facts.node)[1]

    def _findings_of_children(self, parent: Facts) -> list[Finding]:
        found: list[Finding] = []
        for index, child in enumerate(parent.children):
            for finding in self._findings_of(child):
                finding.path = (index, *finding.path)
                found.append(finding)
        return found

    def _duplicates(self) -> list[Finding]:
        findings = []
        for identity in self.plan.duplicated():
            path = next((at for at in self._paths_of(identity)), self._site.path if self._site else ())
            message = f"the id {quote(identity)} is taken"
            findings.append(Finding("EP105", path, message, "choose another, or leave it out"))
        return findings

    def _paths_of(self, identity: str) -> list[Path]:
        found: list[Path] = []
        for top, path in self._added:
            stack = [(top, path)]
            while stack:
                facts, at = stack.pop()
                if facts.id == identity:
                    found.append((*at, "id"))
                stack += [(child, (*at, *step)) for step, child in facts.inner()]
        return found

    def _unmet(self) -> list[Finding]:
        plan, ledger = self.plan, self.state.ledger
        more = {
            "EP801": plan.names - ledger.names,
            "EP802": plan.nested - ledger.nested,
            "EP504": plan.items - ledger.items,
            **{code: count - ledger.bad_items.get(code, 0) for code, count in plan.bad_items.items()},
        }
        worse = {code: count for code, count in more.items() if count > 0}
        if not worse:
            return []
        said = [
            finding
            for top, path in self._added
            for finding in unmet_needs(self.inspector, top, path, around(self.state.root, path))
            if finding.code in worse
        ]
        at = self._site.path if self._site else ()
        missing = sorted(set(worse) - {finding.code for finding in said})
        return said + [Finding(code, at, _LEAVES[code].format(count=worse[code]), _MEND[code]) for code in missing]

    def _caps(self) -> list[Finding]:
        profile, ledger, plan = self.inspector.profile, self.state.ledger, self.plan
        findings = budgets.check_totals(plan.metrics(), ledger.metrics(), profile)
        if len(plan.depths) > profile.depth and plan.deeper_than(profile.depth) > sum(ledger.depths[profile.depth :]):
            findings.append(budgets.too_deep(len(plan.depths), profile))
        if findings:
            top = self._added[0][0] if self.state.root is None and self._added else self.state.root
            name_heaviest(findings, top)
        for finding in findings:
            finding.path = self._site.path if self._site else ()
        for parent, delta in plan.widths.values():
            if delta > 0:
                findings += self._width(parent, len(parent.children) + delta)
        return findings

    def _width(self, parent: Facts, count: int) -> list[Finding]:
        checks = [budgets.check_children(count, self.inspector.profile)]
        if parent.component is not None:
            checks.append(components.check_children(parent.component, count))
        found = [finding for finding in checks if finding is not None]
        for finding in found:
            finding.path = (*(self._site.node_path if self._site else ()), *finding.path)
        return found


_LEAVES = {
    "EP801": "this leaves {count} interactive element(s) without a name",
    "EP802": "this puts {count} interactive element(s) inside another",
    "EP504": "this leaves {count} item binding(s) outside a list",
    "EP505": "this leaves {count} item binding(s) that the list's items do not have",
    "EP503": "this leaves {count} item binding(s) that go on after a scalar",
    "EP506": "this leaves {count} item binding(s) that give another type than their place takes",
}
NEEDS = frozenset(_LEAVES) - {"EP802"}
"""Codes of needs that what comes later may still meet: a label of the field around, the list around (decision 3)."""
_MEND = {
    "EP801": "give them labels of their own first",
    "EP802": "keep interactive elements side by side",
    "EP504": "change those bindings first",
    "EP505": "change those bindings first",
    "EP503": "change those bindings first",
    "EP506": "change those bindings first",
}


# ---------------------------------------------------------------- pieces


def changed(value: Any, steps: Sequence[str], new: Any, *, insert: bool) -> Any:
    """A value with one place in it changed; copies only the containers on the way, and shares the rest."""
    if not steps:
        return new
    step, rest = steps[0], steps[1:]
    if isinstance(value, list):
        made: Any = list(value)
        index = array_index(step, len(made), insert=True)
        if index is None:
            return made
        if rest:
            made[index] = changed(made[index], rest, new, insert=insert)
        elif new is ABSENT:
            del made[index]
        elif insert:
            made.insert(index, new)
        else:
            made[index] = new
        return made
    made = dict(value) if isinstance(value, dict) else {}
    if rest:
        made[step] = changed(made.get(step), rest, new, insert=insert)
    elif new is ABSENT:
        made.pop(step, None)
    else:
        made[step] = new
    return made


def _exchanged(facts: Facts, new: Facts, old: Facts) -> Needs:
    if not new.items and not old.items:
        return facts.items
    items = dict(facts.items)
    add_counts(items, new.items)
    add_counts(items, old.items, -1)
    return items


def _contains(outer: Facts, inner: Facts) -> bool:
    here: Facts | None = inner
    while here is not None:
        if here is outer:
            return True
        here = here.parent
    return False
