"""What removals offer to the one index."""

from django.db.models import QuerySet

from entente.foundation.index.actions import Entry

from .models import CountryFile, Plan


def entry(file: CountryFile) -> Entry:
    """A country file as it is found: by its country and where cooperation stands. Reads the partner."""
    return Entry(
        thing=file,
        kind="country_file",
        address=("removals:file", file.key),
        title_en=file.title_en,
        title_fr=file.title_fr,
        text_en=file.standing_en,
        text_fr=file.standing_fr,
        more=file.partner.key,
        marking=file.bears,
    )


def plan_entry(plan: Plan) -> Entry:
    """An engagement plan as it is found: by title, aim, outcome and number. Reads the file and its partner."""
    return Entry(
        thing=plan,
        kind="removals_plan",
        address=("removals:plan", plan.key),
        title_en=plan.title_en,
        title_fr=plan.title_fr,
        text_en=f"{plan.aim_en}\n{plan.outcome_en}".strip(),
        text_fr=f"{plan.aim_fr}\n{plan.outcome_fr}".strip(),
        more=f"{plan.key} {plan.file.partner.name_en} {plan.file.partner.name_fr}",
        marking=plan.file.bears,
    )


def files() -> QuerySet[CountryFile]:
    """Every country file with what its entry reads."""
    return CountryFile.objects.select_related("partner")


def plans() -> QuerySet[Plan]:
    """Every engagement plan with what its entry reads."""
    return Plan.objects.select_related("file", "file__partner")


OFFERS = ((CountryFile, files, entry), (Plan, plans, plan_entry))
