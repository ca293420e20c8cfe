"""A change of a document, worked out before anything is changed (decision 3).

A plan is a few primitive changes (take a subtree away, put one in, change a node's own fields) and what they do to the
sums of `Facts` and to the `Ledger`. Sums are changed on twins of the facts along the path to the root; `commit` writes
the twins back. A plan that is thrown away has touched nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from epoch_cli.document.metrics import Metrics
from epoch_cli.validation.facts import Facts, Needs, Weight, add_counts, difference, weigh
from epoch_cli.validation.ledger import Ledger, shift_depths


class Plan:
    """Changes against a ledger; read the totals after them from the attributes, then `commit` or forget."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.nodes = ledger.nodes
        self.bindings = ledger.bindings
        self.handlers = ledger.handlers
        self.conditions = ledger.conditions
        self.loops = ledger.loops
        self.depths = ledger.depths
        self.names = ledger.names
        self.items = ledger.items
        self.bad_items = dict(ledger.bad_items)
        self.nested = ledger.nested
        self.ids: dict[str, int] = {}
        self.widths: dict[int, tuple[Facts, int]] = {}
        self._twins: dict[int, tuple[Facts, Facts]] = {}
        self._commits: list[Callable[[], None]] = []

    # ------------------------------------------------------------ primitive changes

    def attach(
        self, parent: Facts | None, top: Facts, level: int, place: Callable[[], None], *, template: bool
    ) -> None:
        """Put a subtree below `parent` (None: as the root) on `level`; `place` links its facts in, at commit."""
        weight = weigh(top)
        self._book(weight, level, 1)
        self._pass_on(parent, top.open_names(), top.tops(), top.open_items(), template=template)
        if parent is not None and not template:
            self._widen(parent, 1)
        self._commits += [place, lambda: self.ledger.book(weight, 1)]

    def detach(self, top: Facts, level: int, unlink: Callable[[], None], *, template: bool) -> None:
        """Take a subtree away; `unlink` takes its facts out, at commit."""
        weight = weigh(top)
        self._book(weight, level, -1)
        needs: Needs = {}
        add_counts(needs, top.open_items(), -1)
        self._pass_on(top.parent, -top.open_names(), -top.tops(), needs, template=template)
        if top.parent is not None and not template:
            self._widen(top.parent, -1)
        self._commits += [lambda: self.ledger.book(weight, -1), unlink]

    def change(self, facts: Facts, own: Facts) -> None:
        """Give a node the own contributions of `own` (its sums and links stay): counts, needs, supplies, id."""
        twin = self.twin(facts)
        names, tops, items = twin.open_names(), twin.tops(), twin.open_items()
        nested, bad = twin.nested(), twin.bad_items()
        self.bindings += own.bindings - twin.bindings
        self.handlers += own.handlers - twin.handlers
        self.conditions += own.condition - twin.condition
        self.loops += own.loop - twin.loop
        if own.id != twin.id:
            self._rename(facts, twin.id, own.id)
        if own.longest != twin.longest:
            self._relength(twin.longest, own.longest)
        for name in _OWN:
            setattr(twin, name, getattr(own, name))
        self.nested += twin.nested() - nested
        add_counts(self.bad_items, twin.bad_items())
        add_counts(self.bad_items, bad, -1)
        needs = difference(twin.open_items(), items)
        self._pass_on(twin.parent, twin.open_names() - names, twin.tops() - tops, needs, template=_is_template(facts))

    def twin(self, facts: Facts) -> Facts:
        """The facts as this plan will leave them; made on first use."""
        pair = self._twins.get(id(facts))
        if pair is None:
            pair = self._twins[id(facts)] = (facts, facts.copy())
        return pair[1]

    # ------------------------------------------------------------ reading

    def metrics(self) -> Metrics:
        """The sums after the plan that budgets are about; tallies are the ledger's as they stand."""
        return Metrics(
            nodes=self.nodes,
            depth=len(self.depths),
            bindings=self.bindings,
            handlers=self.handlers,
            conditions=self.conditions,
            loops=self.loops,
        )

    def duplicated(self) -> list[str]:
        """Ids that would be carried by more nodes than before, and by more than one."""
        return [
            identity
            for identity, more in self.ids.items()
            if more > 0 and len(self.ledger.ids.get(identity, ())) + more > 1
        ]

    def deeper_than(self, cap: int) -> int:
        """How many nodes would lie below level `cap`."""
        return sum(self.depths[cap:])

    def commit(self) -> None:
        """Make it so, for the facts and the ledger; the document itself is changed by its patch."""
        ledger = self.ledger
        for facts, twin in self._twins.values():
            # links are changed by the commits below, on the facts themselves
            twin.children, twin.template, twin.parent, twin.node = (
                facts.children,
                facts.template,
                facts.parent,
                facts.node,
            )
            facts.assign(twin)
        for action in self._commits:
            action()
        for facts, delta in self.widths.values():
            if delta:
                ledger.widths.put(len(facts.children))
                ledger.widths.take(len(facts.children) - delta)
        for name in _SUMS:
            setattr(ledger, name, getattr(self, name))

    # ------------------------------------------------------------ sums

    def _book(self, weight: Weight, level: int, sign: int) -> None:
        self.nodes += sign * weight.nodes
        self.bindings += sign * weight.bindings
        self.handlers += sign * weight.handlers
        self.conditions += sign * weight.conditions
        self.loops += sign * weight.loops
        self.nested += sign * weight.nested
        add_counts(self.bad_items, weight.bad_items, sign)
        self.depths = shift_depths(self.depths, weight.levels, level, sign)
        for identity, _ in weight.ids:
            self.ids[identity] = self.ids.get(identity, 0) + sign

    def _pass_on(self, parent: Facts | None, names: int, tops: int, needs: Needs, *, template: bool) -> None:
        """Carry differences up, until nothing is left of them or the root has been passed."""
        while parent is not None and (names or tops or needs):
            twin = self.twin(parent)
            old_names, old_tops, old_nested = twin.open_names(), twin.tops(), twin.nested()
            twin.names_below += names
            twin.tops_below += tops
            if needs:
                needs = self._pass_needs(twin, needs, template=template)
            self.nested += twin.nested() - old_nested
            names, tops = twin.open_names() - old_names, twin.tops() - old_tops
            template = _is_template(parent)
            parent = parent.parent
        self.names += names
        self.items += sum(needs.values())

    def _pass_needs(self, twin: Facts, needs: Needs, *, template: bool) -> Needs:
        if not template:
            twin.needs_below = _changed(twin.needs_below, needs)
            return needs
        twin.template_needs = _changed(twin.template_needs, needs)
        if twin.supply is None:
            return needs
        add_counts(self.bad_items, twin.supply.bad(needs))
        return twin.supply.outward(needs)

    def _widen(self, parent: Facts, by: int) -> None:
        _, delta = self.widths.get(id(parent), (parent, 0))
        self.widths[id(parent)] = (parent, delta + by)

    def _rename(self, facts: Facts, old: str | None, new: str | None) -> None:
        if old is not None:
            self.ids[old] = self.ids.get(old, 0) - 1
            self._commits.append(lambda: self.ledger.book_id(old, facts, -1))
        if new is not None:
            self.ids[new] = self.ids.get(new, 0) + 1
            self._commits.append(lambda: self.ledger.book_id(new, facts, 1))

    def _relength(self, old: int, new: int) -> None:
        def book() -> None:
            self.ledger.longest.put(new)
            self.ledger.longest.take(old)

        self._commits.append(book)


_OWN = (
    "component", "id", "bindings", "handlers", "longest", "condition", "loop", "interactive", "needs_name",
    "supplies_name", "items", "supply",
)  # fmt: skip
_SUMS = (
    "nodes", "bindings", "handlers", "conditions", "loops", "depths", "names", "items", "bad_items", "nested",
)  # fmt: skip


def _is_template(facts: Facts) -> bool:
    return facts.parent is not None and facts.parent.template is facts


def _changed(needs: Needs, delta: Needs) -> Needs:
    total = dict(needs)
    add_counts(total, delta)
    return total
