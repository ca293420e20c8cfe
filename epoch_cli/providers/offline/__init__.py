"""The offline composer: rules over the prompt that write JSON Patch, deterministic, without key, network or model.

    prompt ─▶ pieces ─▶ describe ─▶ Reader ─▶ Wish ─▶ settle ─▶ screens ─▶ Part tree ─▶ fit ─▶ write ─▶ patches

What it knows about wishes is data of the preset (`patterns/*.toml`, compiled by `lexicon.py`); how a screen is built
is written against roles of components (`kit.py`), so it works for any catalog. `safety.py` is the one place where the
user's words become strings of a document.
"""

from epoch_cli.providers.offline.provider import OfflineProvider

__all__ = ["OfflineProvider"]
