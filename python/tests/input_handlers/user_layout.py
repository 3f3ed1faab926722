"""A root layout that declares what pages know of the user."""

from djk import pick

user = pick("id", "username")
