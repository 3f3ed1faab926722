from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=100)
    email = models.EmailField()

    class Meta:
        app_label = "mysite"


class Book(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft"
        LIVE = "live"

    slug = models.SlugField()
    title = models.CharField(max_length=100, help_text="Headline shown in lists")
    status = models.CharField(max_length=10, choices=Status.choices)
    price = models.DecimalField(max_digits=6, decimal_places=2)
    published = models.DateTimeField(null=True)
    author = models.ForeignKey(Author, models.CASCADE)
    cover = models.FileField()
    cost = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        app_label = "mysite"

    @property
    def reading_time(self) -> int:
        return 1
