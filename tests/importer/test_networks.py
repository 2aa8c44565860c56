"""The networks of `keras.applications`: imported, compiled, built again, and compared."""

import keras
import pytest

import mtlc
from mtlc_spec.applications import network_names
from tests.compare.subjects import compared, subject
from tests.importer.configs import config_of
from tests.models import build

RENAMED = "ConvNeXt"
"""Networks with models inside, whose layers are named by their paths in a spec."""

SPLIT = "MTL4011"
"""The note that a model is too deep for Keras in one piece, so that it is built in several."""


def check(name: str) -> None:
    keras.backend.clear_session()
    model = getattr(keras.applications, name)(weights=None)
    imported = mtlc.import_model(model.to_json())
    assert imported.spec is not None, [str(one) for one in imported.diagnostics]
    compiled = mtlc.compile(imported.spec)
    assert compiled.code is not None, [str(one) for one in compiled]

    own, count = config_of(model), model.count_params()
    keras.backend.clear_session()
    again = build(compiled.code)
    assert again.count_params() == count
    is_split = SPLIT in {one.code for one in compiled}
    if not name.startswith(RENAMED) and not is_split:
        assert config_of(again) == own

    once_more = mtlc.import_model(again.to_json()).spec
    assert once_more is not None
    verdict = compared(imported.spec, once_more).verdict
    subject.cache_clear()  # these are large
    assert verdict == ("equivalent" if is_split else "identical")


def test_a_network_comes_back() -> None:
    check("MobileNet")


@pytest.mark.proof
@pytest.mark.parametrize("name", network_names())
def test_every_network_comes_back(name: str) -> None:
    check(name)
