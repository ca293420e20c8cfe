"""From a `Wish` to a tree of parts and its patches, by roles of components, inside the budget."""
