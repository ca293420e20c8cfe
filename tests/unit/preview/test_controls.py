"""What is asked, as the elements that browsers and screen readers know it by: fields, inputs, choices."""

from __future__ import annotations

import pytest
from support.drawn import SHADCN, drawn, one, words
from support.read_html import elements_in

from epoch_cli.catalog import Catalog


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
