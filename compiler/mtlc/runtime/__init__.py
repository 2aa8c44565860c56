"""Classes that are copied into generated modules, each a real module of Keras code.

Nothing imports them on the way from spec to code: their text is read.
"""
