"""Saying every problem at once."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def obey(*problems: ValidationError | None) -> None:
    """Raises every problem at once: those of a field under its name, the others under none."""
    said: dict[str, list[ValidationError]] = {}
    for one in problems:
        if one is not None:
            for name, found in getattr(one, "error_dict", {NON_FIELD_ERRORS: [one]}).items():
                said.setdefault(name, []).extend(found)
    if said:
        raise ValidationError(said)
