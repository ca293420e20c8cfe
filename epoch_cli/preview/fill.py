"""Data into markup: what is left is a tree of elements and texts, as a browser will have it.

Lists are repeated, conditions decided, bindings replaced by their values. Texts are made visible, addresses that no
page should lead to are left out, no two texts are neighbours, and no id is there twice. A control is not called what
a document calls it: a form has each of its controls as a property, so that one named `closest` would be in the way of
every script.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from epoch_cli.preview.allowed import ADDRESSES, FLAGS, REFERENCES, is_safe_address
from epoch_cli.preview.bars import on_one_scale
from epoch_cli.preview.markup import MARK, Attribute, Bound, Each, Element, Markup, When, Words, ids_in
from epoch_cli.preview.values import Item, Values
from epoch_cli.preview.words import as_written, initials, is_number
from epoch_cli.validation.rules.disguises import shown

MOST_COPIES: Final = 20_000
"""Elements in all copies but the first ones; of lists in lists in lists more are not worth looking at."""

_LONGEST_FALLBACK: Final = 40  # characters; of more there are only the first letters
_NO_RENAMES: Final[Mapping[str, str]] = {}
_REST: Final[Mapping[str, str]] = {"tr": "td", "option": "", "li": ""}
"""Where only certain elements may stand: what tells that there is more is one of them, with this one in it."""


def fill(markup: Markup, values: Values, *, pictures: bool = False) -> tuple[Element, ...]:
    """What markup becomes with data.

    Args:
        markup: what was drawn.
        values: the data.
        pictures: whether pictures are fetched; what stands for one is shown otherwise.
    """
    filled = _Filler(values, pictures=pictures).children((markup,), None, _NO_RENAMES)
    return tuple(child if isinstance(child, Element) else Element("p", {}, (child,)) for child in filled)


class _Filler:
    def __init__(self, values: Values, *, pictures: bool) -> None:
        self._values, self._pictures = values, pictures
        self._copies = MOST_COPIES
        self._in_copy = 0
        self._path: list[int] = []

    def children(self, markups: Iterable[Markup], item: Item | None, renames: Mapping[str, str]) -> tuple[Markup, ...]:
        """Elements and texts; the latter as words of one string, and never two in a row."""
        found: list[Markup] = []
        text = ""
        for markup in self._flat(markups, item, renames):
            if isinstance(markup, str):
                text += markup
                continue
            if text:
                found.append((shown(text),))
                text = ""
            found.append(markup)
        if text:
            found.append((shown(text),))
        return tuple(found)

    def _flat(self, markups: Iterable[Markup], item: Item | None, renames: Mapping[str, str]) -> Iterator[Any]:
        for markup in markups:
            if isinstance(markup, Element):
                yield self._element(markup, item, renames)
            elif isinstance(markup, Each):
                yield from self._each(markup, item, renames)
            elif isinstance(markup, When):
                yield from self._when(markup, item, renames)
            else:
                yield markup[0] if len(markup) == 1 and type(markup[0]) is str else self._text(markup, item)

    def _text(self, words: Words, item: Item | None) -> str:
        return "".join(word if isinstance(word, str) else self._values.words(word, item) for word in words)

    def _element(self, element: Element, item: Item | None, renames: Mapping[str, str]) -> Element:
        if self._in_copy:
            self._copies -= 1
        attributes: dict[str, Attribute] = {}
        for name, value in element.attributes.items():
            said = value if isinstance(value, (str, bool)) else self._attribute(name, value, item)
            if said is False:
                continue
            if renames and name in REFERENCES and isinstance(said, str):
                said = " ".join(renames.get(each, each) for each in said.split(" "))
            if isinstance(said, str):
                if name == "name":
                    said = MARK + said
                if name in ADDRESSES and not (is_safe_address(said) and self._tells_nothing(name, value, item)):
                    continue
                said = shown(said)
            attributes[name] = said
        if element.tag == "img":
            return self._picture(attributes)
        if element.tag == "progress" and not is_number(attributes.get("value", 0)):
            del attributes["value"]
        children = self.children(element.children, item, renames) if element.children else ()
        filled = Element(element.tag, attributes, children)
        return on_one_scale(filled) if element.tag == "figure" else filled

    def _attribute(self, name: str, words: Words, item: Item | None) -> str | bool:
        """The value of an attribute with bindings in it."""
        if name in FLAGS:
            alone = words[0] if len(words) == 1 else ""
            found = self._values.find(alone, item) if isinstance(alone, Bound) else None
            return found is not None and found.given and bool(found.value)  # a sample says nothing of what is so
        if name == "value" and len(words) == 1 and isinstance(words[0], Bound):
            value = self._values.find(words[0], item).value
            if type(value) in {int, float}:  # as a machine reads it, without commas
                return str(value) if type(value) is int else f"{value:.12g}"
        return self._text(words, item)

    def _tells_nothing(self, name: str, address: Attribute, item: Item | None) -> bool:
        """Whether what is fetched has no data of the user's in its address, but for one that is the data's own."""
        if name != "src" or not isinstance(address, tuple) or len(address) == 1:
            return True
        return not any(self._values.find(each, item).given for each in address if isinstance(each, Bound))

    def _picture(self, attributes: dict[str, Attribute]) -> Element:
        """A picture, or what stands for it: its fallback, read aloud as what it shows."""
        fallback = initials(str(attributes.pop("data-initials", ""))) or str(attributes.pop("data-fallback", ""))
        source = str(attributes.get("src", ""))
        if self._pictures and source.lower().startswith("https://"):
            return Element("img", attributes)
        if len(fallback) > _LONGEST_FALLBACK:
            fallback = initials(fallback)
        return instead_of_picture(attributes.get("alt"), (fallback,) if fallback else ())

    def _when(self, when: When, item: Item | None, renames: Mapping[str, str]) -> Iterator[Any]:
        alone = when.condition[0] if len(when.condition) == 1 else ""
        if isinstance(alone, Bound):
            found = self._values.find(alone, item)
            if found.given and not found.value:
                return
        said = as_written(when.condition)
        for child in self._flat(when.children, item, renames):
            if isinstance(child, Element):
                yield child._replace(attributes={**child.attributes, "data-condition": shown(said)})
            else:
                yield child

    def _each(self, each: Each, item: Item | None, renames: Mapping[str, str]) -> Iterator[Any]:
        items, more = self._values.entries(each.source, item)
        ids = list(ids_in(each.children)) if len(items) > 1 else []
        for entry in items:
            if entry.number and self._copies <= 0:
                more += len(items) - entry.number
                break
            self._path.append(entry.number)
            self._in_copy += entry.number > 0
            own = {one: one + self._suffix() for one in ids} if entry.number else {}
            yield from self._flat(each.children, entry, {**renames, **own} if own else renames)
            self._in_copy -= entry.number > 0
            self._path.pop()
        if more > 0:
            yield _rest(each.children, more)

    def _suffix(self) -> str:
        """What tells the ids of a copy from those of others: its number in each list around it, up to the last copy."""
        return "." + ".".join(map(str, self._path))


def instead_of_picture(alt: Attribute | None, words: Words) -> Element:
    """What stands for a picture that is not there: a few words, read aloud as what it shows."""
    named: dict[str, Attribute] = {"role": "img", "aria-label": alt} if alt else {"aria-hidden": "true"}
    return Element("span", {"class": "ui-image-fallback", **named}, (words,) if words else ())


def _rest(children: tuple[Markup, ...], more: int) -> Element:
    """What tells how many copies are left out, as an element that may stand where they would."""
    first = next((child for child in children if isinstance(child, Element)), None)
    words: Words = (f"… {more} more",)
    if first is not None and first.tag in _REST:
        inner = _REST[first.tag]
        more_of: dict[str, Attribute] = {"disabled": True} if first.tag == "option" else {"class": "ui-more"}
        return Element(first.tag, more_of, (Element(inner, {}, (words,)) if inner else words,))
    tag = "span" if first is not None and first.tag == "span" else "div"
    return Element(tag, {"class": "ui-more"}, (words,))
