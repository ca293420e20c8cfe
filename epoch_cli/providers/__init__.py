"""Providers: what writes the text, behind one seam (`base.py`), and the built-in composer (`offline/`)."""
