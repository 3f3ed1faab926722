from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from .models import Note, User

admin.site.register(User, UserAdmin)


@admin.register(Note)
class NoteAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "created"]
    prepopulated_fields = {"slug": ["title"]}
