"""The baseline is assessed, and the yearly return is sent."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.engagement.partners.models import Partner
from entente.foundation.trail import actions as trail

from .. import queries, rules
from ..models import Baseline, YearlyReturn
from ..policy import RISK
from .keeping import _keep, _obey


@transaction.atomic
def assess(*, by: Any, partner: Partner, **given: Any) -> Baseline:
    """Write down the baseline with a country or entity, from a day on. What stood before is kept.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: a value cannot stand, or EXC-20, EXC-31, EXC-46 or EXC-47 refuses.
    """
    made = Baseline(partner=partner, by=by.username, at=timezone.now(), **given)
    RISK.require(by, "assess", made)
    last = queries.last_baseline(partner)
    _keep(
        made,
        rules.stands_already(made.starts_on, timezone.localdate()),
        rules.follows_the_last(made, last),
        rules.lowered_from_above(made, last, by),
        rules.marking_fits(made, by),
    )
    moved = [last.level if last else "", made.level]
    trail.record(by=by, verb="assess_baseline", subject=made, partner=partner.key, level=moved)
    return made


@transaction.atomic
def send_return(*, by: Any, year: int, sent_on: date, text_en: str = "", text_fr: str = "") -> YearlyReturn:
    """Send the return on a year that is over to the Minister; its figures are frozen as the record has them now.

    Raises:
        PermissionDenied: ``by`` is no executive.
        ValidationError: EXC-28, EXC-37 or EXC-48 refuses.
    """
    RISK.require(by, "send_return")
    today = timezone.localdate()
    _obey(rules.year_is_over(year, today), rules.sent_once(queries.last_return(year)))
    made = YearlyReturn(
        year=year,
        figures=queries.figures(year),
        text_en=text_en,
        text_fr=text_fr,
        sent_on=sent_on,
        by=by.username,
        at=timezone.now(),
    )
    _keep(made, rules.sent_already(year, sent_on, today))
    trail.record(by=by, verb="send_return", subject=made, sent_on=sent_on, in_time=sent_on <= queries.due_on(year))
    return made
