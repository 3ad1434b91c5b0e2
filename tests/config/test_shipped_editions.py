"""The shipped editions, all of them, as they stand in the repository."""

from pathlib import Path

from entente.config import packages
from entente.foundation.index import queries as index
from entente.foundation.sources.models import Package
from entente.foundation.trail import queries as trail
from entente.foundation.trail.actions import GENESIS

EDITIONS = Path(__file__).resolve().parents[2] / "editions"


def test_every_shipped_edition_comes_back_byte_for_byte(loaded):
    for package in Package.objects.all():
        folder = EDITIONS / package.name
        assert packages.dump(package) == {path.name: path.read_bytes().decode() for path in folder.iterdir()}


def test_everything_offered_can_be_found(loaded):
    assert index.count() == packages.offered() > 500


def test_the_trail_of_the_whole_load_holds(loaded):
    checked, broken = trail.first_break(GENESIS)

    assert broken is None
    assert checked > 1000
