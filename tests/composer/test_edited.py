"""The comparison of edited screens: what is right passes, and what is not does not."""

from __future__ import annotations

import json

from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.document import clone

from .edited import Row, applied, documents, problems, rows

DOCUMENTS, ROWS = documents(), rows()
NAMES = [f"{row['document']}: {row['phrase']}" for row in ROWS]


@every_row("row", ROWS, ids=NAMES)
def test_every_right_edit_is_right_and_no_edit_is_wrong(row: Row, punk: Catalog) -> None:
    before = DOCUMENTS[row["document"]]
    for patches in (row["patches"], *row.get("also", [])):
        assert problems(row, before, applied(patches, before), punk) == []
    assert bool(problems(row, before, before, punk)) == bool(row["patches"])


def test_what_is_wrong_is_said(punk: Catalog) -> None:
    before = DOCUMENTS["checkout"]
    row = {"patches": [{"op": "remove", "path": "/root/children/1/children/3"}]}
    other = applied([{"op": "remove", "path": "/root/children/1/children/5"}], before)
    assert sorted(problems(row, before, other, punk)) == [
        "another screen than expected", "lost id f-street", "lost id i-street",
    ]  # fmt: skip


def test_names_that_nobody_gave_do_not_count(punk: Catalog) -> None:
    before = DOCUMENTS["checkout"]
    made = {"type": "FormField", "props": {"label": "Fax"}, "children": [{"type": "Input", "props": {"type": "tel"}}]}
    patch = {"op": "add", "path": "/root/children/1/children/4", "value": made}
    more = json.loads(json.dumps(patch).replace('"type": "tel"', '"type": "tel", "name": "fax"'))
    assert problems({"patches": [patch]}, before, applied([more], before), punk) == []
    moved = clone(patch)
    moved["path"] = "/root/children/1/children/3"
    assert problems({"patches": [patch]}, before, applied([moved], before), punk) == ["another screen than expected"]


def test_expectations_say_what_is_not_met(punk: Catalog) -> None:
    before = DOCUMENTS["team"]
    expect = {
        "order": ["Team", "Nothing"], "absent": ["Invite member"], "kinds": {"Tabs": 2},
        "has": [{"type": ["Button"], "shows": "Gone"}], "panels": {"Members": ["roles"]},
    }  # fmt: skip
    found = problems({"patches": [{}], "expect": expect}, before, before, punk)
    assert [text.split(":")[0] for text in found] == [
        "not in order", "still there", "1 Tabs, not 2", "missing",
        "tabs are ['members', 'pending invites', 'roles']", "roles not behind Members",
    ]  # fmt: skip
