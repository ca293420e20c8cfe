"""What the offline composer answers, as the preview draws it: ten wishes, each in a pane of two sizes, looked at.

`EPOCH_UPDATE_GOLDEN=1 pytest tests/tui/preview/test_composed.py` writes the pictures anew: look at what changed.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from composer.composing import brief
from support.previews import previewed, run
from support.screens import punk
from support.snapshots import compare

from epoch_cli.providers.offline.compose import compose
from epoch_cli.validation import Draft

WISHES = {
    "login": "login form with remember me and forgot password link",
    "dashboard": "dashboard with revenue, active users and churn rate metrics and a table of recent orders",
    "pricing": "pricing page with three plans: Free, Pro and Enterprise",
    "checkout": "checkout form with shipping address and credit card details",
    "product": "product card with image, title, price and add to cart button",
    "kanban": "kanban board with columns To do, In progress, Done",
    "header": "header with logo, search and user avatar",
    "team": "team members page: cards with avatar, name, role and an invite button",
    "crm": "crm dashboard with tabs for leads, deals and contacts, each with a table, plus a new lead button",
    "intake": (
        "hospital intake form with name, date of birth, insurance number, allergies, current medications, emergency "
        "contact, blood type (A, B, AB, 0), address, phone, email, doctor, reason for visit, preferred date, consent"
    ),
}
SIZES = ((80, 24), (116, 36))


@pytest.mark.parametrize("name", WISHES)
def test_a_wish_looks_like_what_was_asked_for(name: str, tmp_path: Path) -> None:
    draft = Draft(punk())
    for patch in compose(brief(WISHES[name], punk())).patches:
        assert draft.propose(patch).accepted

    async def look() -> None:
        for width, height in SIZES:
            async with previewed(draft.document["root"], size=(width, height)) as pilot:
                compare(f"composed/{name}-{width}x{height}", pilot.app, tmp_path)

    run(look())
