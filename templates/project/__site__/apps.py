from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "__site__"
    default_auto_field = "django.db.models.BigAutoField"
