"""Documents that A2UI can say as they are, in any design system: made by role and meaning, as the format reads them."""

from __future__ import annotations

from random import Random
from typing import Any

from epoch_cli.catalog import Catalog
from epoch_cli.catalog.meanings import express

WORDS = (
    "Save", "Grüße", "a  b", "back\\slash", "$5", "${x}", "a {brace}", "{context.user.name}", "it's \"quoted\"",
    "Hello {context.user.first-name}!", "{context.a}{context.b}", "\\{context.a} costs ${context.price}", "{{context}",
    "tail\\", "\\${x} and ${context.a}}", "{context.n.0}: \\\\{context.a}",
)  # fmt: skip
IN_LIST = ("{item.title}", "{item}", "{item.title}: {context.n.0}", "no. {item.number}")
ALIGN = (None, "start", "center", "end", "stretch")
JUSTIFY = (None, "start", "center", "end", "between")
TYPES = ("text", "email", "password", "number", "textarea", "date", "time", "datetime-local")
OPTIONS: tuple[list[Any], ...] = (["a", "b"], [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}])
Node = dict[str, Any]


def sayable_document(seed: int, catalog: Catalog) -> dict[str, Any]:
    """A document of some dozen nodes; the same for the same seed."""
    hand = _Hand(Random(seed), catalog)
    root = hand.box(4, "container", in_list=False)
    return {"punkVersion": "1.0.0", "schemaVersion": "1.0.0", "root": root}


class _Hand:
    """A hand that writes at random."""

    def __init__(self, random: Random, catalog: Catalog) -> None:
        self.random, self.catalog = random, catalog
        self.ids = 0

    def say(self, role: str, text: str = "", *, nameless: bool = False, **wanted: Any) -> Node:
        """A node by role and meanings, half of them with an id."""
        found = express(self.catalog, role, wanted)
        assert found is not None, role
        assert not found.left_out, (role, found)
        self.ids += 1
        named = not nameless and self.random.random() < 0.5
        return {
            "type": found.component.type,
            **({"id": f"{role}-{self.ids}"} if named else {}),
            **({"props": found.props} if found.props else {}),
            **({"text": text} if text else {}),
        }

    def any(self, depth: int, *, in_list: bool) -> Node:
        """A node, with nodes in it where there is depth left."""
        makers: list[Any] = [self.text, self.button, self.field, self.check, self.picture]
        if depth and self.random.random() < 0.6:
            box = self.random.choice([self.box, self.card, self.tabs])
            return box(depth - 1, in_list=in_list)  # type: ignore[no-any-return, operator]
        made: Node = self.random.choice(makers)(in_list)
        return made

    def box(self, depth: int, role: str = "stack", *, in_list: bool) -> Node:
        """A row or a column, of nodes or of the entries of a list."""
        pick = self.random.choice
        wanted = {"direction": pick(["row", "column"]), "align": pick(ALIGN), "justify": pick(JUSTIFY)}
        node = self.say(role, nameless=role == "container", **wanted)
        if self.random.random() < 0.2:
            source = "{item.parts}" if in_list else "{context.users}"
            return {**node, "dataSource": source, "itemTemplate": self.any(depth, in_list=True)}
        return self.filled(node, depth, in_list=in_list)

    def filled(self, node: Node, depth: int, *, in_list: bool) -> Node:
        """A node with nodes in it."""
        return {**node, "children": [self.any(depth, in_list=in_list) for _ in range(self.random.randint(1, 3))]}

    def card(self, depth: int, *, in_list: bool) -> Node:
        """A card."""
        return self.filled(self.say("card"), depth, in_list=in_list)

    def tabs(self, depth: int, *, in_list: bool) -> Node:
        """Tabs, by the ids that are made of their titles."""
        panels = [self.any(depth, in_list=in_list) for _ in range(self.random.randint(1, 2))]
        tabs = [{"id": f"tab-{index}", "label": f"Tab {index}"} for index in range(len(panels))]
        return {**self.say("tabs", tabs=tabs), "children": panels}

    def words(self, in_list: bool) -> str:
        """Words, with entries of a list where there is one."""
        return self.random.choice(WORDS + IN_LIST if in_list else WORDS)

    def text(self, in_list: bool) -> Node:
        """A text or heading."""
        return self.say("text", self.words(in_list), level=self.random.choice(["h1", "h2", "h3", "body", "caption"]))

    def button(self, in_list: bool) -> Node:
        """A button that tells a handler."""
        disabled = self.random.choice([None, True, "{context.busy}"])
        variant = self.random.choice(["primary", "secondary", "ghost"])
        return self.say("action", self.words(in_list), variant=variant, press="save", disabled=disabled)

    def picture(self, in_list: bool) -> Node:
        """A picture."""
        src = self.random.choice(["https://example.com/a.png", "/a.png", "{item.photo}" if in_list else "{context.p}"])
        return self.say("image", src=src, alt="Somebody", fallback=None)

    def check(self, in_list: bool) -> Node:
        """A check box."""
        return self.say("input", type="checkbox", label=self.words(in_list), **self.value(in_list, given=False))

    def field(self, in_list: bool) -> Node:
        """A field with a control."""
        required = self.random.choice([None, True])
        said = {**self.value(in_list), "required": required}
        if self.random.random() < 0.3:
            said |= {"value": None} if "value" in said else {}
            control = self.say("choice", nameless=True, **said, options=self.random.choice(OPTIONS))
        else:
            control = self.say("input", nameless=True, **said, type=self.random.choice(TYPES))
        hint = self.random.choice([None, None, self.words(in_list)])
        error = "Please." if required and self.random.random() < 0.5 else None
        field = self.say("field", label=self.words(in_list), hint=hint, error=error, required=required)
        return {**field, "children": [control]}

    def value(self, in_list: bool, *, given: bool = True) -> dict[str, Any]:
        """A name with or without what is said at first, a binding, or nothing."""
        self.ids += 1
        name = {"name": f"name_{self.ids}"}
        choices: list[dict[str, Any]] = [{}, name]
        if given:
            choices += [{"value": "{item.value}" if in_list else "{context.user.email}"}]
        if given and not in_list:
            choices += [{**name, "value": "at first"}]
        return self.random.choice(choices)
