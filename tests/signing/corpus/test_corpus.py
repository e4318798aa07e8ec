"""PDFs of others, sound, strange and broken: each is signed so that every reader agrees, or refused with its reason."""

import pytest

from server.signing import refusals
from server.web import Refusal
from signing.work import Workshop
from tests.signing.corpus.walk import Walk, fuzzed, share, table
from tools import corpus

# The workshop's own two are told to people as signing_busy and signing_away.
KNOWN = {refusal.code for refusal in vars(refusals).values() if isinstance(refusal, Refusal)} | {"busy", "out_of_order"}
SEED = 20261122


@pytest.fixture
def others():
    paths = corpus.files()
    if not paths:
        pytest.skip("The PDFs of others are not here: `make test` fetches them.")
    return paths


async def walked(paths, tmp_path):
    async with Workshop(2, tmp_path / "work") as workshop:
        return await Walk(workshop, tmp_path / "walk", 3).all(paths)


def check(outcomes):
    print(table(outcomes))  # noqa: T201  what a share consists of, beside a failure
    assert {outcome.code for outcome in outcomes if outcome.end == "refused"} <= KNOWN
    assert not [(outcome.path.name, outcome.code) for outcome in outcomes if outcome.end == "rejected"]
    assert share(outcomes) >= 0.92


@pytest.mark.timeout(600)
@pytest.mark.covers("F020", "D032")
async def test_pdfs_of_others_are_signed_so_that_every_reader_agrees(others, tmp_path):
    check(await walked(others[::5], tmp_path))


@pytest.mark.timeout(600)
async def test_broken_pdfs_are_signed_rightly_or_refused_with_a_reason(others, tmp_path):
    folder = tmp_path / "fuzzed"
    folder.mkdir()
    check(await walked(fuzzed(others, folder, 100, SEED), tmp_path))
