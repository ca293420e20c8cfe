"""What is derived from a catalog for others: prompt, grammars, schemas for models, types. Nothing is written beside it.

A grammar is derived once, as a `Grammar` (`expressions.py`), and printed as Lark or GBNF. Grammars and schemas come in
two forms:

    patches     what a model is held to while it writes operations. It is narrow: what it lets through is valid in
                structure, components, props, tokens and enums, and says nothing deprecated.
    document    a whole document as Epoch writes it, compact or laid out. It is wide: what is valid gets through.
"""

from __future__ import annotations

from typing import Literal, get_args

Form = Literal["patches", "document"]
FORMS: tuple[Form, ...] = get_args(Form)

SCHEMA_NOTE = (
    "Write each node with an operation of its own: never put nodes into `children`, leave it empty or null, then add"
    " each child to the pointer that ends in /children/- (an itemTemplate to the one that ends in /itemTemplate)."
    " Null means absent."
)
"""What a model has to know to write patches under the schema."""
