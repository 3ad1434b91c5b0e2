"""The edition packages against a recount of their sources. Files only: no database is opened."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

EDITIONS = Path(__file__).resolve().parents[2] / "editions"
SHEETS = sorted(EDITIONS.glob("*/*.csv"))
ORDER = ["cbsa-2008", "cbsa-2015", "cbsa-2017", "cbsa-2019", "cbsa-2023"]  # each builds on those before it
MARKS = {"[redacted]", "[lost]", "[blank]"}
Row = dict[str, str]


def sheet_name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


every_sheet = pytest.mark.parametrize("path", SHEETS, ids=sheet_name)


@cache
def read(path: Path) -> tuple[Row, ...]:
    return tuple(csv.DictReader(io.StringIO(path.read_bytes().decode())))


def rows(sheet: str, keep: Callable[[Row], object] | None = None, **cells: str) -> list[Row]:
    """The rows of ``package/file`` that hold these cells."""
    found = (row for row in read(EDITIONS / f"{sheet}.csv") if all(row[c] == v for c, v in cells.items()))
    return [row for row in found if keep is None or keep(row)]


def starts(column: str, text: str) -> Callable[[Row], bool]:
    return lambda row: row[column].startswith(text)


def among(column: str, *values: str) -> Callable[[Row], bool]:
    return lambda row: row[column] in values


def stated_priority(row: Row) -> bool:
    return row["place"].startswith("Appendix B, ") and not row["place"].endswith("(text)")


# what, file, filter, expected. The comment is the place in the source that was counted.
FRAMEWORK_2008 = [
    ("guiding principles", "elements", {"kind": "principle"}, None, 5),  # 1A
    ("trends, grouped and single", "elements", {"kind": "driver"}, None, 11),  # 1B: 3 headings, 4 + 4 trends
    ("security trends", "elements", {"parent": "cbsa-2008-driver-security"}, None, 4),  # 1B
    ("trade trends", "elements", {"parent": "cbsa-2008-driver-trade"}, None, 4),  # 1B
    ("corporate priorities", "elements", {"kind": "corporate_priority"}, None, 4),  # 1C
    ("tools against threats", "elements", {"parent": "cbsa-2008-tool-border-out"}, None, 4),  # 1C
    ("new challenges", "elements", {"kind": "challenge"}, None, 3),  # 1D
    ("bilateral means", "elements", {"parent": "cbsa-2008-tool-bilateral"}, None, 4),  # Chart 1
    ("multilateral means", "elements", {"parent": "cbsa-2008-tool-multilateral"}, None, 2),  # Chart 1
    ("regional means", "elements", {"parent": "cbsa-2008-tool-regional"}, None, 2),  # Chart 1
    ("horizontal activities", "elements", {"parent": "cbsa-2008-tool-horizontal"}, None, 3),  # Chart 1
    ("objectives", "elements", {"kind": "objective"}, None, 4),  # 2A
    ("smart border tenets", "elements", {"parent": "cbsa-2008-tool-smart-border"}, None, 5),  # 2A, objective 2
    ("links shown", "linkages", {"place": "Appendix A"}, None, 9),  # App. A: 3 + 1 + 1 + all 4
    ("links stated only in the text", "linkages", {}, starts("place", "Section 2A"), 2),  # 2A, objectives 1, 3
    ("forum criteria", "elements", {"parent": "cbsa-2008-decision-forums"}, None, 5),  # 2D
    ("negotiation criteria", "elements", {"parent": "cbsa-2008-decision-negotiations"}, None, 4),  # 2C
    ("capacity-building rules", "elements", {"parent": "cbsa-2008-decision-capacity-building"}, None, 5),  # 2F
    ("uses of capacity building", "elements", {"parent": "cbsa-2008-tool-horizontal-1"}, None, 5),  # 2F
    ("categories", "tiers", {}, None, 5),  # Chart 2, risk management included
    ("partners", "standings", {}, None, 18),  # Chart 2
    ("partners left out of the framework", "standings", {"in_scope": "no"}, None, 1),  # Introduction
    ("instruments", "agreements", {"place": "Appendix C"}, None, 31),  # App. C
    ("candidates", "candidates", {}, None, 15),  # Chart 3
    ("priority forums", "forum_priorities", {}, None, 8),  # Chart 4
    ("priorities of forums", "forum_goals", {"state": "set"}, None, 15),  # 2E: five forums, three each
    ("forums without priorities yet", "forum_goals", {"state": "to_be_finalised"}, None, 3),  # 2E: IATA, ICAO, IGC
    ("technical committees, persons", "bodies", {"place": "Appendix E", "movement": "persons"}, None, 10),  # App. E
    ("technical committees, goods", "bodies", {"place": "Appendix E", "movement": "goods"}, None, 13),  # App. E
    ("chairs", "seats", {"place": "Appendix H"}, None, 7),  # App. H
    ("acronyms", "terms", {}, starts("place", "Appendix K"), 38),  # App. K: 19 + 19
    ("regions", "regions", {}, None, 4),  # App. B
    ("stated priorities of partners", "aims", {}, stated_priority, 37),  # App. B, bulleted
    ("aims in the text of the profiles", "aims", {}, lambda row: not stated_priority(row), 13),  # App. B, prose
    ("officers' countries", "presences", {"kind": "migration_integrity_officer"}, None, 33),  # App. I, headings
    ("intelligence officers", "presences", {"kind": "intelligence_liaison_officer"}, None, 3),  # 4D
    ("work of the directorate", "responsibilities", {"unit": "iad", "place": "Section 4D"}, None, 10),  # 4D
    ("work of other branches", "responsibilities", {"unit": "other-branches", "place": "Section 4D"}, None, 6),  # 4D
    ("works of the bibliography", "sources", {}, starts("note_en", "Work in the bibliography"), 5),  # Bibliography
    ("marked in G8/G20", "memberships", {"body": "g8", "place": "Appendix D"}, None, 12),  # App. D
    ("marked in the WCO", "memberships", {"body": "wco", "place": "Appendix D"}, None, 18),  # App. D
    ("marked in the Four Country Conference", "memberships", {"body": "fcc", "place": "Appendix D"}, None, 3),  # App. D
    ("marked in APEC", "memberships", {"body": "apec", "place": "Appendix D"}, None, 8),  # App. D
    ("marked in the WTO", "memberships", {"body": "wto", "place": "Appendix D"}, None, 16),  # App. D
    ("marked as members of the Union", "memberships", {"body": "eu-member-states"}, None, 3),  # App. D, asterisk
]
ARTICLE_2015 = [
    ("instruments", "agreements", {}, None, 10),  # Coordination within Canada 3, 5; Partnerships 1, 2
    ("recognition sought", "agreements", {"kind": "mra", "status": "negotiating"}, None, 3),  # Partnerships 2
    ("departments named of nine", "memberships", {"body": "single-window"}, None, 4),  # Coordination 2
    ("results of mutual assistance", "statistics", {}, starts("key", "cmaa-result-"), 4),  # Partnerships 2
]
DECK_2017 = [
    ("instruments", "agreements", {}, None, 9),  # Slides 3 to 6, 13 and 18
    ("recognition signed with Asia", "agreements", {"kind": "mra", "status": "signed"}, None, 2),  # Slide 13
    ("recognition newly under way", "agreements", {"kind": "mra", "status": "negotiating"}, None, 1),  # Slide 13
    ("NEXUS facts", "statistics", {"body": "nexus"}, None, 8),  # Slide 17
    ("diagram lost", "values", {"text_en": "[lost]"}, None, 1),  # Slide 11
]
FRAMEWORK_2019 = [
    ("themes", "elements", {"kind": "theme"}, None, 3),  # Priorities for international engagement
    ("issues", "elements", {"kind": "issue"}, None, 5),  # Annexes B to F
    ("objectives of issues", "elements", {"kind": "objective"}, starts("parent", "cbsa-2019-issue-"), 5),  # B to F
    ("goals of renewal", "elements", {}, starts("key", "cbsa-2019-initiative-renewal-"), 4),  # 3, and a lost list
    ("pathways", "elements", {}, starts("key", "cbsa-2019-challenge-pathway-"), 3),  # Annex C
    ("documents studied", "sources", {}, starts("note_en", "Named by the framework"), 5),  # Methodology
    ("bilateral rows", "standings", {}, None, 26),  # Annex G
    ("activities withheld", "standings", {"evidence_en": "[redacted]"}, None, 16),  # Annex G
    ("activities left blank", "standings", {"evidence_en": "[blank]"}, None, 6),  # Annex G
    ("priorities withheld", "standings", {"tier": "[redacted]"}, None, 2),  # Annex G: Cuba, Nigeria
    ("priorities left blank", "standings", {"tier": "[blank]"}, None, 6),  # Annex G
    ("existing commitments", "standings", {"tier": "existing_commitment"}, None, 16),  # Annex G
    ("irregular migration", "standings", {"tier": "irregular_migration"}, None, 2),  # Annex G: DR Congo, France
    ("multilateral rows", "forum_priorities", {}, None, 6),  # Annex G
    ("chapters negotiated", "chapters", {"role": "led", "number": "", "owner": ""}, None, 2),  # Annex G, “Various”
    ("glossary terms", "terms", {"place": "Annex H"}, None, 15),  # Annex H
    ("members of the migration conference", "memberships", {"body": "rcm"}, None, 11),  # Annex H
    ("removals working group", "memberships", {"body": "rwg"}, None, 4),  # Annex B, tools
    ("claims by year, table", "values", {"statistic": "asylum-claims", "place": "Annex C, table"}, None, 11),  # C
    ("quantities of drugs", "values", {}, starts("statistic", "drugs-"), 15),  # Annex D, table
    ("growth figures", "values", {"period": "2013/2017", "unit": "percent"}, None, 4),  # Annex E
    ("responsibilities lost", "responsibilities", {"work_en": "[lost]"}, None, 3),  # Roles and responsibilities
    ("key countries withheld", "elements", {"kind": "criterion", "text_en": "[redacted]"}, None, 7),  # B to E
]
NOTE_2023 = [
    ("key forums", "forum_priorities", {}, None, 5),  # Multilateral relations
    ("other federal partners new to the register", "partners", {"place": "Other federal partners"}, None, 5),  # of nine
    ("stakeholders, air", "partners", {"place": "Key domestic stakeholders", "sector": "air"}, None, 2),
    ("stakeholders, land", "partners", {"place": "Key domestic stakeholders", "sector": "land"}, None, 3),
    ("stakeholders, marine", "partners", {"place": "Key domestic stakeholders", "sector": "marine"}, None, 2),
    ("stakeholders, import and export", "partners", {"place": "Key domestic stakeholders", "sector": "trade"}, None, 6),
    ("stakeholders, asylum", "partners", {"place": "Key domestic stakeholders", "sector": "asylum"}, None, 7),
    ("consultative committees", "bodies", {"place": "Stakeholder consultative committees"}, None, 2),
    ("forums with the United States", "bodies", {"place": "Bilateral relations, United States"}, None, 5),
    ("trilateral forums", "bodies", {"place": "Trilateral relations"}, None, 3),
    ("partners in the standings", "standings", {}, None, 9),  # three Five Eyes, six others
    ("partners outside the Five Eyes", "standings", {"tier": "bilateral"}, None, 6),  # Bilateral relations
    ("pillars", "elements", {"parent": "cbsa-2023-initiative-indo-pacific", "kind": "theme"}, None, 5),
    ("sources of reconciliation", "elements", {"parent": "cbsa-2023-theme-reconciliation", "kind": "driver"}, None, 8),
    ("technical tables of the alliance", "bodies", {"parent": "jtba"}, lambda r: r["key"] != "jtba-high-table", 4),
    ("working circles", "bodies", {}, starts("key", "mca-cbsa-working-"), 5),  # Akwesasne initiative
    ("circles in all", "bodies", {"parent": "mca-cbsa"}, None, 7),  # with governance and leaders
    ("rights tables", "bodies", {"parent": "rights-tables"}, None, 4),  # Rights and self-determination tables
    ("unions", "partners", {"kind": "bargaining_agent"}, None, 5),  # Labour relations
    ("dates left blank", "values", {"text_en": "[blank]"}, None, 12),  # 8 under labour, 4 elsewhere
    ("chairs of the Border Five", "seats", {"body": "b5"}, None, 3),  # Multilateral relations 2
    ("chairs of the Migration Five", "seats", {"body": "m5"}, None, 4),  # Multilateral relations 3, two of them joint
]
TABLE = [
    pytest.param(f"{package}/{file}", cells, keep, expected, id=f"{package}: {what}")
    for package, counts in zip(ORDER, (FRAMEWORK_2008, ARTICLE_2015, DECK_2017, FRAMEWORK_2019, NOTE_2023), strict=True)
    for what, file, cells, keep, expected in counts
]


@pytest.mark.parametrize(("sheet", "cells", "keep", "expected"), TABLE)
def test_the_file_holds_what_the_source_holds(sheet, cells, keep, expected):
    assert len(rows(sheet, keep, **cells)) == expected


def test_partners_of_2008_stand_in_the_order_and_category_of_chart_2():
    placed = {
        tier: [row["partner"] for row in rows("cbsa-2008/standings", tier=tier)]
        for tier in ("core", "key", "emerging", "regional", "risk-management")
    }

    assert {tier: set(partners) for tier, partners in placed.items()} == {
        "core": {"us", "au", "gb"},
        "key": {"eu-commission", "fr", "de", "jp", "nz", "kr", "nl"},
        "emerging": {"br", "cn", "in", "mx", "ru", "za"},
        "regional": {"sn", "ae"},
        "risk-management": set(),  # "various partners": none is named
    }
    for tier, partners in placed.items():
        positions = [row["position"] for row in rows("cbsa-2008/standings", tier=tier)]
        assert positions == [str(n) for n in range(1, len(partners) + 1)]


# Appendix D, row by row: the forums with a dot, then * (European Union) and ° (officer present).
APPENDIX_D = {
    "us": ("g8 wco fcc apec wto", "°"),
    "gb": ("g8 wco fcc wto", "°"),  # no asterisk is printed
    "au": ("wco fcc apec wto", "°"),
    "eu-commission": ("g8 wco wto", ""),
    "jp": ("g8 wco apec wto", "°"),
    "fr": ("g8 wco wto", "*°"),
    "kr": ("wco apec", "°"),  # the cell of the WTO is empty
    "de": ("g8 wco wto", "*°"),
    "nl": ("wco wto", "*°"),
    "nz": ("wco apec wto", ""),
    "br": ("g8 wco wto", "°"),
    "ru": ("g8 wco apec", "°"),  # the cell of the WTO is empty
    "in": ("g8 wco wto", "°"),
    "cn": ("g8 wco apec wto", "°"),
    "mx": ("g8 wco apec wto", "°"),
    "za": ("g8 wco wto", "°"),
    "ae": ("wco wto", "°"),
    "sn": ("wco wto", ""),
}
NAMED = {"g8": "G8/G20", "wco": "World Customs Organization", "fcc": "Four Country Conference"} | {
    "apec": "Asia-Pacific Economic Cooperation",
    "wto": "World Trade Organization",
}


@pytest.mark.parametrize("partner", APPENDIX_D)
def test_a_row_of_appendix_d(partner):
    forums, marks = APPENDIX_D[partner]
    marked = [r["body"] for r in rows("cbsa-2008/memberships", partner=partner, place="Appendix D")]
    (standing,) = rows("cbsa-2008/standings", partner=partner)
    present = rows("cbsa-2008/presences", partner=partner, kind="migration_integrity_officer")

    assert [body for body in marked if body != "eu-member-states"] == forums.split()
    assert ("eu-member-states" in marked) == ("*" in marks)
    assert ["Appendix D" in row["place"] for row in present] == [True] * marks.count("°")
    assert ", ".join(NAMED[body] for body in forums.split()) + "." in standing["evidence_en"]
    assert ("Migration integrity officer: marked." in standing["evidence_en"]) == ("°" in marks)
    assert ("Marked as a member of the European Union." in standing["evidence_en"]) == ("*" in marks)


def test_appendix_c_is_with_twenty_parties():
    listed = {row["key"] for row in rows("cbsa-2008/agreements", place="Appendix C")}
    with_whom = Counter(
        row["partner"].partition("-")[0] if row["partner"] == "ch-foca" else row["partner"]
        for row in rows("cbsa-2008/parties", among("agreement", *listed))
        if row["partner"] not in {"ca", "cbsa"}
    )

    assert with_whom == {
        **dict.fromkeys(["us"], 4),
        **dict.fromkeys(["au", "gb"], 3),
        **dict.fromkeys(["eu", "hk", "jp", "nz"], 2),
        **dict.fromkeys(["caribbean-zone", "cz", "fr", "de", "iom", "jm", "lb", "mx", "pt", "si", "kr", "ch", "vn"], 1),
    }


def test_the_candidates_of_chart_3():
    sought = {row["partner"]: row["sought"] for row in rows("cbsa-2008/candidates")}

    assert [p for p, kind in sought.items() if kind == "cmaa"] == ["br", "cl", "cr", "il", "nl", "ru"]
    assert [p for p, kind in sought.items() if kind == "various"] == ["cn", "in", "jm", "jp", "my", "pa", "za", "th"]
    assert [p for p, kind in sought.items() if kind == "api_pnr"] == ["eu-commission"]


def number(package: str, statistic: str, **cells: str) -> list[str]:
    return [row["number"] for row in rows(f"{package}/values", statistic=statistic, **cells)]


def test_the_series_of_asylum_claims():
    table = rows("cbsa-2019/values", statistic="asylum-claims", place="Annex C, table")

    assert {int(row["period"]): int(row["number"]) for row in table} == {
        2008: 36856,
        2009: 33152,
        2010: 23130,
        2011: 25315,
        2012: 20472,
        2013: 20372,
        2014: 13450,
        2015: 16113,
        2016: 23894,
        2017: 50500,
        2018: 55541,
    }


@pytest.mark.parametrize(
    ("drug", "quantities"),
    [
        ("opium-heroin", {"2018": {"kg": "358"}, "2017": {"kg": "465"}}),
        ("fentanyl", {"2018": {"g": "4263", "doses": "368"}, "2017": {"g": "11952", "doses": "683"}}),
        ("cocaine", {"2018": {"kg": "1117"}, "2017": {"kg": "2732"}}),
        ("methamphetamine", {"2018": {"kg": "344", "doses": "381"}, "2017": {"kg": "80", "doses": "1092"}}),
        ("cannabis", {"2018": {"kg": "2230", "doses": "112687"}, "2017": {"kg": "695"}}),
    ],
)
def test_the_table_of_drugs(drug, quantities):
    found: dict[str, dict[str, str]] = {}
    for row in rows("cbsa-2019/values", statistic=f"drugs-{drug}"):
        found.setdefault(row["period"], {})[row["unit"]] = row["number"]

    assert found == quantities


@pytest.mark.parametrize(
    ("package", "statistic", "expected"),
    [
        ("cbsa-2008", "cbsa-mio-officers", ["45"]),  # 4D
        ("cbsa-2008", "cbsa-mio-locations", ["39", "39", "39"]),  # 4D, Appendix I, and the cities counted
        ("cbsa-2008", "capacity-building-recipients", ["25"]),  # Appendix F
        ("cbsa-2008", "wco-members", ["171"]),  # Chart 4
        ("cbsa-2008", "iata-airlines", ["256"]),  # Chart 4
        ("cbsa-2008", "trip-report-deadline", ["15"]),  # 3B
        ("cbsa-2015", "acts-administered", ["90"]),  # Integrated border management agency
        ("cbsa-2015", "liaison-officer-locations", ["47"]),  # Partnerships beyond our borders
        ("cbsa-2017", "us-cbp-arrangements", ["21"]),  # Slide 3
        ("cbsa-2017", "nexus-fee", ["50", "50"]),  # Slide 17, either currency
        ("cbsa-2017", "nexus-marine-locations", ["430"]),  # Slide 17
        ("cbsa-2017", "canada-us-trade", ["635000000000", "841100000000"]),  # Slide 18
        ("cbsa-2019", "liaison-officer-locations", ["34"]),  # Annex J, cities counted
        ("cbsa-2019", "rcmp-interceptions-between-ports", ["20593", "20593", "19419"]),  # Annex C
        ("cbsa-2019", "border-action-plan-funding", ["1180000000"]),  # Annex C
        ("cbsa-2019", "illegal-drug-use-cost", ["38400000000"]),  # Annex D
        ("cbsa-2023", "wco-members", ["185"]),  # Multilateral relations 4
        ("cbsa-2023", "acts-administered", ["100"]),  # Domestic and international partnerships
        ("cbsa-2023", "collective-agreements", ["27"]),  # Labour relations
        ("cbsa-2023", "bargaining-agents", ["15"]),  # Labour relations
    ],
)
def test_a_figure_of_the_source(package, statistic, expected):
    assert number(package, statistic) == expected


def test_the_envelope_for_capacity_building_is_whole():
    shares = rows("cbsa-2008/values", starts("statistic", "capacity-envelope-"))

    assert [int(row["number"]) for row in shares] == [30, 20, 25, 15, 10]  # 2F


def test_the_network_of_2019_city_by_city():
    regions = rows("cbsa-2019/values", starts("statistic", "network-posts-"), unit="places")
    counted = {r["statistic"].removeprefix("network-posts-"): int(r["number"]) for r in regions}
    without = counted.pop("without-number")
    officers = {kind: number("cbsa-2019", f"network-officers-{kind}")[0] for kind in ("rd", "inm", "tlo", "lo")}

    assert list(counted.values()) == [6, 4, 7, 4, 3, 3, 4, 3]  # Annex J, in its order
    assert sum(counted.values()) == 34
    assert without == 22
    assert officers == {"rd": "3", "inm": "7", "tlo": "3", "lo": "14"}


def test_the_unions_and_their_members():
    unions = {u: number("cbsa-2023", f"cbsa-employees-{u}")[0] for u in ("psac", "pipsc", "acfo", "cape", "ibew")}

    assert unions == {"psac": "14577", "pipsc": "1207", "acfo": "272", "cape": "457", "ibew": "13"}
    assert number("cbsa-2023", "cbsa-employees-psac-fb") == ["10853"]


# A statistic for which the sources, or two parts of one, say different things: all that they say is kept.
CONTRADICTIONS = {
    "cbsa-ilo-australia-city": {"Sydney", "Canberra"},  # 2008: 4D; App. B
    "cbsa-wco-audit-chair": {"Held at the time of the source", "Held in the first year of the committee"},
    "cbsa-gb-immigration-instrument": {"Statement of mutual understanding", "Memorandum of understanding"},
    "cbsa-au-immigration-mou-state": {
        "To be put into effect",
        "Implementation to be finished",
        "Possibility to be discussed",
    },
    "cbsa-jp-customs-instrument": {
        "Customs mutual assistance agreement signed in 2005",
        "Memorandum of understanding and letter of understanding",
        "Customs mutual assistance agreement (Japan named among the agreement partners).",
    },
    "beyond-the-border-initiatives": {"30", "34"},  # 2015: Partnerships 1; 2017: Slide 6
    "acts-administered": {"90", "100"},  # 2015 and 2017; 2023
    "liaison-officer-locations": {"47", "34"},  # 2015; 2019: Annex J
    "recalcitrant-countries-first": {"6", "5"},  # 2019: Annex B, key countries; tools
    "irregular-arrivals-key-countries": {"4", "5"},  # 2019: Annex C, heading; note
    "frontex-interpol-project-name": {"FIELDS", "SUNAT"},  # 2019: Annex C, nexus; plan
}


@pytest.mark.parametrize("statistic", CONTRADICTIONS)
def test_a_contradiction_of_the_sources_is_kept(statistic):
    said = [row for package in ORDER for row in rows(f"{package}/values", statistic=statistic)]

    assert {row["number"] or row["text_en"] for row in said} == CONTRADICTIONS[statistic]
    assert len({(row["source"], row["place"]) for row in said}) == len(said)


def test_two_values_for_the_claims_of_a_year_are_kept():
    said = {(r["period"], r["number"], r["qualifier"]) for r in rows("cbsa-2019/values", statistic="asylum-claims")}

    assert said >= {("2017", "50500", ""), ("2017", "50400", "more_than")}
    assert said >= {("2018", "55541", ""), ("2018", "55000", "more_than")}


# ------------------------------------------------------------------------------------------- every file


@every_sheet
def test_a_file_written_again_has_the_same_bytes(path):
    raw = path.read_bytes()
    table = list(csv.reader(io.StringIO(raw.decode())))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)

    assert out.getvalue().encode() == raw
    assert {len(row) for row in table} == {len(table[0])}
    assert len(table) > 1  # a file that has no rows is absent


@every_sheet
def test_every_row_is_cited(path):
    if path.stem == "sources":
        return
    wanting = [
        row
        for row in read(path)
        if not (row["source"] and row["place"] and row.get("as_of", path.stem == "corrections"))
    ]

    assert wanting == []


@pytest.mark.parametrize("package", ORDER)
def test_every_source_cited_is_known(package):
    before = ORDER[: ORDER.index(package) + 1]
    known = {row["key"] for name in before for row in rows(f"{name}/sources")}
    cited = {row["source"] for path in EDITIONS.glob(f"{package}/*.csv") for row in read(path) if "source" in row}

    assert cited <= known


def test_a_key_is_used_once_over_all_packages():
    repeated = ("tiers", "corrections")  # a tier of each edition; the key of what is corrected
    for stem in {path.stem for path in SHEETS if "key" in read(path)[0] and path.stem not in repeated}:
        keys = Counter(row["key"] for path in EDITIONS.glob(f"*/{stem}.csv") for row in read(path))
        assert [key for key, n in keys.items() if n > 1] == [], stem


@every_sheet
def test_a_text_is_in_both_languages_or_in_neither(path):
    pairs = [c[:-3] for c in read(path)[0] if c.endswith("_en") and c != "acronym_en"]  # an acronym may have no other
    one_sided = [(row, c) for row in read(path) for c in pairs if bool(row[f"{c}_en"]) != bool(row[f"{c}_fr"])]

    assert one_sided == []


@every_sheet
def test_only_three_marks_are_used_and_in_both_languages(path):
    for row in read(path):
        for column, cell in row.items():
            assert set(re.findall(r"\[[^\]]*\]?", cell)) <= MARKS
            if cell in MARKS and column.endswith(("_en", "_fr")):
                assert row[column[:-3] + "_en"] == row[column[:-3] + "_fr"] == cell


@every_sheet
def test_french_is_set_as_french_is(path):
    titles = {"sources": ("title_fr",)}.get(path.stem, ())  # titles of works kept in their own language
    for row in read(path):
        for column, cell in row.items():
            if column.endswith("_fr") and column not in titles:
                assert re.findall(r"[^\u00a0][;:!?%»]|«[^\u00a0]|'|\"", cell) == [], cell
            elif column.endswith("_en"):
                assert re.findall(r"'|\"", cell) == [], cell


# Columns that speak of a holder: they name an office, a body or a country, never a person.
OFFICE_ONLY = {
    "offices": ("title_en", "title_fr"),
    "editions": ("approved_by_en", "approved_by_fr"),
}
OFFICE = re.compile(
    r"""president|président|minister|ministre|secretary|secrétaire|counsellor|councillors|conseillers?\b|officer
    |agent|representative|représentant|attaché|director.general|directeur.général|official|haut.fonctionnaire
    |commissioner|commissaire|chief|chef|consul|operator|head\b|administrat|chair""",
    re.IGNORECASE | re.VERBOSE,
)


@every_sheet
def test_no_person_is_named(path):
    for row in read(path):
        for column, cell in row.items():
            assert not re.search(r"@|\b(Mr|Mrs|Ms|Dr)\.? [A-Z]|\b(M\.|Mme|Mlle) [A-Z]", cell), cell
            if column in OFFICE_ONLY.get(path.stem, ()) and cell:
                assert OFFICE.search(cell), cell


def test_a_seat_is_held_by_a_partner():
    partners = {row["key"] for path in EDITIONS.glob("*/partners.csv") for row in read(path)}
    holders = {row["holder"] for path in EDITIONS.glob("*/seats.csv") for row in read(path)}

    assert holders - {""} <= partners
