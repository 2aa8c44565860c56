"""Proving a comparison by real TensorFlow, which runs in processes of its own.

`child` is what runs there, and the only part that imports Keras; here it is told what to do,
and what it measured is held against the verdict.
"""
