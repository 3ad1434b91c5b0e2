"""How much is invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """One set. ``years`` end about two months after the day it is made for."""

    years: int
    people: int
    agencies: int  # administrations, those of the editions included
    bodies: int  # forums and bodies, those of the editions included
    instruments: int  # agreements, those of the editions included
    meetings: int
    trips: int
    visits: int
    commitments: int
    candidacies: int
    products: int  # made together with others
    exchanges: int  # of information
    negotiations: int
    chair_years: int
    trail: int  # further entries of the trail


YEAR = Size(
    years=1, people=45, agencies=150, bodies=200, instruments=150, meetings=400, trips=300, visits=80,
    commitments=1_500, candidacies=28, products=24, exchanges=60, negotiations=24,
    chair_years=3, trail=0,
)  # fmt: skip
STRESS = Size(
    years=20, people=450, agencies=300, bodies=400, instruments=300, meetings=8_000, trips=6_000, visits=1_600,
    commitments=30_000, candidacies=280, products=240, exchanges=1_200, negotiations=240,
    chair_years=20, trail=2_000_000,
)  # fmt: skip
SIZES = {"year": YEAR, "stress": STRESS}
