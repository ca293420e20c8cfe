"""OpenUI Lang (version 0.5 of its specification, npm `@openuidev/lang-core` 0.2): one statement a node, in and out.

library.py          in which order a component takes its arguments;  library_schema.py  the same as a JSON Schema
names.py            what statements are called
words.py            texts with bindings in them
expressions.py      values as expressions;  statements.py   nodes as statements
writing.py          a document as text;  streaming.py  the same while it grows
syntax.py           text as expressions;  meaning.py  their values;  reading.py  a document of them
"""
