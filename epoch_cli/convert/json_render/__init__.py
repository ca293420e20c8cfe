"""json-render: a flat spec of elements by key, and its JSONL stream (`@json-render/core` 0.21).

spec.py       a document as a spec, and back
stream.py     the same as RFC 6902 operations on a spec, one a line, while a document grows
mirror.py     the elements of a document, kept in step with its patches
elements.py   one node as an element;  reading.py  elements as nodes
expressions.py, conditions.py   bindings and conditions, both ways
mapping.py    what is called how there: tables
"""
