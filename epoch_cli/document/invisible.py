"""Characters that nobody sees, or that change what is seen: the one list of them (design section 9)."""

UNSAFE = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    r"\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
)
"""Control, bidirectional and invisible characters, as in brackets of a regular expression. Newline and tab are text."""
