"""Whole files against a design system: documents, patch files and sessions, as `epoch validate` checks them."""
