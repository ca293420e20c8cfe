"""The panes of the screen, one widget a file with its style beside it."""
