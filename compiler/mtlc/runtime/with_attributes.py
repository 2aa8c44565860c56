"""Attributes that are set where only an expression can stand."""


def with_attributes(layer, **attributes):
    """Set attributes of a layer, and give the layer."""
    for name, value in attributes.items():
        setattr(layer, name, value)
    return layer
