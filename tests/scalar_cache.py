"""TensorFlow's cache of scalars, which must not grow while dtypes are tried out.

TensorFlow 2.21 keeps the scalars that it has made tensors of. One that it cannot convert
(`x <= -1` of uint64) leaves an error behind, and if the cache holds another scalar with a
like hash, a failed check aborts the process: once in some thousand rows.
"""

from tensorflow.python import pywrap_tfe


def forget_scalars() -> None:
    """Empty the cache, so that there is nothing to collide with."""
    pywrap_tfe.TFE_ClearScalarCache()
