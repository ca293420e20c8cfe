"""One row a fault: what breaks a rule, where, and what nearly does. Every code of `RULES` but the readers' is here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from support.nodes import (
    MODELS,
    add,
    box,
    button,
    chain,
    check,
    control,
    duplicate,
    move,
    node,
    page,
    remove,
    repeated,
    replace,
    text,
)
from support.nodes import field as form_field
from support.nodes import table as plain_table

LONG = "x" * 501
ROW = {"key": "name", "label": "Name"}
TOKEN = "ghp_" + "R4nd0mL00k1ngT0k3n" * 2


@dataclass(frozen=True)
class Fault:
    """A document that breaks one rule at one place, and one that is right beside it and does not."""

    code: str
    document: Any
    pointer: str
    near: Any
    catalog: str = "punk"
    how: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Misdeed:
    """A patch that breaks one rule on a document, and a patch that nearly does."""

    code: str
    start: Any
    patch: Any
    pointer: str
    near: Any
    before: tuple[Any, ...] = ()
    how: dict[str, Any] = field(default_factory=dict)


def root(bad: Any, good: Any, code: str, pointer: str, **more: Any) -> Fault:
    """A fault of the root node; the pointer counts from it."""
    return Fault(code, {"root": bad}, "/root" + pointer, {"root": good}, **more)


def table(*columns: Any, **fields: Any) -> Any:
    """A table that says what it shows."""
    return plain_table(*columns, **{"caption": "what it shows", **fields})


def choice(*options: Any, **fields: Any) -> Any:
    """A Select with these options."""
    return node("Select", label="S", options=list(options), **fields)


def tabs(*ids: str, **fields: Any) -> Any:
    """Tabs with these ids, and a panel for each."""
    return node("Tabs", *[text() for _ in ids], tabs=[{"id": each, "label": each} for each in ids], **fields)


def nested(levels: int) -> Any:
    """Arrays in arrays."""
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def modelled(bad: Any, good: Any, code: str, pointer: str) -> Fault:
    """A fault that only data models can tell."""
    return root(bad, good, code, pointer, how={"models": MODELS})


STRUCTURE = [
    Fault("EP101", page("text"), "/root/children/0", page(text())),
    Fault("EP101", page(None), "/root/children/0", page()),
    Fault("EP101", {"root": [text()]}, "/root", {"root": text()}),
    Fault("EP101", page({"props": {}}), "/root/children/0", page({"type": "Container", "props": {}})),
    Fault("EP101", page([text()]), "/root/children/0", page(text())),
    root({**text(), "colour": "red"}, text(color="primary"), "EP102", "/colour"),
    root({**box(), "Children": []}, box(), "EP102", "/Children"),
    root({**text(), "__proto__": {}}, text(), "EP102", "/__proto__"),
    root({**text(), "a11y": {"title": "x"}}, {**text(), "a11y": {"label": "x"}}, "EP102", "/a11y/title"),
    Fault("EP102", {"root": text(), "title": "x"}, "/title", {"root": text(), "metadata": {"title": "x"}}),
    root({**text(), "props": []}, {**text(), "props": {}}, "EP103", "/props"),
    root({**box(), "children": {}}, box(), "EP103", "/children"),
    root({**text(), "text": 5}, text("5"), "EP103", "/text"),
    root({**text(), "text": None}, {"type": "Text"}, "EP103", "/text"),
    root({**text(), "condition": True}, text(condition="true"), "EP103", "/condition"),
    root(repeated([text()]), repeated(text()), "EP103", "/itemTemplate"),
    root({**text(), "a11y": {"hidden": "yes"}}, {**text(), "a11y": {"hidden": True}}, "EP103", "/a11y/hidden"),
    Fault("EP103", {"root": text(), "metadata": "x"}, "/metadata", {"root": text(), "metadata": {}}),
    Fault("EP103", {"root": text(), "punkVersion": 1}, "/punkVersion", {"root": text(), "punkVersion": "1.0.0"}),
    root(text(id="1st"), text(id="first-1_a"), "EP104", "/id"),
    root(text(id="two words"), text(id="two-words"), "EP104", "/id"),
    root(text(id=""), text(id="x"), "EP104", "/id"),
    root(text(id="é"), text(id="e"), "EP104", "/id"),
    root(text(id="a" * 65), text(id="a" * 64), "EP104", "/id"),
    root(text(id="a\n"), text(id="a"), "EP104", "/id"),
    Fault("EP105", page(text(id="a"), text(id="a")), "/root/children/1/id", page(text(id="a"), text(id="A"))),
    Fault("EP105", page(box(text(id="a")), id="a"), "/root/children/0/children/0/id", page(box(text(id="b")), id="a")),
    root(repeated(text(id="a"), id="a"), repeated(text(id="b"), id="a"), "EP105", "/itemTemplate/id"),
    Fault("EP106", {"metadata": {"deep": nested(200)}}, "", {"metadata": {"deep": nested(60)}}),
    Fault("EP106", {"root": chain(150)}, "", {"root": chain(50)}, how={"profile": "unlimited"}),
    root(box(itemTemplate=text()), repeated(text()), "EP107", "/itemTemplate"),
]

COMPONENTS = [
    root({"type": "Buton"}, button(), "EP201", "/type"),
    root({"type": "text"}, {"type": "Text"}, "EP201", "/type"),
    root({"type": ""}, {"type": "Box"}, "EP201", "/type"),
    root(node("Text", text()), box(text()), "EP202", "/children"),
    root(node("Badge", box()), {"type": "Badge", "children": []}, "EP202", "/children"),
    root(form_field(control(), text(), text(), text()), form_field(control(), text(), text()), "EP203", "/children"),
    root(box(text="words"), text("words"), "EP204", "/text"),
    root(node("Card", text="words"), node("Card", text=""), "EP204", "/text"),
]

PROPS = [
    root(text(colour="primary"), text(color="primary"), "EP301", "/props/colour"),
    root(box(padding="md", Padding="md"), box(padding="md"), "EP301", "/props/Padding"),
    root(node("Select", label="S"), node("Select", label="S", options=[]), "EP302", "/props"),
    root({"type": "Tabs"}, node("Tabs", tabs=[]), "EP302", "/props"),
    root(button(disabled="yes"), button(disabled=True), "EP303", "/props/disabled"),
    root(button(disabled=1), button(disabled=False), "EP303", "/props/disabled"),
    root(button(label=5), button(label="5"), "EP303", "/props/label"),
    root(button(variant=None), button(variant="ghost"), "EP303", "/props/variant"),
    root(node("Select", label="S", options={}), node("Select", label="S", options=["a"]), "EP303", "/props/options"),
    root(
        node("Select", label="S", options=[["a"]]), node("Select", label="S", options=[1]), "EP303", "/props/options/0"
    ),
    root(table(data=["Ada"]), table(data=[{"name": "Ada"}]), "EP303", "/props/data/0"),
    root(button(variant="big"), button(variant="danger"), "EP304", "/props/variant"),
    root(box(direction="Row"), box(direction="row"), "EP304", "/props/direction"),
    root(table({"key": "name"}), table(ROW), "EP305", "/props/columns/0"),
    root(table({**ROW, "width": 3}), table({**ROW, "align": "end"}), "EP305", "/props/columns/0/width"),
    root(
        node("Tabs", text(), text(), tabs=[{"id": "a", "label": "A"}, {"id": "b"}]),
        node("Tabs", text(), tabs=[{"id": "a", "label": "A", "disabled": True}]),
        "EP305",
        "/props/tabs/1",
    ),
    root(control(label="L", name="2nd"), control(label="L", name="second[0].x"), "EP306", "/props/name"),
    root(table({**ROW, "key": "a b"}), table({**ROW, "key": "a.b"}), "EP306", "/props/columns/0/key"),
    root(
        control(label="L", autocomplete="Email"),
        control(label="L", autocomplete="email"),
        "EP306",
        "/props/autocomplete",
    ),
    root(node("Meter", value=-1), node("Meter", value=0), "EP307", "/props/value", catalog="extended"),
    root(node("Meter", value=11), node("Meter", value=10.0), "EP307", "/props/value", catalog="extended"),
    root(node("Meter", value=1.5), node("Meter", value=1), "EP307", "/props/value", catalog="extended"),
    root(node("Meter", value=1, colour="x"), node("Meter", value=1), "EP308", "/props/colour", catalog="extended"),
    root(table(ROW, {**ROW, "label": "Other"}), table(ROW, {**ROW, "key": "other"}), "EP309", "/props/columns/1/key"),
    root(choice("a", "b", "a"), choice("a", "b", "A"), "EP309", "/props/options/2"),
    root(choice(), choice("a"), "EP310", "/props/options"),
    root(choice("a", "b", defaultValue="c"), choice("a", "b", defaultValue="b"), "EP311", "/props/defaultValue"),
    root(tabs("a", "b", defaultTab="c"), tabs("a", "b", defaultTab="b"), "EP311", "/props/defaultTab"),
    root({**tabs("a", "b"), "children": [text()]}, tabs("a", "b"), "EP312", "/children"),
]

TOKENS = [
    root(box(padding="huge"), box(padding="xl"), "EP401", "/props/padding"),
    root(text(size="h7"), text(size="h3"), "EP401", "/props/size"),
    root(box(background="blueish"), box(background="primary"), "EP401", "/props/background"),
    root(box(padding="color-primary"), box(background="color-primary"), "EP402", "/props/padding"),
    root(node("Card", shadow="radius-sm"), node("Card", radius="radius-sm"), "EP402", "/props/shadow"),
    root(box(padding="16px"), box(padding="spacing-md"), "EP403", "/props/padding"),
    root(box(gap=8), box(gap="sm"), "EP403", "/props/gap"),
    root(text(color="#FF0000"), text(color="danger"), "EP403", "/props/color"),
    root(box(padding="vast"), box(padding="xl"), "EP404", "/props/padding", catalog="extended"),
    root(box(padding="spacing-vast"), box(padding="spacing-xl"), "EP404", "/props/padding", catalog="extended"),
]

BINDINGS = [
    root(text("{context.a.}"), text("{context.a}"), "EP501", "/text"),
    root(text("{ context.a }"), text("context.a"), "EP501", "/text"),
    root(text("{user.name}"), text("{context.user.name}"), "EP501", "/text"),
    root(text("{context}"), text("context"), "EP501", "/text"),
    modelled(text("{context.order.id}"), text("{context.user.id}"), "EP502", "/text"),
    modelled(text("{context.user.nick}"), text("{context.user.name}"), "EP502", "/text"),
    modelled(text("{context.user.name.first}"), text("{context.user.address.city}"), "EP503", "/text"),
    modelled(repeated(text("{item.name.first}")), repeated(text("{item.name}")), "EP503", "/itemTemplate/text"),
    root(text("{item.name}"), text("item.name"), "EP504", "/text"),
    Fault(
        "EP504", page(text(color="{item.x}"), dataSource="{context.a}"), "/root/children/0/props/color", page(text())
    ),
    modelled(repeated(text("{item.nick}")), repeated(text("{item.email}")), "EP505", "/itemTemplate/text"),
    modelled(
        table({**ROW, "value": "{item.nick}"}, data="{context.users}"),
        table({**ROW, "value": "{item.name}"}, data="{context.users}"),
        "EP505",
        "/props/columns/0/value",
    ),
    modelled(text("{context.users}"), text("{context.user.age}"), "EP506", "/text"),
    modelled(table(data="{context.user}"), table(data="{context.users}"), "EP506", "/props/data"),
    modelled(repeated(text("{item.tags}")), repeated(text("{item.tags.0}")), "EP506", "/itemTemplate/text"),
    root(button(onClick="{context.go}"), button(onClick="go"), "EP507", "/props/onClick"),
    root(control(label="L", type="{context.kind}"), control(label="L", type="email"), "EP507", "/props/type"),
    root(text(testId="{context.id}"), text(key="{context.id}"), "EP507", "/testId"),
    root(repeated(text(), "users"), repeated(text(), "{context.users}"), "EP508", "/dataSource"),
    root(repeated(text(), "{context.a} {context.b}"), repeated(text(), "{context.a}"), "EP508", "/dataSource"),
]

BUDGETS = [
    Fault("EP601", page(*[box(*[text()] * 9)] * 5), "/root", page(*[box(*[text()] * 9)] * 4)),
    Fault("EP602", {"root": chain(9)}, "/root", {"root": chain(8)}),
    Fault("EP603", page(*[text()] * 13), "/root/children", page(*[text()] * 12)),
    Fault("EP604", page(text(LONG)), "/root/children/0/text", page(text(LONG[1:]))),
    root(table(data=[{"a": LONG}]), table(data=[{"a": LONG[1:]}]), "EP604", "/props/data/0/a"),
    Fault("EP605", page(text("{context.a}" * 21)), "/root", page(text("{context.a}" * 20))),
    Fault(
        "EP606",
        page(box(*[button(onClick="go")] * 8), box(*[button(onClick="go")] * 8)),
        "/root",
        page(box(*[button(onClick="go")] * 8), box(*[button(onClick="go")] * 7)),
    ),
    Fault(
        "EP607",
        page(*[repeated(text(condition="x"), "{context.a}") for _ in range(9)]),
        "/root",
        page(*[repeated(text(condition="x"), "{context.a}") for _ in range(7)]),
    ),
    Misdeed("EP608", page(), add("/root/children/-", text()), "", add("/root/children/-", text()), how={"patches": 1}),
]

SECURITY = [
    root(node("Avatar", alt="A", src="javascript:void"), node("Avatar", alt="A", src="/a.png"), "EP701", "/props/src"),
    root(node("Avatar", alt="A", src="JaVa\tscript&colon;x"), node("Avatar", alt="A", src="b"), "EP701", "/props/src"),
    root(node("Avatar", alt="A", src="file:///x"), node("Avatar", alt="A", src="https://x.org"), "EP701", "/props/src"),
    root(
        node("Avatar", alt="A", src="%66tp://x"), node("Avatar", alt="A", src="mailto:a@x.org"), "EP701", "/props/src"
    ),
    root(text("<script>x</script>"), text("a script < an essay"), "EP702", "/text"),
    root(text("&lt;iframe src=x&gt;"), text("a &lt; b"), "EP702", "/text"),
    root(text("a onerror=x"), text("on error = stop"), "EP702", "/text"),
    root(text("javascript:alert(1)"), text("JavaScript: an introduction"), "EP702", "/text"),
    Fault("EP702", {"metadata": {"title": "<script>"}}, "/metadata/title", {"metadata": {"title": "script"}}),
    root(table(data=[{"__proto__": 1}]), table(data=[{"proto": 1}]), "EP703", "/props/data/0/__proto__"),
    root(text(innerHTML="x"), text(), "EP703", "/props/innerHTML"),
    Fault(
        "EP703",
        {"metadata": {"a": [{"constructor": 1}]}},
        "/metadata/a/0/constructor",
        {"metadata": {"a": [{"construct": "constructor"}]}},
    ),
    root(button(onClick="go()"), button(onClick="go_2"), "EP704", "/props/onClick"),
    root(button(onClick="() => x"), button(onClick="_go"), "EP704", "/props/onClick"),
    root(button(onClick="a" * 65), button(onClick="a" * 64), "EP704", "/props/onClick"),
    root(node("Form", button(), onSubmit=""), node("Form", button(), onSubmit="s"), "EP704", "/props/onSubmit"),
    root(text("a\u202eb"), text("a\nb\tc"), "EP705", "/text"),
    root(text("\x1b[31mred"), text("[31mred"), "EP705", "/text"),
    root(text("zero\u200bwidth"), text("👩\u200d💻 दु\u200dख"), "EP705", "/text"),
    root({**text(), "a11y": {"label": "\x00"}}, {**text(), "a11y": {"label": "0"}}, "EP705", "/a11y/label"),
    root(text(f"key: {TOKEN}"), text("key: sk-…"), "EP706", "/text"),
    root(
        node("Avatar", alt="Ada", src="https://example.org/a?of={context.user.email}"),
        node("Avatar", alt="Ada", src="https://example.org/{context.user.email}/a?of=1"),
        "EP707",
        "/props/src",
    ),
]

ACCESSIBILITY = [
    root(control(placeholder="Name"), control(label="Name"), "EP801", ""),
    root(node("Button", variant="ghost"), button("x", variant="ghost"), "EP801", ""),
    Fault("EP801", page(box(control()), text()), "/root/children/0/children/0", page(form_field(box(control())))),
    # the catalog of tests has an interactive component that takes children
    root(node("Tile", button()), node("Tile", text()), "EP802", "/children/0", catalog="extended"),
    root(node("Tile", box(node("Tile"))), box(node("Tile")), "EP802", "/children/0/children/0", catalog="extended"),
    root(node("FormField", control(label="L")), form_field(control(label="L")), "EP803", "/props"),
    root(
        node("FormField", control(label="L"), error="e", label=""),
        node("FormField", control(label="L"), error="e", hint="h"),
        "EP803",
        "/props",
    ),
    root(node("Form", text()), node("Form", button()), "EP811", ""),
    root(form_field(text()), form_field(text(), control()), "EP812", ""),
    root(form_field(control(), control(label="x")), form_field(box(control())), "EP812", ""),
    Fault(
        "EP813",
        page(text(size="h1"), text(size="h3")),
        "/root/children/1/props/size",
        page(text(size="h1"), text(size="typography-h2"), text(size="body"), text(size="h3"), text(size="h2")),
    ),
    Fault(
        "EP814",
        {"root": box(text(size="h2")), "metadata": {"kind": "page"}},
        "/root",
        {"root": box(text(size="h1"), text(size="h2")), "metadata": {"kind": "page"}},
    ),
    Fault(
        "EP815", page(control(label="a"), control(label="A")), "/root/children/1", page(control(label="a"), button("a"))
    ),
    root(node("DataGrid", columns=[ROW]), node("DataGrid", columns=[ROW], caption="c"), "EP816", ""),
    root(node("Avatar", src="/a.png"), node("Avatar", src="/a.png", fallback="AL"), "EP817", ""),
    root(node("Modal", text(), open=True), node("Modal", text(), title="t"), "EP818", ""),
    root(node("Badge", variant="danger"), node("Badge", text="Failed", variant="danger"), "EP819", "/props/variant"),
    root(control(label="L", required=True), control(label="L *", required=True), "EP820", "/props/required"),
    root(table({**ROW, "label": " "}), table(ROW), "EP821", "/props/columns/0/label"),
    root({**button(), "a11y": {"hidden": True}}, {**text(), "a11y": {"hidden": True}}, "EP822", "/a11y/hidden"),
]

TEXTS = page(text("a", id="a"), box(text("b")))
FIRST = "/root/children/0"
SECOND = "/root/children/1"
END = "/root/children/-"
POINTERS = [
    Misdeed("EP901", TEXTS, {"op": "spam", "path": "/root"}, "", check("/root/type", "Container")),
    Misdeed("EP901", TEXTS, {"op": "add", "path": "/root/text"}, "", add(f"{FIRST}/text", "x")),
    Misdeed("EP901", TEXTS, {"op": "move", "path": "/root"}, "", move(FIRST, END)),
    Misdeed("EP901", TEXTS, {"op": "add", "value": 1}, "", add("/metadata", {})),
    Misdeed("EP901", TEXTS, "add", "", add("/metadata", {})),
    Misdeed("EP902", TEXTS, add("root", text()), "", add("/root", text())),
    Misdeed("EP902", TEXTS, remove("/root/~"), "", remove(FIRST)),
    Misdeed("EP902", TEXTS, remove("#b"), "", remove("#a")),
    Misdeed("EP903", TEXTS, remove("/root/children/2"), "/root/children/2", remove(SECOND)),
    Misdeed("EP903", TEXTS, replace("/root/props/gap", "md"), "/root/props/gap", add("/root/props/gap", "md")),
    Misdeed("EP903", TEXTS, add("/root/children/9", text()), "/root/children/9", add("/root/children/2", text())),
    Misdeed("EP903", TEXTS, duplicate("/root/x", END), END, duplicate(FIRST, END)),
    Misdeed("EP904", TEXTS, remove("/root"), "/root", replace("/root", text())),
    Misdeed("EP904", TEXTS, move("/root", "/metadata"), "/root", duplicate(FIRST, "/metadata")),
    Misdeed("EP904", TEXTS, replace("", {}), "", replace("/root", box())),
    Misdeed(
        "EP905",
        TEXTS,
        replace(f"{FIRST}/text", "x"),
        f"{FIRST}/text",
        replace(f"{SECOND}/text", "x"),
        before=(add(FIRST, {"type": "Nope"}),),
    ),
    Misdeed("EP906", TEXTS, check(f"{FIRST}/text", "b"), f"{FIRST}/text", check(f"{FIRST}/text", "a")),
    Misdeed(
        "EP907",
        TEXTS,
        replace(f"{FIRST}/text", "x", meta={"id": "p"}),
        "",
        replace(f"{FIRST}/text", "x", meta={"id": "q"}),
        before=(add("/metadata", {}, meta={"id": "p"}),),
    ),
    Misdeed(
        "EP908",
        TEXTS,
        move(SECOND, f"{SECOND}/children/0"),
        f"{SECOND}/children/0",
        move(f"{SECOND}/children/0", SECOND),
    ),
    Misdeed("EP909", TEXTS, add("/elements/card-1", node("Card")), "", add(END, node("Card", id="card-1"))),
    Misdeed("EP909", TEXTS, {"op": "set", "path": "/root", "value": "main"}, "", add("/root", box(id="main"))),
    Misdeed("EP909", TEXTS, add("/state/open", True), "", add("/metadata", {"state": True})),
]

CASES: dict[str, list[Any]] = {
    "structure": STRUCTURE,
    "components": COMPONENTS,
    "props": PROPS,
    "tokens": TOKENS,
    "bindings": BINDINGS,
    "budgets": BUDGETS,
    "security": SECURITY,
    "accessibility": ACCESSIBILITY,
    "pointers": POINTERS,
}

EXTENDED = """
[preset]
name = "extended"
extends = "punk"

[components.Meter]
children = false
[components.Meter.props]
value = { type = "number", min = 0, max = 10, integer = true }
colour = { type = "string", deprecated = "use a token" }

[components.Tile]
children = true
interactive = true

[tokens.spacing.tokens]
vast = { value = 64, deprecated = "use xl" }
"""
"""What the built-in design system has no example of: bounds, deprecation, interactive nodes with children."""
