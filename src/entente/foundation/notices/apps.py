"""Finds the words that rooms declared for their notices."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Notices(AppConfig):
    name = "entente.foundation.notices"

    def ready(self) -> None:
        autodiscover_modules("notices")
