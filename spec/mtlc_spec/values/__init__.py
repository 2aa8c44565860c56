"""The typed values that arguments are made of."""
