"""A document as one module of React and TypeScript: a component for each section, and one for the whole.

It needs React and nothing else, and has the elements, classes and data attributes of the HTML page, so that the page's
style sheet is its own. What it shows comes in as properties: `context` and `props` with the types of the models, or as
the document uses them, and a callback for each handler.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import LEFT_OUT, Loss, Options, Written, losses_beside_root
from epoch_cli.convert.react import jsx
from epoch_cli.convert.react.drawing import Drawing
from epoch_cli.convert.react.jsx import Tag
from epoch_cli.convert.react.names import Names, key
from epoch_cli.convert.react.sections import find_sections, page_name
from epoch_cli.convert.react.uses import Uses, handler_member
from epoch_cli.document import Document
from epoch_cli.preview.markup import ROOT_ID, Markup
from epoch_cli.preview.nodes import children_of
from epoch_cli.preview.render import MOST, render
from epoch_cli.preview.words import bound_of
from epoch_cli.validation.rules.security import check_handler

Path = tuple[str | int, ...]

ROOT: Final = "root"
_STEP: Final = "  "
_ADDRESS: Final = """\
/** An address that a page may lead to; nothing for one that runs something. */
function address(text: string | undefined): string | undefined {
  try {
    const { protocol } = new URL(text ?? "", "https://relative.invalid");
    const allowed = ["http:", "https:", "mailto:", "tel:"];
    return allowed.includes(protocol) ? text : undefined;
  } catch {
    return undefined;
  }
}
"""
_ABOUT: Final = """\
/**
 * {title}
 *
 * Its elements, classes and data attributes are those of the page that
 * `epoch preview` writes: the text of that page's <style> is its style sheet.
 * Tabs and dialogs stay as they are until the application moves them.
 */
"""


def write(document: Document, catalog: Catalog, options: Options) -> Written:
    """A document as the text of a `.tsx` file; `options.name` is what its component is called."""
    markup = render(document, catalog)
    names = Names()
    name = names.type(options.name or page_name(markup), "Page")
    module = _Module(markup, catalog, names, name)
    text = module.text()
    return Written(text, (*_losses(document, catalog), *module.losses))


class _Module:
    """The parts of one module."""

    def __init__(self, markup: Markup, catalog: Catalog, names: Names, name: str) -> None:
        self._markup, self._catalog, self._names, self._name = markup, catalog, names, name
        self._props = names.type(f"{name}Props", "PageProps")
        self._uses = Uses(catalog.models, names)
        self._uses.collect((markup,))
        self._drawing = Drawing(self._uses)

    @property
    def losses(self) -> list[Loss]:
        """What could not be said."""
        return self._drawing.losses

    def text(self) -> str:
        """Everything, a blank line between the parts."""
        components: dict[int, Tag] = {}
        functions = []
        for section in find_sections(self._markup, self._names):
            function, uses_page = self._function(section.name, self._drawing.element(section.element))
            components[id(section.element)] = Tag(section.name, ("{...page}",) if uses_page else ())
            functions.append(function)
        self._drawing.components = components
        self._drawing.uses_page = any(tag.attributes for tag in components.values())
        whole = Tag("main", (jsx.attribute("id", ROOT_ID),), self._drawing.children((self._markup,)))
        function, _ = self._function(self._name, whole)
        about = _ABOUT.format(title=f"Made by Epoch for the design system {self._design()}.")
        checks = [_ADDRESS] if self._drawing.checks_addresses else []
        return "\n".join([*self._imports(), *self._types(), *checks, *functions, f"{about}export default {function}"])

    def _design(self) -> str:
        return " ".join(f"{self._catalog.name} {self._catalog.version}".split()).replace("*/", "")

    def _function(self, name: str, made: Tag) -> tuple[str, bool]:
        """The function that is a component, and whether it takes anything; the next one is asked anew."""
        uses_page, self._drawing.uses_page = self._drawing.uses_page, False
        given = f"page: {self._props}" if uses_page else ""
        body = "\n".join(jsx.lines(made, "    "))
        return f"function {name}({given}) {{\n  return (\n{body}\n  );\n}}\n", uses_page

    # ------------------------------------------------------------ types

    def _imports(self) -> Iterator[str]:
        if values := ", ".join(sorted(self._drawing.imports)):
            yield f'import {{ {values} }} from "react";\n'
        events = {event.kind for handler in self._uses.handlers.values() for event in handler.events}
        if kinds := ", ".join(sorted(events)):
            yield f'import type {{ {kinds} }} from "react";\n'

    def _types(self) -> Iterator[str]:
        """An interface for each model that is used, and one for what the component is given."""
        for shape in self._uses.context.interfaces_used():
            yield f"export interface {shape.name} {shape.body()}\n"
        if members := "".join(self._members()):
            yield f"export interface {self._props} {{\n{members}}}\n"

    def _members(self) -> Iterator[str]:
        uses = self._uses
        if uses.context.fields:
            yield f"  /** Data of the application. */\n  context: {uses.context.body(_STEP)};\n"
        if uses.props.fields:
            yield f"  /** What is told to this screen. */\n  props: {uses.props.body(_STEP)};\n"
        if uses.conditions:
            yield "  /** What depends on one of these is shown unless it is false. */\n  conditions?: {\n"
            yield "".join(f"    {key(condition)}?: boolean;\n" for condition in uses.conditions)
            yield "  };\n"
        for name, handler in uses.handlers.items():
            yield f"  {handler_member(name)}?: {handler.type(_STEP)};\n"


# ---------------------------------------------------------------- what could not be said


def _losses(document: Document, catalog: Catalog) -> Iterator[Loss]:
    yield from losses_beside_root(document)
    waiting: list[tuple[Path, Any]] = [((ROOT,), document[ROOT])] if document.get(ROOT) is not None else []
    count = 0
    while waiting:
        path, node = waiting.pop()
        count += 1
        if not isinstance(node, Mapping):
            yield Loss(path, "what is no node", "written as a line that says so")
            continue
        yield from _of_node(path, node, catalog)
        children = enumerate(children_of(node))
        waiting += [((*path, "children", index), child) for index, child in children]
        if node.get("itemTemplate") is not None:
            waiting.append(((*path, "itemTemplate"), node["itemTemplate"]))
    if count > MOST:
        yield Loss((), f"{count - MOST} nodes", LEFT_OUT)


def _of_node(path: Path, node: Mapping[str, Any], catalog: Catalog) -> Iterator[Loss]:
    kind = node.get("type")
    component = catalog.components.get(kind) if isinstance(kind, str) else None
    if component is None:
        yield Loss(path, f"the component {kind}", "written as a box")
    if node.get("condition") is not None and bound_of(node["condition"]) is None:
        yield Loss((*path, "condition"), "a condition that is not one binding", "asked of the application by its words")
    props = node.get("props")
    for name, value in props.items() if isinstance(props, Mapping) else ():
        prop = component.props.get(name) if component is not None else None
        is_handler = prop is not None and "handler" in prop.types and isinstance(value, str)
        if is_handler and check_handler(value) is not None:
            yield Loss((*path, "props", name), "a handler that is no name", LEFT_OUT)
