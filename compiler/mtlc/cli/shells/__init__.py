"""What shells complete, as scripts: they know all words, so that completing runs no Python."""
