"""Data for routes/layout.tsx, which wraps every page."""

import platform

import django


def get(request):
    return {"django": django.get_version(), "python": platform.python_version()}
