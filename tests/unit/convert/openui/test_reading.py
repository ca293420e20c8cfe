"""OpenUI Lang that others wrote: read as their parser does, and everything that a document cannot say is told."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import Options, ReadBack
from epoch_cli.convert.openui import meaning
from epoch_cli.convert.openui.reading import read
from epoch_cli.errors import UnreadableError


def back(text: str, catalog: Catalog) -> ReadBack:
    """What a text is read as."""
    return read(text, catalog, Options())


def root_of(text: str, catalog: Catalog) -> Any:
    """The root that a text is read as, without a loss."""
    made = back(text, catalog)
    assert made.losses == ()
    return made.document["root"]


TEXTS: list[tuple[str, Any]] = [
    ('root = Text("Hi")', {"type": "Text", "text": "Hi"}),
    ("root = Text('it\\'s')", {"type": "Text", "text": "it's"}),
    ("a = Text('x')\nroot = a", {"type": "Text", "id": "a", "text": "x"}),
    ("login_form = Form([])", {"type": "Form", "id": "login-form", "children": []}),
    ("root = Card(\n  [a, b,],\n)\na = Text()\nb = Text()\n", {
        "type": "Card", "children": [{"type": "Text", "id": "a"}, {"type": "Text", "id": "b"}],
    }),
    ("root = Card([text1])\ntext1 = Text()\n", {"type": "Card", "children": [{"type": "Text"}]}),
    ("root = Card([a, a])\na = Text()", {
        "type": "Card", "children": [{"type": "Text", "id": "a"}, {"type": "Text"}],
    }),
    ("root = Card(all)\nall = [Text('a') Text('b')]", {
        "type": "Card", "children": [{"type": "Text", "text": "a"}, {"type": "Text", "text": "b"}],
    }),
    ("root = Card(Text('a'))", {"type": "Card", "children": [{"type": "Text", "text": "a"}]}),
    ('// note\nroot = Text("a" + $context.n) # note', {"type": "Text", "text": "a{context.n}"}),
    ("root = Text($name)", {"type": "Text", "text": "{context.name}"}),
    ("root = Text($days)\n", {"type": "Text", "text": "{context.days}"}),
    ('root = Text("x", null, null, null, null, null, null, {testId: "t", id: "root"})', {
        "type": "Text", "id": "root", "testId": "t", "text": "x",
    }),
    ('root = Button("Go", null, null, null, send)\nsend = Action([@Run(mail)])\nmail = Mutation("sendMail", {a: 1})', {
        "type": "Button", "props": {"onClick": "sendMail"}, "text": "Go",
    }),
    ("root = Card([$context.on\n ? Text('a')\n : null])", {
        "type": "Card", "children": [{"type": "Text", "condition": "{context.on}", "text": "a"}],
    }),
    ('root = Card(@Each($context.users, "u", Text(u.name)))', {
        "type": "Card", "dataSource": "{context.users}", "itemTemplate": {"type": "Text", "text": "{item.name}"},
    }),
    ('users = Query("users", {})\nroot = Text(users.count)', {"type": "Text", "text": "{context.users.count}"}),
    ('root = DataGrid(null, [{"$id": 1, id: 2, $of: 3}])', {
        "type": "DataGrid", "props": {"data": [{"$id": 1, "id": 2, "of": 3}]},
    }),
    ("root = Card()\nroot = Card([a])\nroot = Card([a, b])\na = Text('o')\nb = Text()\na = Text('one', 'lg')", {
        "type": "Card", "children": [
            {"type": "Text", "id": "a", "text": "one", "props": {"size": "lg"}}, {"type": "Text", "id": "b"},
        ],
    }),
]  # fmt: skip


@every_row(("text", "root"), TEXTS, ids=[text[:40] for text, _ in TEXTS])
def test_what_the_language_can_say(text: str, root: Any, punk: Catalog) -> None:
    assert root_of(text, punk) == root


def test_fences_and_prose_around_it(punk: Catalog) -> None:
    text = "Here's it, isn't it?\n```openui-lang\nroot = Text('a')\n```\nroot = no\n```\nmore = Text()\n```"
    made = back(text, punk)
    assert made.document["root"] == {"type": "Text", "text": "a"}
    assert [(loss.what, loss.line) for loss in made.losses] == [("the statement more", 7)]
    made = back("Here's it:\nroot = Text('a')\nThat's it.", punk)
    assert made.document["root"] == {"type": "Text", "text": "a"}
    assert [(loss.line, loss.what[1:-1].partition("',")[0][:4]) for loss in made.losses] == [(1, "Here"), (3, "That")]


LOSSES: list[tuple[str, str, tuple[str | int, ...]]] = [
    ("root = Card([x])", "the statement x, which is not there", ("root",)),
    ("root = Card([root])", "the statement root inside itself", ("root",)),
    ("root = Card([Carousel([Text()])])", "the component Carousel", ("root",)),
    ("root = Card(['words'])", "what is no component", ("root",)),
    ("root = Text('a', 1, 2, 3, 4, 5, 6, {}, 8, 9)", "2 arguments too many", ("root",)),
    ("root = Text(@Count($context.users))", "the function @Count", ("root", "text")),
    ("root = Text($a == 1)", "a value that is worked out (==)", ("root", "text")),
    ("root = Text(1 + 2)", "a sum of numbers", ("root", "text")),
    ("root = Text([1])", "a text that is none", ("root", "text")),
    ("root = Text($a ? 'x' : 'y')", "a choice that is made when the page runs", ("root", "text")),
    ("root = Text($context['a b'])", "{context.a b}, which is no binding", ("root", "text")),
    ("root = Text($context.a + $context.b)", "a sum of numbers", ("root", "text")),
    ("root = Text($context[$i])", "a value that is worked out ([])", ("root", "text")),
    ("root = Text('{context.a}')", "the text '{context.a}', which was no binding", ("root", "text")),
    ("root = Text('{context.' + 'a}')", "the text '{context.a}', which was no binding", ("root", "text")),
    ("root = Card([!$a ? Text() : null])", "a value that is worked out (!)", ("root", "children", 0, "condition")),
    ("root = Card([$a ? Text() : Text()])", "what is shown otherwise", ("root",)),
    ("root = Button('a', null, null, null, Action([@OpenUrl('x')]))", "an action that is not one @Run(…)",
     ("root", "props", "onClick")),
    ("root = Card([@Each([1, 2], 'n', Text())])", "a list that is not bound to data", ("root",)),
    ("root = Card([@Each($a, 'n', Text()), Text()])", "a node after a list", ("root",)),
    ("root = Card([@Each($a, 'n', Card([@Each(n.b, 'm', Text(n.c))]))])", "n, an item of an outer list",
     ("root", "itemTemplate", "itemTemplate", "text")),
    ("root = Text('one')\nroot = Text('two')\nroot = Text()", "the statement root, which is written again", ()),
    ("root = Card([a, b])\nroot = Card([b, a])\na = Text()\nb = Text()",
     "the statement root, which is written again", ()),
    ("root = Card([a])\nroot = Stack([a])\na = Text()", "the statement root, which is written again", ()),
    ("root = Text('a')\n$days = 7", "the statement $days", ()),
    ("root = Text($days)\n$days = 7", "the first value of $days", ()),
    ("root = Text(items)\nitems = Carousel()", "Carousel(…) as a value", ("root", "text")),
    ("root = Carousel()", "the component Carousel", ()),
]  # fmt: skip


@every_row(("text", "what", "path"), LOSSES, ids=[what for _, what, _ in LOSSES])
def test_what_a_document_cannot_say_is_told(text: str, what: str, path: Any, punk: Catalog) -> None:
    losses = back(text, punk).losses
    assert [(loss.what, loss.path) for loss in losses] == [(what, path)]
    assert losses[0].done
    assert losses[0].line > 0


ERRORS = [
    ("", "1:1: no statement makes a component"),
    ("just words", "1:1: no statement makes a component"),
    ("a = 1", "1:1: no statement makes a component"),
    ('root = Card([\n  Text("a")\n', "1:13: [ is not closed"),
    ('root = Card(\n  "a)\n', "2:3: a text is not closed"),
    ("root =\nx = 1", "1:7: expected a value, found the end of the line"),
    ("root = Card(", "1:12: ( is not closed"),
    ("a = 1\nroot = Text(, *)", "2:15: expected a value, found '*'"),
    ("root = Text({a 1})", "1:16: expected : after a key"),
    ("root = $a ? 1", "1:14: expected : and what is chosen otherwise"),
    ("root = Text(a.)", "1:14: expected the name of a member after the dot"),
    ("root = " + "[" * 200, "nested more than 140 levels deep"),
    ("root = " + "1" * 500, "1:508: a number is too long"),
]


@every_row(("text", "message"), ERRORS, ids=[message for _, message in ERRORS])
def test_what_is_no_openui_says_where(text: str, message: str, punk: Catalog) -> None:
    with pytest.raises(UnreadableError) as caught:
        back(text, punk)
    assert caught.value.message.endswith(message)
    assert caught.value.remedy


def test_a_statement_that_doubles_itself_is_bounded(punk: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "MOST_VALUES", 5_000)
    doubled = "".join(f"c{n} = Card([c{n + 1}, c{n + 1}])\n" for n in range(40))
    with pytest.raises(UnreadableError, match="5000 values"):
        back(f"root = Card([c0])\n{doubled}c40 = Text()", punk)
    lists = "".join(f"v{n} = [v{n + 1}, v{n + 1}]\n" for n in range(40))
    with pytest.raises(UnreadableError, match="5000 values"):
        back(f"root = DataGrid(v0)\n{lists}v40 = 1", punk)


@every_row("text", [
    "a = b\n" * 20_000,
    "".join(f"a{n} = a{n + 1}\n" for n in range(20_000)),
    "root = Text(" + "1 + " * 20_000 + "'a')",
    "root = Text(x" + ".y" * 20_000 + ")",
    "root = Text('" + "\\" * 20_000,
    "#" * 20_000 + "\n" + " " * 20_000,
    "```\n" * 10_000,
    "root = " + "!" * 20_000 + "1",
])  # fmt: skip
def test_long_texts_end(text: str, punk: Catalog) -> None:
    try:
        made = back(text, punk)
    except UnreadableError as error:
        assert error.message
    else:
        assert made.losses
