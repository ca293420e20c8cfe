"""Documents in the formats of others, and back: what cannot be said there is told, never dropped in silence."""
