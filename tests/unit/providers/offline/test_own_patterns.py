"""A design system of one's own adds what the composer knows: the example of `epoch help offline`."""

from __future__ import annotations

import re
from pathlib import Path

from composer.composing import brief, built
from composer.oracle import faults

from epoch_cli import load_catalog, validate
from epoch_cli.catalog.models import parse_models
from epoch_cli.cli.topics import topic_text
from epoch_cli.providers.offline.compose import compose


def test_rows_of_a_preset_are_known_like_those_of_its_base(tmp_path: Path) -> None:
    [rows] = re.findall(r"^```toml\n(\[\[field\]\].*?)^```", topic_text("offline"), re.MULTILINE | re.DOTALL)
    (tmp_path / "patterns").mkdir()
    (tmp_path / "patterns" / "boats.toml").write_text(rows, "utf-8")
    (tmp_path / "catalog.toml").write_text('[preset]\nname = "harbour"\nextends = "punk"\n', "utf-8")
    harbour = load_catalog(tmp_path)
    document = built(compose(brief("berth request", harbour)).patches)
    assert validate(document, harbour).diagnostics == []
    shown = repr(document)
    for said in (
        "Request a berth",
        "Boat name",
        "Draught",
        "In metres, at full load.",
        "Arrival date",
        "Request berth",
    ):
        assert said in shown
    assert "'type': 'number', 'name': 'draught'" in shown or "'name': 'draught', 'type': 'number'" in shown
    assert "Draught" not in repr(built(compose(brief("berth request", load_catalog())).patches))


HOSTILE = """
[[topic]]
words = ["berth request"]
shape = "form"
title = "<script>alert(1)</script>Berth"
intro = "See {secret} or javascript:alert(1)"
items = "boat name, draught"
button = "Save <b>now</b>"

[[field]]
words = ["draught"]
hint = "<b onclick=x()>In</b> metres"
placeholder = "\\u202etext"
"""


def test_texts_of_a_preset_and_names_of_models_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "patterns").mkdir()
    (tmp_path / "patterns" / "boats.toml").write_text(HOSTILE, "utf-8")
    (tmp_path / "catalog.toml").write_text('[preset]\nname = "harbour"\nextends = "punk"\n', "utf-8")
    harbour = load_catalog(tmp_path)
    models = parse_models({"User": {"fields": {"name": "string", "<b>x</b>": "string"}}})
    for prompt in ("berth request", "user form", "table of users"):
        document = built(compose(brief(prompt, harbour, models=models)).patches)
        assert validate(document, harbour, models=models).diagnostics == []
        assert faults(document) == []
