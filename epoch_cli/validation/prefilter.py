"""The quick proof that there is nothing to find.

Most of what is checked is clean. The `Inspector` says what is wrong with a value, where and why; that takes a walk over
everything that a rule may ask. Here is the cheaper question: is it *certain* that no rule has anything to say? Tables
compiled once for a catalog, profile and set of models answer it for what documents are mostly made of: known
components, props with values that were seen and found good before, plain strings, names, fields and headings in order.
Whatever is out of the ordinary is not judged here, it is `Unproven`, and the Inspector looks at it. Here are the fields
of one node and the values that its component declares, in `prefilter_data.py` strings and what is not declared;
`clean.py` walks over a whole document with it, `express.py` over what a patch adds.

So a rule lives in one place only, and a mistake here can cost time but must never cost a finding:
`tests/unit/validation/test_prefilter.py` holds that against every corpus and random documents.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import Any

from epoch_cli.catalog import Prop
from epoch_cli.document.node import ID
from epoch_cli.validation.facts import Facts
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.prefilter_data import LONGEST_REMEMBERED, REMEMBERED, VALUE_DEPTH, DataPrefilter, harmless
from epoch_cli.validation.prefilter_tables import TEXT, NodeTable, PropTable, Unproven
from epoch_cli.validation.rules import addresses, secrets, security, structure
from epoch_cli.validation.rules.bindings import is_whole_binding

_COMMON = frozenset({"type", "props", "text", "id", "children"})  # all others are for `_rare`
_IDS = re.compile(rf"(?:{ID.pattern} )*{ID.pattern}")
_TEXT_ALONE = {str}
_NO_PROPS: dict[str, Any] = {}
_NO_CHILDREN: list[Any] = []


class Prefilter(DataPrefilter):
    """The tables for one Inspector, and what is asked of them.

    Between documents it keeps only what it has learned. Strings that were never seen before are put off and proved
    together in `settle`, with which every walk ends: one look at all of them costs little more than a look at one.

    The counters are of the walk that is going on: what was found in it so far, of nodes, bindings and so on; `lists`
    says how many bound lists are around the place at hand, `longest` is the longest string, and without `braces` no
    string had a brace in it.
    """

    def __init__(self, inspector: Inspector) -> None:
        super().__init__(inspector.profile.string)
        self._inspector = inspector
        self._handlers: set[str] = set()
        self._bindings: dict[str, tuple[int, bool]] = {}
        self._tables: dict[str, NodeTable] = {}
        self.bindings = self.handlers = self.conditions = self.loops = self.lists = 0
        self.ids: dict[str, Facts | None] = {}
        self.seen_items = self.braces = False

    # ------------------------------------------------------------ tables

    def _table(self, kind: str) -> NodeTable:
        """The table of a component, made when the first node of it comes."""
        component = self._inspector.catalog.components.get(kind)
        if component is None:
            raise Unproven
        props = {name: self._prop(prop) for name, prop in component.props.items() if not prop.deprecated}
        if component.item_scope is not None:
            for name in component.item_scope.props:
                props[name].rows = component.item_scope.rows
        table = self._tables[kind] = NodeTable(component, props, self._inspector.profile.children)
        return table

    def _prop(self, prop: Prop) -> PropTable:
        """A prop that takes any text shares the strings that are known to be plain with all others of its kind."""
        takes_text = "any" in prop.types or ("string" in prop.types and prop.pattern is None and not prop.format)
        plain = takes_text and "handler" not in prop.types
        table = PropTable(prop, self._plain if plain else self._known(prop), plain=plain)
        if "array" in prop.types:
            table.fields = {name: self._prop(field) for name, field in prop.fields.items()}
            table.texts = frozenset(name for name, field in table.fields.items() if field.plain)
        return table

    def _known(self, prop: Prop) -> set[str]:
        known: set[str] = set()
        if "enum" in prop.types:
            known.update(prop.values)
        if "token" in prop.types:
            group = self._inspector.catalog.tokens[prop.group]
            for token in group.tokens.values():
                if not token.deprecated:
                    known.update((token.name, group.full_name(token)))
        return {text for text in known if self.is_plain(text)}

    def begin(self) -> None:
        """Begin another walk."""
        self.longest = self.bindings = self.handlers = self.conditions = self.loops = self.lists = 0
        self.ids = {}
        self._strange = []
        self.braces = False

    def settle(self) -> None:
        """End a walk: all strings that were put off are plain.

        Raises:
            Unproven: one is not.
        """
        strange = self._strange
        if self.ids:
            ids = " ".join(self.ids)
            if not _IDS.fullmatch(ids) or ids.count(" ") != len(self.ids) - 1:
                raise Unproven
            strange += self.ids
        if not strange:
            return
        together = " ".join(strange)
        longest = max(map(len, strange))
        if "{" not in together and harmless(together) and longest <= self._most:
            if len(self._plain) < REMEMBERED and longest <= LONGEST_REMEMBERED:
                self._plain.update(strange)
        elif not all(map(self.is_plain, strange)):
            raise Unproven

    # ------------------------------------------------------------ values

    def fields(self, node: Any) -> tuple[NodeTable, Any, Any, Any, bool]:
        """The fields of a node, the nodes inside it aside: its table; its props, text and children as they are.

        The last says whether it has fields that most nodes have not.

        Raises:
            Unproven: one of them has to be looked at.
        """
        kind = node.get("type") if type(node) is dict else None
        if type(kind) is not str:
            raise Unproven
        table = self._tables.get(kind) or self._table(kind)
        known = 1  # fields that were looked at
        if table.length > self.longest:
            self.longest = table.length
        if (props := node.get("props", _NO_PROPS)) is not _NO_PROPS:
            known += 1
            if props or type(props) is not dict:
                self._props(table.props, props)
        if table.required and not table.required <= props.keys():
            raise Unproven
        if (text := node.get("text")) is not None:
            known += 1
            if type(text) is not str or (text and not table.text):
                raise Unproven
            if text not in self._plain:
                self._prove(TEXT, text)
            elif len(text) > self.longest:
                self.longest = len(text)
        if (identity := node.get("id")) is not None:
            known += 1
            if type(identity) is not str or identity in self.ids:
                raise Unproven
            self.ids[identity] = None
            if len(identity) > self.longest:
                self.longest = len(identity)
        if (children := node.get("children", _NO_CHILDREN)) is not _NO_CHILDREN:
            known += 1
            if type(children) is not list or len(children) > table.most_children:
                raise Unproven
        if known == len(node):
            return table, props, text, children, False
        self._rare(table, node)
        return table, props, text, children, True

    def _rare(self, table: NodeTable, node: dict[str, Any]) -> None:
        """The fields that most nodes do not have."""
        self.braces = True
        facts = Facts(node, table.component)
        findings: list[Any] = []
        for name, value in node.items():
            if name not in _COMMON:
                self._inspector.field(name, value, facts, findings)
                if name != "itemTemplate" and next(secrets.check_secrets(value), None) is not None:
                    raise Unproven
            elif value is None:
                raise Unproven  # null is not the same as nothing
        hidden = isinstance(node.get("a11y"), dict) and "hidden" in node["a11y"]
        if findings or hidden or ("itemTemplate" in node and "dataSource" not in node):
            raise Unproven
        self._weigh(facts)
        self.conditions += bool(node.get("condition"))
        self.loops += "dataSource" in node

    def _weigh(self, facts: Facts) -> None:
        """Add up what the Inspector found in a value; items that no list is known to supply are unproven."""
        if facts.items:
            if self._inspector.models or not self.lists:
                raise Unproven
            self.seen_items = True
        self.bindings += facts.bindings
        self.handlers += facts.handlers
        self.longest = max(self.longest, facts.longest)

    def _props(self, tables: dict[str, PropTable], props: Any) -> None:
        if type(props) is not dict:
            raise Unproven
        longest = self.longest
        for name, value in props.items():
            table = tables.get(name)
            if table is None:
                raise Unproven
            if type(value) is str and value in table.known:
                if len(value) > longest:
                    longest = len(value)
            elif value is True or value is False:
                if not table.truth:
                    raise Unproven
            else:
                self.longest = longest
                self._value(table, value, props)
                longest = self.longest
        self.longest = longest

    def _value(self, table: PropTable, value: Any, props: dict[str, Any]) -> None:
        """A value that is no string that was seen before, and neither true nor false; `props` are those beside it."""
        if type(value) is str:
            self._prove(table, value)
        elif type(value) is not list:
            self._ask(table, value)
        elif table.fields:
            self._entries(table, value, is_list=bool(table.rows) and _is_bound(props.get(table.rows)))
        elif table.free:
            self._rows(value)
        else:
            self._ask(table, value)

    def _entries(self, table: PropTable, entries: list[Any], *, is_list: bool) -> None:
        """The columns, options or tabs of a node; `is_list` says that they are for the items of a bound list."""
        if not is_list and self._uniform(table, entries):
            return
        self.lists += is_list
        fields, needed, unique, labels = table.fields, table.needed, table.unique, table.labels
        seen: set[str] = set()
        for entry in entries:
            if type(entry) is dict:
                self._props(fields, entry)
                if not needed <= entry.keys():
                    raise Unproven
                key = entry.get(unique) if unique else None
                for name in labels:
                    text = entry.get(name, "absent")
                    if type(text) is not str or not text.strip():
                        raise Unproven
            elif type(entry) is str and table.words and self.is_plain(entry) and entry.strip():
                key = entry
                if len(entry) > self.longest:
                    self.longest = len(entry)
            else:
                raise Unproven
            if type(key) is str:
                seen.add(key)
        self.lists -= is_list
        if (unique and len(seen) < len(entries)) or (table.filled and not entries):
            raise Unproven

    def _uniform(self, table: PropTable, entries: list[Any]) -> bool:  # noqa: PLR0911  each is one doubt
        """Prove a list of objects with nothing but plain text in their fields at once; False says nothing."""
        shapes, values = table.shapes, list[Any]()
        if not entries:
            return False
        for entry in entries:
            if type(entry) is not dict:
                return False
            shape = tuple(entry)
            if shape not in shapes:
                if not table.needed.union(table.labels) <= entry.keys() <= table.texts:
                    return False
                shapes.add(shape)
            values += entry.values()
        if set(map(type, values)) != _TEXT_ALONE or "{" in "".join(values):
            return False
        if not all(all(map(str.strip, map(itemgetter(name), entries))) for name in table.labels):
            return False
        if table.unique and len({entry.get(table.unique) for entry in entries} - {None}) < len(entries):
            return False
        self._texts(values)
        return True

    def _prove(self, table: PropTable, text: str) -> None:
        """A string that was not seen before."""
        if table.handler:
            if text not in self._handlers:
                if security.check_handler(text) is not None or not self.is_plain(text):
                    raise Unproven
                self._handlers.add(text)
            self.handlers += 1
        elif "{" in text:
            self._bound(table, text)
        elif table.plain:
            self._strange.append(text)
        else:
            self._ask(table, text)
        if len(text) > self.longest:
            self.longest = len(text)

    def _bound(self, table: PropTable, text: str) -> None:
        """A string with braces. Without data models every path is free, so one that was good is good again."""
        self.braces = True
        known = self._bindings.get(text) if table.plain else None
        if known is None:
            before, self.seen_items = self.bindings, False
            self._ask(table, text)
            free = table.plain and not self._inspector.models
            if free and len(self._bindings) < REMEMBERED and len(text) <= LONGEST_REMEMBERED:
                self._bindings[text] = (self.bindings - before, self.seen_items)
            return
        count, items = known
        if items and not self.lists:
            raise Unproven
        self.bindings += count

    def _ask(self, table: PropTable, value: Any) -> None:
        """Any other value: the Inspector says."""
        if structure.check_nesting(value, structure.MAX_NESTING - VALUE_DEPTH) is not None:
            raise Unproven
        self.braces = True
        facts = Facts(None)
        findings: list[Any] = []
        self._inspector.value(table.prop, value, facts, findings)
        if findings or next(secrets.check_secrets(value), None) is not None:
            raise Unproven
        if next(addresses.check_value(table.prop, value), None) is not None:
            raise Unproven
        if table.prop.group and type(value) is str:
            token = self._inspector.catalog.tokens[table.prop.group].find(value)
            if token is not None and token.deprecated:  # EP404, which is deferred
                raise Unproven
        self._weigh(facts)
        if (
            table.learns
            and type(value) is str
            and not facts.bindings
            and not facts.handlers
            and len(table.known) < REMEMBERED
        ):
            table.known.add(value)


def _is_bound(rows: Any) -> bool:
    return type(rows) is str and is_whole_binding(rows)
