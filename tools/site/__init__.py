"""The documentation site, made of the catalogue, the commands and the texts in `docs`."""
