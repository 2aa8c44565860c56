"""The process that runs Keras: `python -m mtlc.verify.child`.

It takes an order on standard input, a JSON object with `code`, `file`, `folders` and
`outputs`, runs that code, and says on standard output what it sees, a JSON object a line.
Nothing else imports it.
"""
