"""claims.yaml beside form.yaml: the words of a form, as they were remembered or read anew."""

from collections.abc import Sequence
from functools import lru_cache

from drafter.claims.claim_words import CLAIMS_FILE, ClaimWords, ReadClaims, Readings
from drafter.form.definitions import Form
from drafter.form.form_cache import remembered
from drafter.form.form_layers import Layer, digest_of, layers_of


@lru_cache(maxsize=4)
def claim_words(form: Form) -> ClaimWords:
    """The words of a form. Raises: DrafterError with every mistake in claims.yaml."""
    layers = layers_of(form, CLAIMS_FILE)
    digest = digest_of(layers)
    read = remembered(form.id, form.digest, "claims", digest, lambda: _read(form, layers))
    readings = Readings(form, read.others, read.certain, read.labels)
    return ClaimWords(read.file, read.lexicon, readings)


def _read(form: Form, layers: Sequence[Layer]) -> ReadClaims:
    from drafter.claims.claims_reader import read_claims_file  # only where nothing is remembered

    return read_claims_file(form, layers)
