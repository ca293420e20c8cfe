"""Healing: what the text of a broken value was meant to be, by named rules (design section 5).

`Healer` takes the text of one value that is no JSON, in whatever chunks it comes, and finds where it ends:

    text ─▶ window ─▶ tokens (plain ones, strings, words) ─▶ guesses (brackets, commas) ─▶ written ─▶ parsed strictly

What a token is, `words` and `strings` decide from the text around it. Which brackets and commas are missing, too many
or of the wrong kind is often clear only later in the text, so several `guesses` are followed side by side, and the one
with the fewest changes wins. It is written out as JSON and parsed strictly, so that whatever comes out is JSON.
The table in `reading.rules` says what is ever changed; nothing else is.
"""

from epoch_cli.reading.healing.changes import Change
from epoch_cli.reading.healing.healer import Healer

__all__ = ["Change", "Healer"]
