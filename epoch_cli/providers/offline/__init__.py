"""The offline composer: rules over the prompt that write JSON Patch, deterministic, without key, network or model.

    knowledge/       rows of `patterns/*.toml`, as books: words, fields, screens, one language at a time
    understanding/   prompt ─▶ outline ─▶ pieces ─▶ descriptions ─▶ `Wish` ─▶ settled: topics, models, types
    building/        `Wish` ─▶ tree of parts, by roles of components ─▶ fitted to the budget ─▶ patches
    editing/         prompt ─▶ sentences ─▶ targets ─▶ patches, each proposed to a draft of the document

`compose.py` goes from a brief to a `Composition`: the patches, and what of the wish is not in them. What is known about
wishes is data of the preset, and a screen is built by roles, so it works for any catalog. `knowledge/safety.py` is the
one place where the words of users, presets and data models become strings of a document.
"""

from epoch_cli.providers.offline.provider import OfflineProvider

__all__ = ["OfflineProvider"]
