"""The files of partners in an edition package; docs/reference/package.md says what each column means."""

from entente.kit.sheet import Sheet

from ..models import Aim, Office, Partner, Presence, Standing, Subject, Succession, Tier

CITED = ("source", "place", "as_of")
SAID = (
    *("name_en", "name_fr", "acronym_en", "acronym_fr", "sector", "subjects", "marking"),
    *("summary_en", "summary_fr", "owner", "starts_on", "ends_on"),
)

SHEETS = (
    Sheet(
        file="partners.csv",
        model=Partner,
        columns=("key", "kind", "country", "parent", *SAID, *CITED),
        identity=("key",),
        codes={"subjects": Subject},
    ),
    Sheet(
        file="successions.csv",
        model=Succession,
        columns=("from_partner", "to_partner", "kind", "on", "note_en", "note_fr", *CITED),
        identity=("from_partner", "to_partner", "kind"),
    ),
    Sheet(
        file="offices.csv",
        model=Office,
        columns=(
            *("key", "partner", "title_en", "title_fr", "role", "location", "starts_on", "ends_on"),
            *("note_en", "note_fr", *CITED),
        ),
        identity=("key",),
    ),
    Sheet(
        file="tiers.csv",
        model=Tier,
        columns=("edition", "key", "position", "name_en", "name_fr", "tests_en", "tests_fr", *CITED),
        identity=("edition", "key"),
    ),
    Sheet(
        file="standings.csv",
        model=Standing,
        columns=(
            *("edition", "partner", "tier", "position", "in_scope", "tests_met_en", "tests_met_fr"),
            *("evidence_en", "evidence_fr", *CITED),
        ),
        identity=("edition", "partner"),
        through={"tier": ("edition", "tier")},
    ),
    Sheet(
        file="aims.csv",
        model=Aim,
        columns=("edition", "partner", "position", "objective", "text_en", "text_fr", *CITED),
        identity=("edition", "partner", "position"),
    ),
    Sheet(
        file="presences.csv",
        model=Presence,
        columns=("partner", "kind", "starts_on", "ends_on", *CITED),
        identity=("partner", "kind", "as_of"),
    ),
)
SHEET_OF = {one.model: one for one in SHEETS}
