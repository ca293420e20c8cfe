"""Each role as the elements that browsers and screen readers know it by."""

from __future__ import annotations

from typing import Any

import pytest
from support.read_html import Tree, elements_in, read_html, words_in

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.preview.html import html
from epoch_cli.preview.page import make_tree
from epoch_cli.preview.roles import INLINE, ROLES, show_of

SHADCN = load_catalog("shadcn")


def drawn(root: Any, catalog: Catalog, **how: Any) -> list[Any]:
    """What the page has for a root."""
    tree = make_tree({"root": root}, catalog, **how)
    return list(read_html(html((tree,)))[0][2])


def one(found: list[Any], tag: str, **attributes: str) -> Tree:
    """The only element of a name with these attributes (`_` for `-`, `class_`)."""
    wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    those = [each for each in elements_in(found) if each[0] == tag and wanted.items() <= each[1].items()]
    assert len(those) == 1, (tag, wanted, those)
    return those[0]


def words(element: Tree) -> str:
    """The words in an element."""
    return words_in(element[2]).strip()


# ---------------------------------------------------------------- what every node has


def test_every_role_of_every_preset_is_drawn(punk: Catalog) -> None:
    for catalog in (punk, SHADCN):
        assert {component.role for component in catalog.components.values()} <= ROLES
    assert all(callable(show_of(role)) for role in (*ROLES, *INLINE, "unknown", "inline"))


def test_a_node_says_what_it_looks_like_in_shared_words(punk: Catalog) -> None:
    props = {"direction": "row", "spacing": "spacing-lg", "align": "center", "justify": "between"}
    (stack,) = drawn({"type": "Stack", "id": "top", "testId": "t", "props": props}, punk)
    assert stack[1] == {
        "class": "ui-stack",
        "id": "ui-top",
        "data-testid": "t",
        "data-gap": "lg",
        "data-direction": "row",
        "data-align": "center",
        "data-justify": "between",
    }


@pytest.mark.parametrize(
    ("node", "told"),
    [
        ({"type": "Badge", "props": {"variant": "outline"}}, {"data-tone": "neutral", "data-variant": "outline"}),
        ({"type": "Badge", "props": {"variant": "secondary"}}, {"data-tone": "secondary"}),
        ({"type": "Typography", "props": {"variant": "large"}}, {"data-level": "body", "data-size": "lg"}),
        ({"type": "Typography", "props": {"variant": "p"}}, {"data-level": "body"}),
    ],
)
def test_a_word_that_says_more_than_the_shared_one_says_that_too(node: Any, told: dict[str, str]) -> None:
    (shown,) = drawn(node | {"text": "x"}, SHADCN)
    assert {name: value for name, value in shown[1].items() if name.startswith("data-")} == told


def test_what_a_preset_calls_otherwise_is_told_in_the_same_words() -> None:
    (button,) = drawn({"type": "Button", "text": "Delete", "props": {"variant": "destructive", "size": "sm"}}, SHADCN)
    assert button[1] == {
        "class": "ui-action", "data-variant": "danger", "data-size": "sm", "type": "button"
    }  # fmt: skip


def test_a_token_that_nobody_knows_looks_like_nothing(punk: Catalog) -> None:
    (box,) = drawn({"type": "Box", "props": {"background": "chartreuse", "border": True, "padding": "md"}}, punk)
    assert box[1] == {"class": "ui-box", "data-padding": "md", "data-border": "true"}


def test_an_id_is_given_once(punk: Catalog) -> None:
    texts = [{"type": "Text", "id": "a", "text": "x"}, {"type": "Text", "id": "a", "text": "y"}]
    (box,) = drawn({"type": "Container", "children": texts}, punk)
    assert [each[1].get("id") for each in box[2]] == ["ui-a", None]


def test_what_is_said_for_those_who_listen(punk: Catalog) -> None:
    told = {"label": "Totals", "description": "Of this month", "role": "status", "live": "polite"}
    (box,) = drawn({"type": "Box", "a11y": told}, punk)
    spoken = {name: value for name, value in box[1].items() if name == "role" or name.startswith("aria-")}
    assert spoken == {
        "role": "status", "aria-label": "Totals", "aria-description": "Of this month", "aria-live": "polite"
    }  # fmt: skip
    (named,) = drawn({"type": "Box", "props": {"ariaLabel": "Totals"}}, punk)
    assert named[1] == {"class": "ui-box", "aria-label": "Totals", "role": "group"}


@pytest.mark.parametrize("role", ["button", "presentation", "tab", "application", "<b>"])
def test_a_role_that_would_need_more_is_not_given(punk: Catalog, role: str) -> None:
    (box,) = drawn({"type": "Box", "a11y": {"role": role}}, punk)
    assert "role" not in box[1]


def test_what_takes_the_focus_is_never_hidden_from_those_who_listen(punk: Catalog) -> None:
    button = {"type": "Button", "text": "Go"}
    (decoration,) = drawn({"type": "Box", "a11y": {"hidden": True}, "children": [{"type": "Text", "text": "*"}]}, punk)
    (control,) = drawn({"type": "Box", "a11y": {"hidden": True}, "children": [button]}, punk)
    assert decoration[1]["aria-hidden"] == "true"
    assert "aria-hidden" not in control[1]


def test_a_type_that_nobody_knows_is_a_box_with_its_name_on_it(punk: Catalog) -> None:
    node = {"type": "Sparkline", "text": "12, 14", "children": [{"type": "Text", "text": "inside"}]}
    (box,) = drawn(node, punk)
    assert box[1]["class"] == "ui-other"
    assert words_in([box]).split() == ["Sparkline", "12,", "14", "inside"]


@pytest.mark.parametrize("root", ["words", 3, [1, 2], True, {"type": "Container", "children": "words"}])
def test_what_is_no_node_says_so(punk: Catalog, root: Any) -> None:
    assert "no node:" in words_in(drawn(root, punk))


def test_what_should_hold_nothing_loses_nothing(punk: Catalog) -> None:
    (beside,) = drawn({"type": "Badge", "text": "New", "children": [{"type": "Text", "text": "inside"}]}, punk)
    assert [each[1]["class"] for each in beside[2]] == ["ui-status", "ui-text"]


def test_deep_nodes_stand_side_by_side_and_none_is_lost(punk: Catalog) -> None:
    root: dict[str, Any] = {"type": "Text", "text": "the last"}
    for _ in range(900):
        root = {"type": "Box", "children": [root]}
    found = drawn(root, punk)
    assert words_in(found).strip() == "the last"
    depth, here = 0, found[0]
    while here[2] and not isinstance(here[2][0], str):
        depth, here = depth + 1, here[2][0]
    assert depth < 100


def test_more_nodes_than_there_is_room_for_are_counted(punk: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("epoch_cli.preview.render.MOST", 20)
    texts = [{"type": "Text", "text": "x"}] * 31
    found = drawn({"type": "Container", "children": texts}, punk)
    assert words(found[0][2][-1]) == "… 12 more nodes"
    assert len(found[0][2]) == 20


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("size", "tag"), [("h1", "h1"), ("typography-h3", "h3"), ("body", "p"), ("caption", "p"), ("{context.a}", "p")]
)
def test_a_text_is_a_heading_or_a_paragraph(punk: Catalog, size: str, tag: str) -> None:
    assert drawn({"type": "Text", "text": "Hi", "props": {"size": size}}, punk)[0][0] == tag


@pytest.mark.parametrize(
    ("variant", "tag"), [("h4", "h4"), ("blockquote", "blockquote"), ("code", "code"), ("muted", "p"), ("p", "p")]
)
def test_texts_of_another_preset(variant: str, tag: str) -> None:
    assert drawn({"type": "Typography", "text": "Hi", "props": {"variant": variant}}, SHADCN)[0][0] == tag


def test_a_separator_is_a_line() -> None:
    (line,) = drawn({"type": "Separator", "props": {"orientation": "vertical"}}, SHADCN)
    assert (line[0], line[1]["aria-orientation"]) == ("hr", "vertical")


# ---------------------------------------------------------------- what is pressed


def test_a_button_names_its_handler_and_does_nothing(punk: Catalog) -> None:
    (button,) = drawn({"type": "Button", "text": "Save", "props": {"onClick": "save", "disabled": True}}, punk)
    assert button[0] == "button"
    assert button[1].items() >= {"data-on-press": "save", "disabled": "", "type": "button"}.items()
    (bad,) = drawn({"type": "Button", "text": "Save", "props": {"onClick": "alert(1)"}}, punk)
    assert "data-on-press" not in bad[1]


def test_a_button_without_words_says_what_it_is(punk: Catalog) -> None:
    assert words(drawn({"type": "Button"}, punk)[0]) == "Button"


@pytest.mark.parametrize(
    ("text", "name", "spoken"),
    [
        ("Edit", "Edit the profile", "Edit the profile"),
        ("Edit", "Change the profile", "Edit, Change the profile"),
        ("×", "Close", "Close"),
        ("Edit", "", None),
    ],
)
def test_what_is_read_aloud_holds_what_is_seen(punk: Catalog, text: str, name: str, spoken: str | None) -> None:
    (button,) = drawn({"type": "Button", "text": text, "props": {"ariaLabel": name}}, punk)
    assert (words(button), button[1].get("aria-label")) == (text, spoken)


def test_a_button_with_a_picture_alone_shows_its_name() -> None:
    (button,) = drawn({"type": "Button", "props": {"size": "icon", "icon": "trash", "ariaLabel": "Delete"}}, SHADCN)
    assert (words(button), button[1]["aria-label"]) == ("Delete", "Delete")


def test_in_a_form_the_button_that_stands_out_sends_it(punk: Catalog) -> None:
    buttons = [
        {"type": "Button", "text": "Send", "props": {"onClick": "send"}},
        {"type": "Button", "text": "Cancel", "props": {"variant": "ghost", "onClick": "cancel"}},
        {"type": "Button", "text": "Plain", "props": {"variant": "outline"}},
    ]
    (form,) = drawn({"type": "Form", "props": {"onSubmit": "login"}, "children": buttons}, punk)
    assert (form[0], form[1]["data-on-submit"]) == ("form", "login")
    assert [each[1]["type"] for each in form[2]] == ["submit", "button", "submit"]


def test_a_form_in_a_form_is_a_box(punk: Catalog) -> None:
    (form,) = drawn({"type": "Form", "children": [{"type": "Box", "children": [{"type": "Form"}]}]}, punk)
    assert [each[0] for each in elements_in([form])] == ["form", "div", "div"]


def test_what_stands_in_a_button_is_words_alone() -> None:
    inner = {"type": "Dialog", "props": {"title": "Sure?"}, "children": [{"type": "Button", "text": "Yes"}]}
    (button,) = drawn({"type": "Button", "text": "Go", "children": [inner]}, SHADCN)
    assert [(tag, attributes["class"]) for tag, attributes, _ in elements_in(button[2])] == [("span", "ui-inline")] * 2
    assert words(button).split() == ["Go", "Sure?", "Yes"]


# ---------------------------------------------------------------- what is asked


def test_the_label_of_a_field_points_to_its_only_control(punk: Catalog) -> None:
    field = {"type": "FormField", "id": "f", "props": {"label": "Email", "hint": "We write once", "required": True}}
    control = {"type": "Input", "props": {"type": "email", "name": "email", "autocomplete": "email"}}
    found = drawn({**field, "children": [control]}, punk)
    label, box = one(found, "label"), one(found, "input")
    assert label[1]["for"] == box[1]["id"]
    assert words(label).split() == ["Email", "*"]
    hint, error = box[1]["aria-describedby"].split()
    assert words(one(found, "div", id=hint)) == "We write once"
    assert one(found, "div", id=error)[1].keys() >= {"hidden"}
    assert box[1].items() >= {"required": "", "aria-required": "true", "type": "email", "autocomplete": "email"}.items()


def test_what_is_wrong_is_told_with_the_control(punk: Catalog) -> None:
    found = drawn(
        {"type": "FormField", "props": {"label": "Age", "error": "Too young"}, "children": [{"type": "Input"}]}, punk
    )
    error = one(found, "div", class_="ui-field-error")
    assert words(error) == "Too young"
    assert "hidden" not in error[1]
    assert one(found, "input")[1]["aria-invalid"] == "true"


def test_a_field_of_several_controls_is_a_group_with_a_legend(punk: Catalog) -> None:
    boxes = [{"type": "Input", "props": {"type": "checkbox", "label": label}} for label in ("News", "Offers")]
    (field,) = drawn({"type": "FormField", "props": {"label": "Send me"}, "children": boxes}, punk)
    assert field[0] == "fieldset"
    assert (field[2][0][0], words(field[2][0])) == ("legend", "Send me")
    labels = [each for each in elements_in([field]) if each[0] == "label"]
    inputs = [each for each in elements_in([field]) if each[0] == "input"]
    assert [each[1]["for"] for each in labels] == [each[1]["id"] for each in inputs]


def test_a_control_in_a_button_is_words_and_no_label_points_to_it(punk: Catalog) -> None:
    button = {"type": "Button", "text": "Go", "children": [{"type": "Input", "props": {"placeholder": "where"}}]}
    found = drawn({"type": "FormField", "props": {"label": "Way"}, "children": [button]}, punk)
    assert words(one(found, "div", class_="ui-field-label")) == "Way"
    assert not [each for each in elements_in(found) if each[0] in {"input", "label"}]


def test_a_control_without_a_field_has_its_own_label(punk: Catalog) -> None:
    found = drawn({"type": "Input", "props": {"label": "City", "placeholder": "Paris"}}, punk)
    assert one(found, "label")[1]["for"] == one(found, "input")[1]["id"]
    assert one(found, "input")[1]["placeholder"] == "Paris"
    nameless = one(drawn({"type": "Input", "props": {"placeholder": "Paris"}}, punk), "input")
    assert nameless[1]["aria-label"] == "Paris"


@pytest.mark.parametrize(
    ("kind", "tag", "more"),
    [
        ("text", "input", {"type": "text", "value": "7"}),
        ("number", "input", {"type": "number", "value": "7"}),
        ("date", "input", {"type": "date"}),
        ("checkbox", "input", {"type": "checkbox", "value": "7"}),
        ("textarea", "textarea", {}),
        ("file", "input", {"type": "file"}),
        ("nonsense", "input", {"type": "text"}),
    ],
)
def test_inputs_of_every_type(punk: Catalog, kind: str, tag: str, more: dict[str, str]) -> None:
    found = drawn({"type": "Input", "props": {"type": kind, "label": "L", "defaultValue": 7}}, punk)
    control = one(found, tag)
    assert control[1].items() >= more.items()
    assert ("value" in control[1]) == ("value" in more) or kind == "nonsense"


def test_inputs_by_nature() -> None:
    switch = one(drawn({"type": "Switch", "props": {"label": "On", "defaultChecked": True}}, SHADCN), "input")
    assert switch[1].items() >= {"type": "checkbox", "role": "switch", "checked": ""}.items()
    slider = one(drawn({"type": "Slider", "props": {"label": "Volume", "max": 11}}, SHADCN), "input")
    assert slider[1].items() >= {"type": "range", "min": "0", "max": "11", "step": "1"}.items()
    assert "aria-required" not in slider[1]


def test_a_choice_is_a_list_that_unfolds(punk: Catalog) -> None:
    options = ["a", {"value": 2, "label": "Two", "disabled": True}, {"value": 3, "label": "Three"}]
    props = {"label": "Pick", "options": options, "defaultValue": 3, "placeholder": "Choose"}
    found = drawn({"type": "Select", "props": props}, punk)
    told = [(words(each), each[1]) for each in elements_in(found) if each[0] == "option"]
    assert told == [
        ("Choose", {"value": ""}),
        ("a", {"value": "a"}),
        ("Two", {"value": "2", "disabled": ""}),
        ("Three", {"value": "3", "selected": ""}),
    ]


def test_an_option_without_words_has_a_name_all_the_same(punk: Catalog) -> None:
    found = drawn({"type": "Select", "props": {"label": "L", "options": [{"value": ""}, None], "multiple": True}}, punk)
    assert [words(each) for each in elements_in(found) if each[0] == "label"] == ["Option 1", "Option 2"]


def test_several_of_a_list_are_boxes_to_tick(punk: Catalog) -> None:
    props = {"label": "Days", "options": ["Mon", "Tue"], "multiple": True, "defaultValue": ["Tue"]}
    (group,) = drawn({"type": "Select", "props": props}, punk)
    assert (group[0], words(group[2][0])) == ("fieldset", "Days")
    boxes = [each[1] for each in elements_in([group]) if each[0] == "input"]
    assert [(each["type"], "checked" in each) for each in boxes] == [("checkbox", False), ("checkbox", True)]


def test_radio_buttons_share_a_name_and_a_legend() -> None:
    radio = {"type": "RadioGroup", "props": {"label": "Plan", "options": ["Free", "Paid"], "required": True}}
    (group,) = drawn(radio, SHADCN)
    assert (group[0], group[1]["role"], group[1]["aria-required"]) == ("fieldset", "radiogroup", "true")
    buttons = [each[1] for each in elements_in([group]) if each[0] == "input"]
    assert len({each["name"] for each in buttons}) == 1
    assert all("required" in each for each in buttons)
    field = {"type": "Field", "props": {"label": "Plan"}, "children": [{**radio, "props": {"options": ["Free"]}}]}
    (around,) = drawn(field, SHADCN)
    assert [around[0], around[2][0][0], one(around[2], "div", role="radiogroup")[0]] == ["fieldset", "legend", "div"]


# ---------------------------------------------------------------- tables, lists, pictures


def test_a_table_has_a_caption_headings_and_cells(punk: Catalog) -> None:
    columns = [
        {"key": "name", "label": "Name"},
        {"key": "a.b", "label": "Sum", "align": "end"},
        {"key": "x", "value": "# {item.name}"},
    ]
    rows = [{"name": "Ada", "a": {"b": 3}}, {"name": "Alan"}, "odd"]
    found = drawn({"type": "DataGrid", "props": {"caption": "People", "columns": columns, "data": rows}}, punk)
    caption = one(found, "caption")
    assert one(found, "div", role="region", tabindex="0")[1]["aria-labelledby"] == caption[1]["id"]
    assert [each[1].get("scope") for each in elements_in(found) if each[0] == "th"] == ["col"] * 3
    cells = [words(each) for each in elements_in(found) if each[0] == "td"]
    assert cells == ["Ada", "3", "# Ada", "Alan", "", "# Alan", "odd", "odd", "#"]


def test_a_table_without_rows_says_so(punk: Catalog) -> None:
    found = drawn(
        {"type": "DataGrid", "props": {"columns": [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}]}}, punk
    )
    assert one(found, "td")[1]["colspan"] == "2"
    assert "No rows" in words_in(found)


def test_a_chart_is_a_table_with_bars_of_one_scale() -> None:
    series = [{"key": "month", "label": "Month"}, {"key": "sales", "label": "Sales"}]
    rows = [{"month": "May", "sales": 4}, {"month": "June", "sales": 8}]
    found = drawn({"type": "Chart", "props": {"caption": "Sales", "series": series, "data": rows}}, SHADCN)
    bars = [each[1] for each in elements_in(found) if each[0] == "progress"]
    assert [(each["value"], each["max"]) for each in bars] == [("4", "8"), ("8", "8")]
    assert words_in(found).split() == ["Sales", "Month", "Sales", "May", "4", "June", "8"]


def test_navigation_marks_the_page_that_is_shown() -> None:
    items = [{"label": "Home", "href": "/"}, {"label": "Orders", "href": "/orders"}]
    found = drawn({"type": "NavigationMenu", "props": {"items": items, "active": "/orders"}}, SHADCN)
    assert [each[1].get("aria-current") for each in elements_in(found) if each[0] == "a"] == [None, "page"]
    way = drawn({"type": "Breadcrumb", "props": {"items": [items[0], "Orders"]}}, SHADCN)
    assert words(one(way, "span", aria_current="page")) == "Orders"


def test_a_list_holds_its_nodes_as_entries() -> None:
    found = drawn({"type": "ItemGroup", "children": [{"type": "Item", "props": {"title": "One"}}]}, SHADCN)
    assert one(found, "li")[2][0][1]["class"] == "ui-card"


def test_a_menu_unfolds_below_its_name() -> None:
    menu = {
        "type": "DropdownMenu",
        "props": {"trigger": "More", "items": ["Copy", {"label": "Docs", "href": "/d"}], "onSelect": "pick"},
    }
    found = drawn(menu, SHADCN)
    assert words(one(found, "summary")) == "More"
    assert words(one(found, "button", data_on_press="pick")) == "Copy"
    assert words(one(found, "a", href="/d")) == "Docs"


@pytest.mark.parametrize(
    ("props", "attributes", "shown"),
    [
        (
            {"src": "https://example.com/a.png", "alt": "Ada Lovelace"},
            {"role": "img", "aria-label": "Ada Lovelace"},
            "AL",
        ),
        ({"fallback": "AL"}, {"aria-hidden": "true"}, "AL"),
        ({}, {"aria-hidden": "true"}, ""),
    ],
)
def test_pictures_are_not_fetched(punk: Catalog, props: dict[str, str], attributes: dict[str, str], shown: str) -> None:
    found = drawn({"type": "Avatar", "props": props}, punk)
    picture = one(found, "span", class_="ui-image-fallback")
    assert (picture[1].items() >= attributes.items(), words(picture)) == (True, shown)


def test_only_avatars_have_initials() -> None:
    alt = "The board as it was a week ago, with all cards in one column"
    found = drawn({"type": "AspectRatio", "props": {"alt": alt, "ratio": "4/3"}}, SHADCN)
    picture = one(found, "span", class_="ui-image-fallback")
    assert (picture[1]["aria-label"], words(picture)) == (alt, "")  # the style shows its name in a frame


@pytest.mark.parametrize(
    ("source", "fetched"),
    [("https://a.example/x.png", True), ("http://a.example/x", False), ("x.png", False), ("data:image/png,x", False)],
)
def test_pictures_are_fetched_on_demand_and_over_https_alone(punk: Catalog, source: str, fetched: bool) -> None:
    found = drawn({"type": "Avatar", "props": {"src": source, "alt": "Ada"}}, punk, remote_images=True)
    assert bool([each for each in elements_in(found) if each[0] == "img"]) is fetched


# ---------------------------------------------------------------- panels


def test_a_dialog_is_named_by_its_title(punk: Catalog) -> None:
    found = drawn(
        {
            "type": "Modal",
            "props": {"title": "Delete?", "onClose": "close"},
            "children": [{"type": "Text", "text": "Gone"}],
        },
        punk,
    )
    dialog = one(found, "dialog")
    assert words(one(found, "h2", id=dialog[1]["aria-labelledby"])) == "Delete?"
    assert "open" not in dialog[1]
    assert one(found, "button", aria_label="Close")[1]["data-on-close"] == "close"
    assert "open" in one(drawn({"type": "Modal", "props": {"open": True}}, punk), "dialog")[1]


def test_tabs_and_panels_point_to_each_other(punk: Catalog) -> None:
    tabs = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    texts = [{"type": "Text", "text": text} for text in ("one", "two", "three")]
    found = drawn({"type": "Tabs", "id": "t", "props": {"tabs": tabs, "defaultTab": "b"}, "children": texts}, punk)
    buttons = [each for each in elements_in(found) if each[1].get("role") == "tab"]
    panels = [each for each in elements_in(found) if each[1].get("role") == "tabpanel"]
    assert [each[1]["aria-controls"] for each in buttons] == [each[1]["id"] for each in panels]
    assert [each[1]["aria-labelledby"] for each in panels] == [each[1]["id"] for each in buttons]
    assert [each[1]["aria-selected"] for each in buttons] == ["false", "true", "false"]
    assert [words(each) for each in buttons] == ["A", "B", "Panel 3"]
    assert [words(each) for each in panels] == ["one", "two", "three"]


def test_an_accordion_unfolds_without_a_script() -> None:
    items = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    texts = [{"type": "Typography", "text": text} for text in ("one", "two")]
    found = drawn({"type": "Accordion", "props": {"items": items}, "children": texts}, SHADCN)
    parts = [each for each in elements_in(found) if each[0] == "details"]
    assert [("open" in each[1], words(each).split()) for each in parts] == [(True, ["A", "one"]), (False, ["B", "two"])]


def test_a_tooltip_says_what_it_says() -> None:
    found = drawn({"type": "Tooltip", "props": {"trigger": "?", "content": "Help"}}, SHADCN)
    assert [words(one(found, "summary")), words(one(found, "div", class_="ui-popover-body"))] == ["?", "Help"]
