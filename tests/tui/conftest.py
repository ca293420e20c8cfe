"""What every test of the screen would do over again or wait for in vain is done once, or not waited for."""

from __future__ import annotations

from support.quick_textual import parse_style_sheets_once, wait_for_the_loop

parse_style_sheets_once()
wait_for_the_loop()
