"""Heads rewritten into one wider layer, and taken apart again, in the author's own text."""
