"""Design systems as others describe them, made into the data of a preset.

    reading.py          the bounds of a file, and which format it is in
    intake.py           what is noted on the way: what could not be taken, and which names can
    json_schema.py      JSON Schema: a definition a component; schema_props.py what a schema says of a value
    a2ui.py             A2UI catalogs, which are JSON Schema with types of their own
    design_tokens.py    Design Tokens Community Group files; token_values.py their values as a preset has them
    guessing.py         what a component is for and what its props mean, by name and shape
    assembling.py       all of it put together, so that it can be loaded

What names mean is data: `presets/formats/importing.toml`. Everything here is pure, and every file may be hostile:
sizes, depths and counts are bounded, names that browsers take for code are left out, and nothing is ever fetched.
"""
