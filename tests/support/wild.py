"""Documents that nobody has proved: nodes of every component of a design system, with anything anywhere."""

from __future__ import annotations

from random import Random
from typing import Any

from epoch_cli.catalog import Catalog, Prop

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "</textarea></style></script><svg onload=alert(1)>",
    "{context.user.name}",
    "{{item.name}}",
    "{item}",
    "a\u202eb\x00c\x1b[31m\ud800",
    "\n\nlines\r\n",
    "",
)
_PLAIN = ("a", "h1", "h2", "row", "primary", "md", "true", "on", "12", "date", "checkbox", "radio", "textarea", "tabs")
_LISTS = ("{context.users}", "{item.tags}", "{context.a}", "{props.rows}")
_ROLES = ("status", "button", "region", "dialog", "polite", "assertive", "<b>", True, None)


def wild_document(seed: int, catalog: Catalog) -> Any:
    """A document of about forty nodes; the same for the same seed."""
    return _Hand(Random(seed), catalog).document()


class _Hand:
    """A hand that writes at random."""

    def __init__(self, random: Random, catalog: Catalog) -> None:
        self.random, self.catalog = random, catalog
        self.types = (*catalog.components, "Stranger", "", None, 3)
        self.left = 40

    def document(self) -> Any:
        """A document, or what is none."""
        root = self.node(0) if self.random.random() < 0.95 else self.json(3)
        metadata = {"title": self.json(1), "lang": self.random.choice(("de", "ar", "<x>", self.json(1)))}
        return {"root": root, "metadata": self.random.choice((metadata, None, self.json(2)))}

    def node(self, depth: int) -> Any:
        """A node; a few are none."""
        self.left -= 1
        if self.random.random() < 0.03:
            return self.json(2)
        kind = self.random.choice(self.types)
        node: dict[str, Any] = {"type": kind, "props": self.props(kind)}
        for name, chance, make in (
            ("text", 0.5, lambda: self.json(1)),
            ("id", 0.3, lambda: self.random.choice(("a", "b", "body", "ui-root", "a.b", self.json(1)))),
            ("condition", 0.1, lambda: self.json(1)),
            ("testId", 0.1, lambda: self.json(1)),
            ("dataSource", 0.2, lambda: self.random.choice((*_LISTS, self.json(1)))),
            ("a11y", 0.2, self.a11y),
        ):
            if self.random.random() < chance:
                node[name] = make()
        if depth < 12 and self.left > 0:
            node["children"] = [self.node(depth + 1) for _ in range(self.random.randrange(4))]
            if "dataSource" in node:
                node["itemTemplate"] = self.node(depth + 1)
        return node

    def props(self, kind: Any) -> Any:
        """Values of the props that a component has, fitting or not."""
        component = self.catalog.components.get(kind) if isinstance(kind, str) else None
        if component is None or self.random.random() < 0.05:
            return self.json(2)
        return {name: self.value(prop) for name, prop in component.props.items() if self.random.random() < 0.6}

    def value(self, prop: Prop) -> Any:
        """A value of a prop: one that fits, more often than not."""
        if self.random.random() < 0.3:
            return self.json(2)
        if prop.values:
            return self.random.choice(prop.values)
        if "boolean" in prop.types:
            return self.random.choice((True, False, "{context.isOpen}"))
        if "array" in prop.types:
            return self.random.choice(([self.entry() for _ in range(self.random.randrange(4))], _LISTS[0]))
        return self.words()

    def entry(self) -> Any:
        """An entry of a list: of options, columns, rows, tabs or links."""
        keys = ("label", "value", "key", "href", "id", "name", "disabled", "align", "text")
        return self.random.choice((self.words(), {key: self.json(1) for key in self.random.sample(keys, 4)}))

    def a11y(self) -> Any:
        """What is said for those who listen."""
        told = {"label": self.json(1), "description": self.words(), "hidden": self.random.choice((True, False, "x"))}
        return self.random.choice((told | {"role": self.random.choice(_ROLES), "live": self.random.choice(_ROLES)}, 5))

    def words(self) -> str:
        """Words, and worse."""
        return self.random.choice(HOSTILE + _PLAIN)

    def json(self, depth: int) -> Any:
        """Any JSON."""
        if depth and self.random.random() < 0.3:
            many = [self.json(depth - 1) for _ in range(self.random.randrange(3))]
            return many if self.random.random() < 0.5 else {self.words(): each for each in many}
        return self.random.choice((None, True, False, 0, -7, 1e300, float("nan"), 10**30, self.words(), self.words()))
