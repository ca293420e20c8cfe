"""A2UI 0.9 messages, one a line: written, streamed and read. What says what is `presets/formats/a2ui.toml`.

mapping.py     those rows, read
paths.py       bindings as paths, both ways

writing:       writing.py    a document as messages;  streaming.py  the same while it grows
               messages.py   the messages themselves
               branches.py   nodes with the ids of their components, kept in step with patches
               sheet.py      one node while it is written: what it says, what is made of it, what is lost
               shapes.py     how a node is put together, by its row: with controls.py, tables.py, entries.py

reading:       reading.py    messages as a document
               surface.py    what messages leave behind: components and data
               builder.py    components as nodes
               part.py       one component while it is read: what it says, what nobody took
               reading_shapes.py, reading_controls.py   how a component is taken apart, by its row
"""
