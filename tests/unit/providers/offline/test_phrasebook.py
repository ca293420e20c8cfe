"""What is kept of texts that were asked about: short ones, and no prompt for as long as the process lives."""

import sys

from epoch_cli.providers.offline.knowledge.phrasebook import singular, words


def test_what_is_short_is_worked_out_once() -> None:
    label = "Billing addresses"

    assert words(label) == ("billing", "address")
    assert words(label) is words(label[:7] + label[7:])


def test_a_long_text_is_let_go() -> None:
    prompt, word = "a form with many fields " * 1_000, "boxes" * 1_000
    held = sys.getrefcount(prompt), sys.getrefcount(word)

    assert len(words(prompt)) == 5_000
    assert singular(word) == word[:-2]
    assert (sys.getrefcount(prompt), sys.getrefcount(word)) == held
