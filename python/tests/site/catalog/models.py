"""Models with every kind of field and relation, for picks."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import cached_property as django_cached_property
from django.utils.translation import gettext_lazy as _


class Country(models.Model):
    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=50)

    class Meta:
        app_label = "catalog"

    def __str__(self) -> str:
        return self.name


class Author(models.Model):
    name = models.CharField(max_length=50)
    email = models.EmailField()
    country = models.ForeignKey(Country, models.CASCADE, null=True, blank=True)

    class Meta:
        app_label = "catalog"

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split())


class Genre(models.Model):
    name = models.CharField(max_length=50)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")

    class Meta:
        app_label = "catalog"

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    name = models.CharField(max_length=50)

    class Meta:
        app_label = "catalog"

    def __str__(self) -> str:
        return self.name


class Money(models.DecimalField):  # type: ignore[type-arg]
    """A field of the site's own."""


class Polygon(models.Field):  # type: ignore[type-arg]
    """A field whose values nobody can guess."""

    def db_type(self, connection: object) -> str:
        return "text"


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    LIVE = "live", "Live"


class Novel(models.Model):
    title = models.CharField(max_length=100, help_text=_("As on the cover."))
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    mood = models.CharField(max_length=10, choices=[("sad", "Sad")], blank=True)
    rank = models.IntegerField(choices=[(1, "Best"), (2, "Good")], null=True)
    price = Money(max_digits=8, decimal_places=2, default="1.00")
    outline = Polygon(null=True)
    published = models.DateTimeField(null=True)
    extra = models.JSONField(default=dict)
    cover = models.FileField(blank=True)
    raw = models.BinaryField(default=b"")
    doubled = models.GeneratedField(
        expression=models.F("rank") * 2,
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )
    author = models.ForeignKey(Author, models.CASCADE, related_name="novels")
    editor = models.ForeignKey(Author, models.CASCADE, null=True, related_name="+")
    tags = models.ManyToManyField(Tag, related_name="novels")
    links = GenericRelation("catalog.Link")

    class Meta:
        app_label = "catalog"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/novels/{self.pk}/"

    @property
    def shout(self) -> str:
        """The title, loud."""
        return self.title.upper()

    @cached_property
    def letters(self) -> int:
        return len(self.title)

    @django_cached_property
    def words(self) -> list[str]:
        return self.title.split()

    @property
    def secret(self):  # type: ignore[no-untyped-def]
        return "secret"

    def shorten(self, length: int) -> str:
        return self.title[:length]

    def count_reviews(self) -> int:
        return self.review_set.count()

    async def fetch(self) -> str:
        return ""

    def lost(self) -> Nowhere:  # type: ignore[name-defined]  # noqa: F821
        return None


class Audiobook(Novel):
    """Has a table of its own besides that of novels."""

    minutes = models.IntegerField()

    class Meta:
        app_label = "catalog"


class Review(models.Model):
    novel = models.ForeignKey(Novel, models.CASCADE)
    text = models.TextField()

    class Meta:
        app_label = "catalog"

    def __str__(self) -> str:
        return self.text


class Isbn(models.Model):
    novel = models.OneToOneField(Novel, models.CASCADE, primary_key=True)
    number = models.CharField(max_length=13)

    class Meta:
        app_label = "catalog"

    def __str__(self) -> str:
        return self.number


class Link(models.Model):
    url = models.URLField()
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()

    class Meta:
        app_label = "catalog"

    def __str__(self) -> str:
        return self.url


class Shelf(models.Model):
    """Has a key of two columns."""

    pk = models.CompositePrimaryKey("room", "number")
    room = models.CharField(max_length=5)
    number = models.IntegerField()

    class Meta:
        app_label = "catalog"

    def __str__(self) -> str:
        return self.room


class Member(AbstractBaseUser):
    email = models.EmailField(unique=True)
    USERNAME_FIELD = "email"

    class Meta:
        app_label = "catalog"

    def __str__(self) -> str:
        return self.email
