"""Speed and memory of mtlc, always beside something that everybody can run: `make bench`."""
