"""An API key that was pasted where a name or a value belongs: no message says it back into a log or onto a screen.

In files, in sessions, in what is shown of the configuration: `test_keys.py`, `test_config.py`,
`unit/sessions/test_redaction.py`.
"""

from __future__ import annotations

import pytest
from support.command import Inside

TOLD = "sk-proj-abcdEFGH0123456789abcdEFGH0123456789"
"""A key that its beginning gives away."""
PLAIN = "4f7a91c2d05e4b1b9d7e2a6c8f013579"
"""One that looks like nothing."""

ANYWHERE = (
    "config set KEY 1",
    "config set KEY=1 x",
    "config set openai KEY",
    "config set providers.openai.KEY x",
    "config set providers.openai.key KEY",
    "config set providers.KEY.base-url x",
    "config set cache KEY",
    "config get KEY",
    "config unset KEY",
    "keys set KEY",
    "keys remove KEY",
    "keys set openai KEY",
    "models -p KEY",
    "models KEY",
    "gen x -p KEY",
    "gen x -m KEY",
    "gen x --preset KEY",
    "gen x --api-key=KEY",
    "KEY",
    "help KEY",
    "sessions show KEY",
)
OF_THE_CONFIGURATION = ("config set KEY x", "config get KEY", "config unset KEY", "keys set KEY", "keys remove KEY")


@pytest.mark.parametrize("key", [TOLD, PLAIN])
def test_no_error_says_a_key_back(key: str, inside: Inside) -> None:
    for words in ANYWHERE if key == TOLD else OF_THE_CONFIGURATION:
        result = inside(*words.replace("KEY", key).split())
        assert result.code in {2, 3, 6}, words
        assert result.err, words
        assert key[:24].encode() not in result.out + result.err, (words, result.err)


def test_a_name_of_the_configuration_that_is_only_long_is_said(inside: Inside) -> None:
    assert b"preferences-of-everybody" in inside("config", "set", "preferences-of-everybody", "x").err
    assert b"a-session-of-yesterday-evening" in inside("sessions", "show", "a-session-of-yesterday-evening").err
