from django.test import TestCase

from .models import Note


class NoteTests(TestCase):
    def test_a_new_site_has_three_notes(self):
        self.assertEqual(Note.objects.count(), 3)

    def test_a_note_knows_its_page(self):
        note = Note.objects.get(slug="folders-are-urls")
        self.assertEqual(note.get_absolute_url(), "/notes/folders-are-urls/")


class TimeTests(TestCase):
    def test_the_endpoint_answers_json(self):
        response = self.client.get("/api/time/")
        self.assertEqual(response.status_code, 200)
        self.assertIn("time", response.json())
