"""Documents that want to do harm: nothing of them runs, leads anywhere or asks for anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.browser import Pages
from support.pages import FOLDER, PRESETS, page_of, preset

from epoch_cli.catalog import load_catalog
from epoch_cli.preview.page import make_page

ATTACKS = (
    "<script>window.x=1</script>",
    "<img src=x onerror=window.x=1>",
    '"><svg onload=window.x=1>',
    "'--></style></script><script>window.x=1</script>",
    "</textarea></title></option></select><script>window.x=1</script>",
    "{{constructor.constructor('window.x=1')()}}",
    "<iframe srcdoc='<script>parent.x=1</script>'>",
    "<base href=https://evil.example/><meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "\u202e<a href=javascript:window.x=1>\u2066",
)
ADDRESSES = (
    "javascript:window.x=1",
    "JaVaScRiPt:window.x=1",
    "java\tscript:window.x=1",
    " \x01javascript:window.x=1",
    "&#106;avascript:window.x=1",
    "javascript&colon;window.x=1",
    "data:text/html,<script>parent.x=1</script>",
    "vbscript:window.x=1",
    "https://evil.example/picture.png",
    "//evil.example/picture.png",
)
HANDLERS = ("window.x=1", "alert(1)", "javascript:window.x=1", 'x");window.x=1;("')
HARM = """() => [
  window.x,
  document.querySelectorAll("#ui-root :is(script, iframe, object, embed, base, meta, link, svg)").length,
]"""


def poisoned(value: Any, attack: str, *, key: str = "") -> Any:
    """A document with the attack in every string that does not say what kind of thing something is."""
    if isinstance(value, dict):
        return {name: poisoned(part, attack, key=name) for name, part in value.items()}
    if isinstance(value, list):
        return [poisoned(part, attack, key=key) for part in value]
    return attack if isinstance(value, str) and key not in {"type", "id"} else value


def check(pages: Pages, document: Any, name: str, *, remote_images: bool = False) -> None:
    visit = pages.turn(make_page(document, preset(name), remote_images=remote_images))
    visit.page.evaluate(
        "() => document.querySelectorAll('#ui-root a, #ui-root button').forEach((each) => each.click())"
    )
    visit.page.wait_for_timeout(30)
    assert visit.page.evaluate(HARM) == [None, 0]
    assert visit.faults() == {}


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_in_every_string_is_words(pages: Pages, attack: str) -> None:
    for name in PRESETS:
        path = sorted((FOLDER / name).glob("*.json"))
        roots = [json.loads(each.read_text("utf-8"))["root"] for each in path]
        check(pages, {"root": poisoned({"type": roots[0]["type"], "children": roots}, attack)}, name)


def test_addresses_lead_nowhere(pages: Pages) -> None:
    for name in PRESETS:
        catalog = preset(name)
        nodes = [
            {"type": component.type, "text": "Go", "props": {prop.name: address, "label": "Go", "alt": "Picture"}}
            for component in catalog.components.values()
            for prop in component.props.values()
            if prop.format == "url"
            for address in ADDRESSES[:8]
        ]
        assert nodes
        check(pages, {"root": {"type": next(iter(catalog.components)), "children": nodes}}, name)


def test_pictures_of_others_are_not_fetched(pages: Pages) -> None:
    nodes = [{"type": "Avatar", "props": {"src": address, "alt": "A picture"}} for address in ADDRESSES]
    check(pages, {"root": {"type": "Stack", "children": nodes}}, "punk")


def test_handlers_that_are_code_are_left_out(pages: Pages) -> None:
    nodes = [{"type": "Button", "text": "Go", "props": {"onClick": code}} for code in HANDLERS]
    check(pages, {"root": {"type": "Form", "props": {"onSubmit": HANDLERS[0]}, "children": nodes}}, "punk")


def test_ids_cannot_stand_in_for_what_the_script_needs(pages: Pages) -> None:
    names = ("ui-root", "root", "body", "documentElement", "createElement", "getElementById", "ui-notes", "x")
    nodes = [{"type": "Input", "id": name, "props": {"label": name, "name": name}} for name in names]
    check(pages, {"root": {"type": "Form", "id": "ui-root", "children": nodes}}, "punk")


def test_ten_thousand_nodes_become_a_page_that_answers(pages: Pages) -> None:
    row = {"type": "Button", "text": ATTACKS[0], "props": {"onClick": "go"}}
    boxes = [{"type": "Card", "children": [row] * 99} for _ in range(100)]
    visit = pages.open(make_page({"root": {"type": "Container", "children": boxes}}, preset("punk")))
    assert visit.page.locator("button.ui-action").count() == 9_900
    assert visit.page.evaluate(HARM) == [None, 0]
    visit.page.locator("button.ui-action").first.click()
    assert visit.page.locator(".ui-notes").inner_text() == "onClick: go"
    assert visit.faults() == {}


def test_a_hostile_design_system_cannot_leave_its_style_sheet(pages: Pages, tmp_path: Path) -> None:
    names = [json.dumps(attack) for attack in (*ATTACKS[:5], 'a"]{}*{display:none}[b="', "a}body{display:none}", "x\\")]
    groups = ("colors", "spacing", "typography", "shadows", "radius")
    tables = [f"[tokens.{group}.tokens]\n" + "\n".join(f"{name} = {name}" for name in names) for group in groups]
    path = tmp_path / "hostile.toml"
    path.write_text('[preset]\nname = "hostile"\nextends = "punk"\n' + "\n".join(tables), "utf-8")
    visit = pages.turn(make_page({"root": {"type": "Text", "text": "Still here"}}, load_catalog(path)))
    assert visit.page.get_by_text("Still here").is_visible()
    assert visit.page.evaluate(HARM) == [None, 0]
    assert visit.faults() == {}


def test_what_these_tests_look_for_is_noticed(pages: Pages) -> None:
    evil = '<script>window.x=1</script><img src="https://evil.example/x.png" onerror="window.x=1"><button></button>'
    visit = pages.open(page_of("login").replace("<main", f"{evil}<main"))
    faults = visit.faults()
    assert any("script-src" in each for each in faults["violations"])  # `script-src-elem`, `script-src-attr`
    assert any("img-src" in each for each in faults["violations"])
    assert faults["errors"]
    assert visit.page.evaluate("window.x") is None
    assert {found.partition(":")[0] for found in visit.axe()} == {"button-name", "image-alt"}
    visit.page.evaluate("() => { alert('x'); location.hash = 'a'; location.href = 'about:blank'; }")
    visit.page.wait_for_url("about:blank")
    assert visit.faults()["dialogs"] == ["x"]
    assert visit.faults()["navigation"] == ["about:blank"]
