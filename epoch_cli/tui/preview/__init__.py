"""A document as real widgets: what its interface would look like, and how it answers, without running any of it.

    NodeView tree ─▶ plan (what is shown, bounded) ─▶ reconcile (what differs, bounded) ─▶ a part for each node

Which part a node becomes is said by its role in the catalog, never by its name; one module holds a family of them.
Nothing of a document is ever executed: what a button would do is told as an event.
"""
