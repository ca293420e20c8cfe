"""What is lost between a document and the format of another; found by a conversion, never by looking at a document.

A document is not wrong for saying what another format cannot, so that no check is here: `convert/losses.py` puts what a
conversion tells under these codes. All are warnings: the result is there, and says less or something else.
"""

from __future__ import annotations

from epoch_cli.validation.diagnostics import Rule, Severity

NOT_SAID = Rule("EX001", "not-said", "deferred", "a format can say what stands in a document", Severity.WARNING)
SAID_OTHERWISE = Rule("EX002", "said-otherwise", "deferred", "a format says it as the document does", Severity.WARNING)
NOT_KNOWN = Rule("EX003", "not-known", "deferred", "a document can say what was read", Severity.WARNING)

RULES = (NOT_SAID, SAID_OTHERWISE, NOT_KNOWN)
