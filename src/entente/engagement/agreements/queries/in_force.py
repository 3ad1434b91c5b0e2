"""The one statement that says which instruments were in force at which instants; ``switch`` says what that means.

Texts of partial dates are compared as they stand: either database orders ISO texts alike. Of a beginning the last
day it may mean counts, of an end the first.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from entente.engagement.partners.models import ABROAD, Partner
from entente.foundation.sources.models import Correction, label_of
from entente.kit.days import UNKNOWN

from ..models import Agreement, Link, Party, PartyAction, Suspension

TABLES = {
    "agreement": Agreement, "link": Link, "party": Party, "action": PartyAction, "suspension": Suspension,
    "partner": Partner, "correction": Correction,
}  # fmt: skip
NO_DATE = "(" + ", ".join(f"'{mark}'" for mark in UNKNOWN) + ")"
ABROAD_KINDS = "(" + ", ".join(f"'{kind}'" for kind in ABROAD) + ")"

UNPACKED = {
    "sqlite": {
        "instants": """
            SELECT json_extract(value, '$[0]') AS n, json_extract(value, '$[1]') AS day,
                json_extract(value, '$[2]') AS tomorrow, json_extract(value, '$[3]') AS at FROM json_each(%s)""",
        "asked": "SELECT value AS pk FROM json_each(%s)",
    },
    "postgresql": {
        "instants": """
            SELECT (value->>0)::int AS n, value->>1 AS day, value->>2 AS tomorrow, (value->>3)::timestamptz AS at
            FROM jsonb_array_elements(%s::jsonb)""",
        "asked": "SELECT value::bigint AS pk FROM jsonb_array_elements_text(%s::jsonb)",
    },
}
"""How a list given as JSON becomes rows: one parameter, however many instants or instruments."""

# A party is bound unless it still has to join, or has withdrawn and not certainly joined again since. One that joined
# only after it had withdrawn was bound before. What its country did counts for an agency too. An undated accession
# counts from its source's day; an undated withdrawal from the beginning, and only what joined after its source's day
# can end it.
GIVEN = """
WITH RECURSIVE instants AS ({instants}),
given AS ({asked}),
"""
ALONE = "asked AS (SELECT pk FROM given)"
# What an instrument rests on is asked with it, and what that rests on. UNION keeps a pair once, so that a circle ends.
WITH_SUPPORTS = """
resting AS (
    SELECT pk AS root, pk FROM given
    UNION
    SELECT r.root, l.to_agreement_id FROM resting r JOIN {link} l ON l.from_agreement_id = r.pk
    WHERE l.kind = '{rests_on}'
),
asked AS (SELECT DISTINCT pk FROM resting)"""
PARTIES = """,
joined AS (
    SELECT agreement_id, partner_id, CASE
        WHEN "on" NOT IN {no_date} THEN "on" WHEN as_of NOT IN {no_date} THEN as_of END AS day
    FROM {action} WHERE action IN ('ratified', 'accepted', 'acceded')
        AND agreement_id IN (SELECT pk FROM asked)
),
withdrawn AS (
    SELECT agreement_id, partner_id, CASE WHEN "on" NOT IN {no_date} THEN "on" ELSE '' END AS from_day, CASE
        WHEN "on" NOT IN {no_date} THEN "on" WHEN as_of NOT IN {no_date} THEN as_of ELSE '9999' END AS by_day
    FROM {action} WHERE action = 'withdrew' AND agreement_id IN (SELECT pk FROM asked)
),
named AS (
    SELECT p.agreement_id, p.partner_id, r.parent_id, CASE
        WHEN r.kind = 'own' OR r.id IN (SELECT parent_id FROM {partner} WHERE kind = 'own' AND parent_id IS NOT NULL)
        THEN 'ours' WHEN r.kind IN {abroad} THEN 'theirs' ELSE 'home' END AS side
    FROM {party} p JOIN {partner} r ON r.id = p.partner_id
    WHERE p.role IN ('party', 'signatory') AND p.agreement_id IN (SELECT pk FROM asked)
),
acting AS (
    SELECT * FROM named p WHERE EXISTS (
        SELECT 1 FROM {action} c WHERE c.agreement_id = p.agreement_id
        AND c.partner_id IN (p.partner_id, p.parent_id)
        AND c.action IN ('ratified', 'accepted', 'acceded', 'withdrew')
    )
),
unbound AS (
    SELECT p.agreement_id, p.partner_id, p.side, t.n FROM acting p CROSS JOIN instants t
    WHERE (
        EXISTS (SELECT 1 FROM joined j WHERE {of_party} AND NOT EXISTS (
            SELECT 1 FROM withdrawn w WHERE {left} AND {rejoined}
        ))
        AND NOT EXISTS (SELECT 1 FROM joined j WHERE {of_party} AND {has_joined})
    ) OR EXISTS (
        SELECT 1 FROM withdrawn w
        WHERE {left} AND w.from_day <= t.day AND NOT EXISTS (
            SELECT 1 FROM joined j WHERE {of_party} AND {has_joined} AND {rejoined}
        )
    )
)"""
OF_PARTY = "j.agreement_id = p.agreement_id AND j.partner_id IN (p.partner_id, p.parent_id)"
LEFT = "w.agreement_id = p.agreement_id AND w.partner_id IN (p.partner_id, p.parent_id)"
REJOINED = "j.day > w.by_day AND substr(j.day, 1, length(w.by_day)) <> w.by_day"
ONE_DAY = timedelta(days=1)
HAS_JOINED = "j.day < substr(t.tomorrow, 1, length(j.day))"

LIVE = (
    GIVEN  # noqa: S608 - the names of our own tables and marks are put in, nothing that anybody typed
    + WITH_SUPPORTS
    + PARTIES
    + """,
sides AS (
    SELECT agreement_id, side, count(*) AS many FROM named n
    WHERE side <> 'home'
    OR NOT EXISTS (SELECT 1 FROM named o WHERE o.agreement_id = n.agreement_id AND o.side = 'theirs')
    GROUP BY agreement_id, side
),
left_alone AS (
    SELECT u.agreement_id, u.n FROM unbound u JOIN sides s ON s.agreement_id = u.agreement_id AND s.side = u.side
    GROUP BY u.agreement_id, u.n, u.side, s.many HAVING count(*) = s.many
),
paused AS (
    SELECT s.agreement_id, t.n FROM {suspension} s CROSS JOIN instants t
    WHERE s.agreement_id IN (SELECT pk FROM asked) AND s.from_at <= t.at AND (s.to_at IS NULL OR s.to_at > t.at)
),
counted AS (
    SELECT a.id, a.ended_on, a.expires_on, CASE
        WHEN a.in_force_on NOT IN {no_date} THEN a.in_force_on
        WHEN a.as_of IN {no_date} THEN NULL
        WHEN a.status IN ('in_force', 'suspended') THEN a.as_of
        WHEN a.status = 'ended' AND EXISTS (
            SELECT 1 FROM {correction} c WHERE c.label = %s AND c.record = a.id AND c.field = 'status'
            AND c.source_value = 'in_force' AND c.withdrawn_at IS NULL
        ) THEN a.as_of END AS begins, CASE
        WHEN a.status = 'suspended' AND NOT EXISTS (
            SELECT 1 FROM {suspension} s WHERE s.agreement_id = a.id AND s.to_at IS NULL
        ) THEN CASE WHEN a.as_of IN {no_date} THEN '' ELSE a.as_of END END AS stands_still
    FROM {agreement} a
    WHERE a.id IN (SELECT pk FROM asked) AND (
        a.status IN ('signed', 'in_force', 'suspended') OR (a.status = 'ended' AND a.ended_on NOT IN {no_date})
    )
),
by_itself AS (
    SELECT a.id, t.n FROM counted a CROSS JOIN instants t
    WHERE a.begins < substr(t.tomorrow, 1, length(a.begins))
    AND (a.ended_on IN {no_date} OR a.ended_on > t.day)
    AND (a.expires_on IN {no_date} OR a.expires_on > t.day)
    AND (a.stands_still IS NULL OR a.stands_still > t.day)
    AND (a.id, t.n) NOT IN (SELECT agreement_id, n FROM paused)
    AND (a.id, t.n) NOT IN (SELECT agreement_id, n FROM left_alone)
),
unsupported AS (
    SELECT r.root, t.n FROM resting r CROSS JOIN instants t
    WHERE r.pk <> r.root AND (r.pk, t.n) NOT IN (SELECT id, n FROM by_itself)
)
SELECT id, n FROM by_itself
WHERE id IN (SELECT pk FROM given) AND (id, n) NOT IN (SELECT root, n FROM unsupported)"""
)
BOUND = (
    GIVEN  # noqa: S608 - as above
    + ALONE
    + PARTIES
    + """
SELECT agreement_id, partner_id FROM named
WHERE side = 'theirs' AND (agreement_id, partner_id) NOT IN (SELECT agreement_id, partner_id FROM unbound)"""
)


def live(agreement_ids: Iterable[int], instants: Iterable[datetime]) -> set[tuple[int, datetime]]:
    """Which of these instruments were in force at which of these instants. One statement, however many of either.

    Args:
        agreement_ids: instruments that do not exist are never in force.
        instants: aware; raises ``ValueError`` for one that is not.

    Returns:
        The pairs that are in force, with the instants as they were given.
    """
    asked = list(dict.fromkeys(instants))
    rows = _rows(LIVE, agreement_ids, asked, label_of(Agreement))
    return {(pk, asked[n]) for pk, n in rows}


def bound(agreement_ids: Iterable[int], at: datetime) -> dict[int, set[int]]:
    """The foreign parties each instrument binds at an instant, whether or not it is in force itself. One statement."""
    found: dict[int, set[int]] = {}
    for agreement, partner in _rows(BOUND, agreement_ids, [at]):
        found.setdefault(agreement, set()).add(partner)
    return found


def _rows(template: str, agreement_ids: Iterable[int], instants: list[datetime], *more: str) -> list[Any]:
    names = {name: model._meta.db_table for name, model in TABLES.items()} | {"no_date": NO_DATE}
    names["rests_on"] = Link.RESTS_ON
    said = {"abroad": ABROAD_KINDS, "of_party": OF_PARTY, "has_joined": HAS_JOINED, "left": LEFT, "rejoined": REJOINED}
    statement = template.format(**names, **said, **UNPACKED[connection.vendor])
    given = [json.dumps(_told(instants)), json.dumps(sorted(set(agreement_ids)))]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*given, *more])
        return cursor.fetchall()


def _told(instants: list[datetime]) -> list[tuple[int, str, str, str]]:
    """Instants as the statement knows them: their day and the next in the agency's zone, and themselves in UTC."""
    zone, as_text, told = timezone.get_default_timezone(), connection.vendor == "sqlite", []
    for number, at in enumerate(instants):
        if at.tzinfo is None:
            raise ValueError("An instant needs its zone.")
        day, exact = at.astimezone(zone).date(), at.astimezone(UTC)
        # SQLite keeps instants as text without a zone, and compares them so.
        text = str(exact.replace(tzinfo=None)) if as_text else exact.isoformat()
        told.append((number, day.isoformat(), (day + ONE_DAY).isoformat(), text))
    return told
