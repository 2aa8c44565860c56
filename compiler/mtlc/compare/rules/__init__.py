"""The rewritings that leave the function of a model as it is, one module each."""
