"""The processes that run two models: `python -m mtlc.prove.child`.

One of them builds both and measures how far they agree, others build one each and time it.
They say on standard output what they measure, a JSON object a line; nothing imports them.
"""
