"""Patches themselves: their operations, pointers and targets (decisions 4, 9 and 16)."""

from __future__ import annotations

from epoch_cli.validation.diagnostics import Rule

MALFORMED = Rule("EP901", "malformed-patch", "gate", "a patch is an RFC 6902 operation with the members it needs")
BAD_POINTER = Rule("EP902", "bad-pointer", "gate", "path and from are RFC 6901 pointers")
NO_SUCH_PLACE = Rule("EP903", "no-such-place", "gate", "a patch changes a place that exists")
PROTECTED = Rule(
    "EP904",
    "protected-place",
    "gate",
    "the root is not removed, the document not rewritten, and metadata.epoch left to its owner",
)
FOLLOWS = Rule("EP905", "follows-refusal", "gate", "a pointer does not lead into what was refused")
TEST_FAILED = Rule("EP906", "test-failed", "gate", "the value that a test names is there")
DUPLICATE_PATCH = Rule("EP907", "duplicate-patch", "gate", "a patch's meta.id is seen once")
INTO_ITSELF = Rule("EP908", "move-into-itself", "gate", "nothing is moved into itself")

RULES = (MALFORMED, BAD_POINTER, NO_SUCH_PLACE, PROTECTED, FOLLOWS, TEST_FAILED, DUPLICATE_PATCH, INTO_ITSELF)
