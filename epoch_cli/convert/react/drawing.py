"""Markup as JSX: bindings as expressions, lists as `map`, conditions as `&&`, handlers as callbacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from epoch_cli.catalog.samples import singular
from epoch_cli.convert.formats import LEFT_OUT, Loss
from epoch_cli.convert.react import jsx
from epoch_cli.convert.react.jsx import Jsx, Tag, Text, Wrapped, string
from epoch_cli.convert.react.names import local, member
from epoch_cli.convert.react.shapes import Shape, is_index
from epoch_cli.convert.react.uses import HANDLER, Event, Uses, event_of, handler_member
from epoch_cli.preview.allowed import ADDRESSES, FLAGS, REFERENCES, is_safe_address
from epoch_cli.preview.bars import BAR, bars_in, end_of
from epoch_cli.preview.fill import instead_of_picture
from epoch_cli.preview.markup import Attribute, Bound, Each, Element, Markup, When, Words, ids_in
from epoch_cli.preview.words import as_written, initials, is_number, written
from epoch_cli.validation.rules.disguises import shown

_SPELLED: Final[Mapping[str, str]] = {
    "autocomplete": "autoComplete",
    "class": "className",
    "colspan": "colSpan",
    "for": "htmlFor",
    "inputmode": "inputMode",
    "tabindex": "tabIndex",
}
"""Attributes that React calls otherwise."""
_NUMBERS: Final = frozenset({"colspan", "rows", "tabindex"})
_INTEGER: Final = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_IN_TEMPLATE: Final = re.compile(r"[`\\]|\$\{")
_SENT_BACK: Final = frozenset({"checkbox", "radio"})
_BAR_END: Final = "100"
_SUBMIT: Final = "onSubmit"
_STAY: Final = "event.preventDefault()"
"""What every form does first: a browser would load the page anew, with what was typed in its address."""


class Scope(NamedTuple):
    """The lists around a place.

    Attributes:
        variable, shape: the entry of the innermost list.
        position: the variable of its index.
        ids: what is put behind the ids of elements, which have to be others for each entry.
        variables: everything that is called something around here.
    """

    variable: str
    shape: Shape
    position: str
    ids: Mapping[str, str]
    variables: tuple[str, ...]


class Drawing:
    """Makes JSX of markup whose uses were collected.

    Attributes:
        uses_page: whether anything that was drawn needs what the component is given; whoever asks sets it back.
        imports: what is needed of React at run time.
        checks_addresses: whether the function `address` is needed.
        components: what is written for elements that are components of their own, by identity.
    """

    def __init__(self, uses: Uses) -> None:
        self._uses = uses
        self._bar_end = _BAR_END
        self._used: set[str] = set()  # variables of lists that something needs
        self.losses: list[Loss] = []
        self.imports: set[str] = set()
        self.uses_page = False
        self.checks_addresses = False
        self.components: dict[int, Tag] = {}

    def children(self, markups: Iterable[Markup], scope: Scope | None = None) -> tuple[Jsx, ...]:
        """Children of an element."""
        return tuple(made for markup in markups for made in self._made(markup, scope))

    def _made(self, markup: Markup, scope: Scope | None, key: str = "") -> Iterator[Jsx]:
        if isinstance(markup, Element):
            yield self.element(markup, scope, key)
        elif isinstance(markup, Each):
            yield self._each(markup, scope)
        elif isinstance(markup, When):
            yield self._when(markup, self.children(markup.children, scope), scope)
        elif text := self._text(markup, scope):
            yield text

    # ------------------------------------------------------------ lists and conditions

    def _each(self, each: Each, scope: Scope | None) -> Jsx:
        source = self._uses.shape(each.source, scope.shape if scope else None)
        if source is None:
            self.losses.append(Loss((), f"the list {written(each.source)}, which is in no list", "written once"))
            return _one(self.children(each.children, scope))
        inner = _inside(each, source.element, scope)
        self._used -= {inner.variable, inner.position}
        key = self._key(each.key, inner)
        only = each.children[0] if len(each.children) == 1 else None
        if isinstance(only, Element):
            made: Jsx = self.element(only, inner, key)
        else:
            self.imports.add("Fragment")
            made = Tag("Fragment", (key,), self.children(each.children, inner))
        path, _, missing = self._path(each.source, scope)
        entry = inner.variable if inner.variable in self._used else f"_{inner.variable}"
        counted = f", {inner.position}" if inner.position in self._used else ""
        return Wrapped(f"{{{path}{'?' if missing else ''}.map(({entry}{counted}) => (", (made,), "))}")

    def _key(self, words: Words, scope: Scope) -> str:
        bound = self._uses.only(words, scope.shape)
        if bound is not None:
            path, shape, missing = self._path(bound, scope)
            return f"key={{{path}}}" if shape.scalar in _KEYS and not missing else f"key={{String({path})}}"
        if words:
            return f"key={{{self._template(words, scope)}}}"
        self._used.add(scope.position)
        return f"key={{{scope.position}}}"

    def _when(self, when: When, children: tuple[Jsx, ...], scope: Scope | None) -> Jsx:
        return Wrapped(f"{{{self.condition(when.condition, scope)} && (", (_one(children),), ")}")

    def condition(self, words: Words, scope: Scope | None) -> str:
        """A condition as an expression; one that is no binding is shown unless the application says no."""
        bound = self._uses.only(words, scope.shape if scope else None)
        if bound is None:
            self.uses_page = True
            inside = member(as_written(words))
            return f"(page.conditions?{inside if inside[0] == '.' else '.' + inside} ?? true)"
        return self._truth(bound, scope)

    # ------------------------------------------------------------ elements

    def element(self, element: Element, scope: Scope | None = None, key: str = "") -> Tag:
        """An element with all that is in it; `key` is spelled already."""
        if id(element) in self.components:
            return self.components[id(element)]
        attributes, children = dict(element.attributes), element.children
        tag = element.tag
        if tag == "img":
            words = _instead(attributes)
            if not attributes.get("src"):
                return self.element(instead_of_picture(attributes.get("alt"), words), scope, key)
        if tag == "select":
            _choose(attributes, children)
            children = _without_choice(children)
        elif tag == "textarea" and children:
            attributes["defaultValue"], children = _all_words(children), ()
        elif tag == "input":
            _begin(attributes)
        elif tag == "figure":
            self._bar_end = self._end_of_bars(element)
        elif tag == "progress" and attributes.get("class") == BAR:
            attributes["max"] = self._bar_end
        spelled = [each for name, value in attributes.items() if (each := self._attribute(tag, name, value, scope))]
        if tag == "form" and not any(each.startswith(f"{_SUBMIT}=") for each in spelled):
            spelled.append(f"{_SUBMIT}={{(event) => {_STAY}}}")
        once = {each.partition("=")[0]: each for each in reversed(spelled)}
        return Tag(tag, ((key,) if key else ()) + tuple(reversed(once.values())), self.children(children, scope))

    def _end_of_bars(self, figure: Element) -> str:
        """Where the bars of a chart end, as the page has it; of numbers that are not there yet nobody knows."""
        values = [each.attributes.get("value", "") for each in bars_in((figure,))]
        said = [as_written(value) if isinstance(value, tuple) else str(value) for value in values]
        if not all(map(is_number, said)):
            self.losses.append(Loss((), "where the bars of a chart end, which depends on its data", f"at {_BAR_END}"))
            return _BAR_END
        return end_of(map(float, said))

    # ------------------------------------------------------------ attributes

    def _attribute(self, tag: str, name: str, value: Attribute, scope: Scope | None) -> str:
        """An attribute as it is spelled; empty for none."""
        called = _SPELLED.get(name, name)
        if isinstance(value, bool):
            return called if value else ""
        if name.startswith(HANDLER) and isinstance(value, str):
            return self._handler(event_of(name.removeprefix(HANDLER), tag), value, scope)
        if name in FLAGS or called == "defaultChecked":
            return f"{called}={{{self._flag(value, scope)}}}"
        if isinstance(value, str) or not any(isinstance(word, Bound) for word in value):
            return self._constant(name, called, value if isinstance(value, str) else as_written(value), scope)
        expression = self._string(value, scope)
        if name in ADDRESSES:
            self.checks_addresses = True
            expression = f"address({expression})"
        return f"{called}={{{expression}}}"

    def _handler(self, event: Event, name: str, scope: Scope | None) -> str:
        """A callback; in a list it is told which entry it is."""
        self.uses_page = True
        callback = f"page{member(handler_member(name))}"
        if scope is not None:
            self._used.add(scope.variable)
        call = f"{callback}?.(event{'' if scope is None else ', ' + scope.variable})"
        if event.attribute == _SUBMIT:
            return f"{_SUBMIT}={{(event) => {{ {_STAY}; {call}; }}}}"
        return f"{event.attribute}={{{callback if scope is None else '(event) => ' + call}}}"

    def _constant(self, name: str, called: str, value: str, scope: Scope | None) -> str:
        if name in ADDRESSES and not is_safe_address(value):
            self.losses.append(Loss((), f"the address {value[:60]!r}, which no page may lead to", LEFT_OUT))
            return ""
        if name in REFERENCES and scope is not None and any(each in scope.ids for each in value.split(" ")):
            suffixes = {each: f".{scope.ids[each]}" if each in scope.ids else "" for each in value.split(" ")}
            parts = [_in_template(self._seen(each)) + suffix for each, suffix in suffixes.items()]
            positions = scope.variables[1::2]
            self._used.update(each for each in positions if any(f"${{{each}}}" in part for part in parts))
            return f"{called}={{`{' '.join(parts)}`}}"
        if name in _NUMBERS and _INTEGER.fullmatch(value):
            return f"{called}={{{int(value)}}}"
        return jsx.attribute(called, self._seen(value))

    def _flag(self, words: Words | str, scope: Scope | None) -> str:
        bound = self._uses.only(words, scope.shape if scope else None) if isinstance(words, tuple) else None
        return self._truth(bound, scope) if bound is not None else "false"

    def _truth(self, bound: Bound, scope: Scope | None) -> str:
        path, shape, missing = self._path(bound, scope)
        return path if shape.scalar == "boolean" and not missing else f"Boolean({path})"

    def _string(self, words: Words, scope: Scope | None) -> str:
        bound = self._uses.only(words, scope.shape if scope else None)
        if bound is None:
            return self._template(words, scope)
        path, shape, missing = self._path(bound, scope)
        return path if shape.scalar == "string" else f"String({path}{' ?? ' + string('') if missing else ''})"

    def _template(self, words: Words, scope: Scope | None) -> str:
        made = []
        for word in words:
            if isinstance(word, Bound) and (word.root != "item" or scope is not None):
                path, _, missing = self._path(word, scope)
                made.append(f"${{{path}{' ?? ' + string('') if missing else ''}}}")
            else:
                made.append(_in_template(self._seen(self._literal(word))))
        return f"`{''.join(made)}`"

    # ------------------------------------------------------------ words

    def _text(self, words: Words, scope: Scope | None) -> Text | None:
        pieces: list[tuple[str, bool]] = []
        for word in words:
            if isinstance(word, Bound) and (word.root != "item" or scope is not None):
                path, shape, _ = self._path(word, scope)
                pieces.append((f"{{{path}}}" if shape.scalar else f"{{String({path})}}", True))
            elif plain := self._seen(self._literal(word)):
                pieces.append((plain, False))
        return jsx.text(pieces) if pieces else None

    def _seen(self, text: str) -> str:
        """A text as the page shows it, with what nobody sees spelled out."""
        spelled = shown(text)
        if spelled != text:
            self.losses.append(Loss((), f"what nobody sees in the text {spelled[:60]!r}", "spelled out"))
        return spelled

    def _literal(self, word: str | Bound) -> str:
        if isinstance(word, str):
            return word
        self.losses.append(Loss((), f"{written(word)}, which is in no list", "written as it is"))
        return written(word)

    def _path(self, bound: Bound, scope: Scope | None) -> tuple[str, Shape, bool]:
        """A binding as an expression, the shape of what it leads to, and whether there may be nothing."""
        if bound.root == "item" and scope is not None:
            here, made = scope.shape, scope.variable
            self._used.add(scope.variable)
        else:
            here, made = (self._uses.props if bound.root == "props" else self._uses.context), f"page.{bound.root}"
            self.uses_page = True
        missing = False
        for step in bound.path:
            following = here.element if is_index(step) else here.field(step)
            access = f"[{int(step)}]" if is_index(step) else member(step)
            optional = here.optional and here is not self._uses.context
            made += f"?.{access.removeprefix('.')}" if optional else access
            missing, here = missing or optional, following
        return made, here, missing or here.optional


_KEYS: Final = frozenset({"string", "number", "string | number"})


def _in_template(text: str) -> str:
    """A text between backticks."""
    return _IN_TEMPLATE.sub(_escaped, string(text)[1:-1].replace('\\"', '"'))


def _escaped(match: re.Match[str]) -> str:
    return match[0] if match[0] == "\\" else f"\\{match[0]}"


def _inside(each: Each, entry: Shape, around: Scope | None) -> Scope:
    """What is around the children of a list."""
    taken = around.variables if around else ()
    variable = local(singular(each.source.path[-1]) if each.source.path else "entry", taken)
    position = local("index", (*taken, variable))
    before = around.ids if around else {}
    ids = {
        one: f"{before[one]}.${{{position}}}" if one in before else f"${{{position}}}" for one in ids_in(each.children)
    }
    return Scope(variable, entry, position, {**before, **ids}, (*taken, variable, position))


def _one(children: tuple[Jsx, ...]) -> Jsx:
    """One element: a fragment around what is none or several."""
    return children[0] if len(children) == 1 and isinstance(children[0], Tag) else Tag("", (), children)


def _all_words(children: Iterable[Markup]) -> Words:
    return tuple(word for child in children if not isinstance(child, (Element, Each, When)) for word in child)


def _begin(attributes: dict[str, Attribute]) -> None:
    """What an input says at first: React calls that its default, and the rest is the user's."""
    if attributes.get("type") in _SENT_BACK:
        if "checked" in attributes:
            attributes["defaultChecked"] = attributes.pop("checked")
    elif "value" in attributes:
        attributes["defaultValue"] = attributes.pop("value")


def _instead(attributes: dict[str, Attribute]) -> Words:
    """Take out of an `img` what stands for it without a picture; what a bound name begins with is not known."""
    fallback, name = attributes.pop("data-fallback", ""), attributes.pop("data-initials", "")
    if isinstance(name, str):
        fallback = initials(name) or fallback
    return fallback if isinstance(fallback, tuple) else (str(fallback),) if fallback else ()


def _choose(attributes: dict[str, Attribute], options: Iterable[Markup]) -> None:
    """What is chosen at first is told by the list, not by its option."""
    bound = attributes.pop("data-value", None)
    chosen = [
        each.attributes.get("value")
        for each in options
        if isinstance(each, Element) and each.attributes.get("selected")
    ]
    value = bound if bound is not None else chosen[0] if chosen else None
    if value is not None:
        attributes["defaultValue"] = value


def _without_choice(options: Iterable[Markup]) -> tuple[Markup, ...]:
    return tuple(
        each._replace(attributes={name: value for name, value in each.attributes.items() if name != "selected"})
        if isinstance(each, Element)
        else each
        for each in options
    )
