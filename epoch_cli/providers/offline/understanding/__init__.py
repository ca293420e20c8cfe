"""From a prompt to a `Wish`: outline, pieces, nouns, topics, and what is filled in from knowledge and data models."""
