"""The ledger added up line by line: what the tallies must say."""

from django.db.models import Case, F, Sum, Value, When

from ..models import Entry, Tally

Cell = tuple[str, str, int, int, int, str, str]
PLACE = ("kept_as", "flow", "year", "partner_id", "agreement_id")


def added_up() -> dict[Cell, tuple[int, int]]:
    """How often and how much in each cell, counted from every line of the ledger: slow. Two queries."""
    found: dict[Cell, tuple[int, int]] = {}
    for what in Tally.What.values:
        rows = Entry.objects.order_by().annotate(what=Value(what), code=F(what)).values(*PLACE, "what", "code")
        summed = rows.annotate(often=Sum(Case(When(first=True, then=1), default=0)), much=Sum("count"))
        found |= {tuple(row[:-2]): row[-2:] for row in summed.values_list(*PLACE, "what", "code", "often", "much")}
    return found


def miscounted() -> list[Cell]:
    """The cells in which the tallies differ from the lines of the ledger; none ever should. Three queries."""
    lines = added_up()
    kept = {tuple(row[:-2]): row[-2:] for row in Tally.objects.values_list(*PLACE, "what", "code", "often", "much")}
    return sorted(cell for cell in lines.keys() | kept.keys() if lines.get(cell) != kept.get(cell))
