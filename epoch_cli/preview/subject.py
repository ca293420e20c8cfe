"""A node on its way to become an element: what it means, and the attributes that every element of a node has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from epoch_cli.catalog.meanings import meant, prop_of
from epoch_cli.document.node import ID
from epoch_cli.preview.markup import MARK, Attribute, Each, Element, Markup, When, Words
from epoch_cli.preview.place import Place
from epoch_cli.preview.visuals import attributes_of
from epoch_cli.preview.words import attribute_of, bound_of, flag_of, plain, words_of
from epoch_cli.validation.rules.security import check_handler

if TYPE_CHECKING:
    from epoch_cli.catalog import Component
    from epoch_cli.preview.render import Pen

_NEUTRAL: Final = frozenset({"code", "div", "p", "span"})
"""Elements without a role of their own, which may be given one."""
_GIVEN_ROLES: Final = frozenset({
    "alert", "article", "banner", "complementary", "contentinfo", "form", "group", "log", "navigation", "note",
    "region", "search", "status", "timer",
})  # fmt: skip
"""What `a11y.role` may say: roles that ask for no structure around or inside them."""
_LIVE: Final = frozenset({"polite", "assertive", "off"})
_NEVER_FOCUSED: Final = frozenset({"area", "a", "button", "details", "input", "select", "summary", "textarea"})
_EMPTY: Final[Mapping[str, Any]] = {}


class Subject:
    """A node, and what its element is made of.

    Args:
        pen: who draws the nodes inside.
        node: the node, an object of JSON.
        component: what the catalog says of its type; None when it does not know it.
        place: where it stands.
    """

    __slots__ = ("_id", "_part", "component", "node", "opened", "pen", "place", "props", "role")

    def __init__(self, pen: Pen, node: Mapping[str, Any], component: Component | None, place: Place) -> None:
        props = node.get("props")
        self.pen, self.node, self.component, self.place = pen, node, component, place
        self.props: Mapping[str, Any] = props if isinstance(props, dict) else _EMPTY
        self.role = component.role if component is not None else "other"
        self.opened = False
        own = node.get("id")
        known = isinstance(own, str) and ID.fullmatch(own) is not None and pen.take(own)
        self._id = f"{MARK}{own}" if known else ""
        self._part = f"of-{own}" if known else f"at-{place.steps}"

    # ---------------------------------------------------------------- what it means

    def meant(self, meaning: str) -> Any:
        """What the node says of a meaning, in the shared words."""
        return meant(self.component, self.props, meaning)

    def word(self, meaning: str) -> str:
        """The same where only a word will do; empty for anything else."""
        value = self.meant(meaning)
        return value if isinstance(value, str) else ""

    def short(self, meaning: str) -> str:
        """A word that may be the name of a token, without the token's prefix."""
        word, prop = self.word(meaning), prop_of(self.component, meaning)
        group = self.pen.catalog.tokens.get(prop.group) if prop is not None else None
        token = group.find(word) if group is not None else None
        return token.name if token is not None else word

    def words(self, *meanings: str) -> Words:
        """The words of the first meaning that has any; `own` stands for the node's text."""
        for meaning in meanings:
            found = words_of(self.node.get("text") if meaning == "own" else self.meant(meaning))
            if found and found != ("",):
                return found
        return ()

    def flag(self, meaning: str) -> Attribute:
        """Whether something is so; a binding where that turns out later."""
        return flag_of(self.meant(meaning))

    def entries(self, meaning: str) -> list[Any]:
        """The entries of a list that is written out."""
        value = self.meant(meaning)
        return value if isinstance(value, list) else []

    @property
    def type(self) -> str:
        """What the node calls itself."""
        return plain(self.node.get("type")) or "a node without a type"

    @property
    def name(self) -> Words:
        """The name that is read aloud instead of what is seen."""
        spoken = self.words("ariaLabel")
        return spoken or words_of(self._accessibility.get("label"))

    def visible_name(self, *meanings: str) -> Words:
        """What it is called, and what it is where it has no name: something that is pressed has to say something."""
        return self.words(*meanings) or (self.component.label if self.component is not None else self.type,)

    # ---------------------------------------------------------------- its elements

    def part_id(self, part: str) -> str:
        """The DOM id of a part of it; no other element of the page has it."""
        return f"{self._part}.{part}"

    def part(self, part: str, *children: Markup, tag: str = "div", more: Mapping[str, Attribute] = _EMPTY) -> Element:
        """An element inside its own, of the class `ui-ROLE-PART`; those without children are there all the same."""
        return Element(tag, {"class": f"ui-{self.role}-{part}", **more}, children)

    def words_part(self, part: str, words: Words, tag: str = "div") -> tuple[Element, ...]:
        """An element for words; none for none."""
        return (self.part(part, words, tag=tag),) if words else ()

    def handler(self, meaning: str) -> dict[str, Attribute]:
        """The name of a handler as a data attribute; never code."""
        name = self.meant(meaning)
        return {f"data-on-{meaning}": name} if isinstance(name, str) and check_handler(name) is None else {}

    def outer(
        self,
        tag: str,
        children: Iterable[Markup] = (),
        more: Mapping[str, Attribute] = _EMPTY,
        *,
        named: bool = True,
        dressed: bool = True,
    ) -> Element:
        """Its outermost element.

        Args:
            tag: the element.
            children: what is in it.
            more: attributes beside those that every node's element has.
            named: whether the name that is read aloud is that of this element, and not of one inside.
            dressed: whether it is told what it looks like.
        """
        inside = tuple(children)
        attributes: dict[str, Attribute] = {"class": f"ui-{self.role}"}
        if self._id:
            attributes["id"] = self._id
        test_id = self.node.get("testId")
        if isinstance(test_id, str) and test_id:
            attributes["data-testid"] = attribute_of(test_id)
        if dressed:
            attributes |= attributes_of(self.pen.visuals(self.component), self.component, self.props)
        attributes |= more
        self._make_accessible(tag, attributes, inside, named=named)
        return Element(tag, attributes, inside)

    def _make_accessible(
        self, tag: str, attributes: dict[str, Attribute], inside: tuple[Markup, ...], *, named: bool
    ) -> None:
        told = self._accessibility
        role = told.get("role")
        if tag in _NEUTRAL and isinstance(role, str) and role in _GIVEN_ROLES:
            attributes["role"] = role
        name = self.name if named else ()
        if name:
            attributes["aria-label"] = name
            if tag in _NEUTRAL:
                attributes.setdefault("role", "group")  # what has no role has no name (ARIA 1.2, 5.2.8.6)
        if not told:
            return
        description = attribute_of(told.get("description"))
        if description and "aria-describedby" not in attributes:
            attributes["aria-description"] = description
        live = told.get("live")
        if isinstance(live, str) and live in _LIVE:
            attributes["aria-live"] = live
        if told.get("hidden") is True and tag not in _NEVER_FOCUSED and not _takes_focus(inside):
            attributes["aria-hidden"] = "true"

    @property
    def _accessibility(self) -> Mapping[str, Any]:
        told = self.node.get("a11y")
        return told if isinstance(told, dict) else _EMPTY

    # ---------------------------------------------------------------- what is in it

    def inner(self, **changes: Any) -> tuple[Markup, ...]:
        """The nodes inside, one element for each child and then the template's; `changes` are those of their place."""
        self.opened = True
        place = self.place._replace(depth=self.place.depth + 1, **changes)
        found = list(self.pen.children(self.node, place))
        template = None if self.pen.is_deepest(place) else self.node.get("itemTemplate")
        if template is not None and self.pen.left <= 0:
            found += self.pen.rest(place)
        elif template is not None:
            drawn = self.pen.draw(template, place._replace(steps=f"{place.steps}-t"))
            source = bound_of(self.node.get("dataSource"))
            key = words_of(template.get("key")) if isinstance(template, Mapping) else ()
            found.append(drawn if source is None else Each(source, (drawn,), key))
        return tuple(found)

    def inner_in(self, tag: str, part: str, **changes: Any) -> tuple[Markup, ...]:
        """The same, each in an element of its own: an item of a list."""
        kind = {"class": f"ui-{self.role}-{part}"}
        return tuple(_within(tag, kind, drawn) for drawn in self.inner(**changes))


def _within(tag: str, attributes: Mapping[str, Attribute], drawn: Markup) -> Markup:
    """An element around what is drawn; inside what repeats it or makes it depend on something."""
    if isinstance(drawn, (Each, When)):
        return drawn._replace(children=tuple(_within(tag, attributes, child) for child in drawn.children))
    return Element(tag, attributes, (drawn,))


def _takes_focus(markups: Iterable[Markup]) -> bool:
    """Whether a keyboard gets into something; what is hidden from those who listen must not be like that."""
    waiting = list(markups)
    while waiting:
        here = waiting.pop()
        if isinstance(here, Element) and (here.tag in _NEVER_FOCUSED or "tabindex" in here.attributes):
            return True
        if isinstance(here, (Element, Each, When)):
            waiting += here.children
    return False
