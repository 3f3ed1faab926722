from __future__ import annotations

from django.apps import AppConfig


class DjkConfig(AppConfig):
    name = "djk"
    verbose_name = "djk"

    def ready(self) -> None:
        from djk import checks, converters

        converters.register()
        checks.register()
