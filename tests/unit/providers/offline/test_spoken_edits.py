"""Edits as people speak, of documents that the composer did not write, by authors who did not know it."""

from __future__ import annotations

from collections import Counter

from composer.composing import brief
from composer.edited import Document, applied, documents, problems, rows

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.compose import compose
from epoch_cli.validation import validate

SHARE = 0.95
"""Of what people say, this much has to be done as they wanted it."""


def test_people_get_what_they_ask_for(punk: Catalog) -> None:
    missed: list[str] = []
    known, spoken = documents(), rows()
    for row in spoken:
        before = known[row["document"]]
        after = applied(compose(brief(row["phrase"], punk, document=before)).patches, before)
        found = problems(row, before, after, punk)
        if found:
            missed.append(f"{row['document']}: {row['phrase']}: {', '.join(found)}")
    assert len(missed) <= len(spoken) * (1 - SHARE), "\n".join(missed)


def test_no_edit_leaves_a_worse_screen(punk: Catalog) -> None:
    known = documents()
    for row in rows():
        before = known[row["document"]]
        after = applied(compose(brief(row["phrase"], punk, document=before)).patches, before)
        worse = _findings(after, punk) - _findings(before, punk)
        assert not worse, (row["phrase"], worse)


def _findings(document: Document, catalog: Catalog) -> Counter[str]:
    return Counter(found.code for found in validate(document, catalog).diagnostics if found.severity != "info")
