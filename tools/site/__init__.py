"""The documentation site: pages made from the catalogue, the commands and the texts in `docs`."""
