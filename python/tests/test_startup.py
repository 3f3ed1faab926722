"""What keeps a site from starting is one problem, at the user's own file or setting."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).parents[1] / "src"

MANAGE = """\
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / ".djk"))
os.environ["DJANGO_SETTINGS_MODULE"] = "site_settings"

if __name__ == "__main__":
    from django.core.management import execute_from_command_line
    from djk.env import require_environment

    require_environment()
    execute_from_command_line(sys.argv)
"""

SETTINGS = """\
from pathlib import Path
from djk.env import Environment

env = Environment(Path(__file__).parents[1])
SECRET_KEY = "x"
INSTALLED_APPS = ["djk", "shop"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIDDLEWARE = ["djk.middleware.HealthMiddleware"]
ROOT_URLCONF = "site_root"
DJK = {"SITE": Path(__file__).parents[1], "URLS": "site_routes"}
"""

ROOT = """\
from django.urls import include, path
urlpatterns = [path("", include("shop.urls")), path("", include("site_routes"))]
"""

FILES = {
    "manage.py": MANAGE,
    ".djk/site_settings.py": SETTINGS,
    ".djk/site_root.py": ROOT,
    ".djk/site_routes.py": "urlpatterns = []\nnot_found_patterns = []\n",
    "shop/__init__.py": "",
    "shop/urls.py": "urlpatterns = []\n",
    "shop/models.py": "from django.db import models\n\n\nclass Note(models.Model):\n    pass\n",
    "shop/migrations/__init__.py": "",
}

MIGRATION = """\
from django.db import migrations, models

OPTIONS = {"auto_created": True, "serialize": False, "verbose_name": "ID"}


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            "Note",
            [("id", models.BigAutoField(primary_key=True, **OPTIONS))],
        )
    ]
"""


class Site:
    """A site whose settings are generated, as those of djk.toml are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for path, text in FILES.items():
            self.write(path, text)

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def set(self, line: str) -> None:
        self.write(".djk/site_settings.py", f"{SETTINGS}{line}\n")

    def run(self, *args: str) -> Any:
        env = {**os.environ, "PYTHONPATH": str(SOURCE), "DJK_ENV": "dev"}
        env.pop("DJANGO_SETTINGS_MODULE", None)
        process = subprocess.run(
            [sys.executable, *args],
            cwd=self.folder,
            env=env,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert process.returncode == 0, process.stderr
        return json.loads(process.stdout.splitlines()[-1])

    def explain(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.run("-m", "djk.startup", "manage.py")
        return found

    def inspect(self, *args: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.run("manage.py", "djk_inspect", *args)["diagnostics"]
        return found


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path.resolve())


def test_a_site_that_starts_has_nothing_to_explain(site: Site) -> None:
    assert site.explain() == []


@pytest.mark.parametrize(
    ("line", "code", "setting", "hint"),
    [
        (
            'INSTALLED_APPS = ["djk", "shop", "shop.nope"]',
            "setting-import",
            ("INSTALLED_APPS", "shop.nope"),
            "correct the name",
        ),
        (
            'INSTALLED_APPS = ["djk", "shop", "django.contrib.sitemap"]',
            "setting-import",
            ("INSTALLED_APPS", "django.contrib.sitemap"),
            "did you mean django.contrib.sitemaps?",
        ),
        (
            'INSTALLED_APPS = ["djk", "shop", "rest_framework_of_nobody"]',
            "setting-import",
            ("INSTALLED_APPS", "rest_framework_of_nobody"),
            "pyproject.toml",
        ),
        (
            'INSTALLED_APPS = ["djk.apps.DjkConfg", "shop"]',
            "setting-import",
            ("INSTALLED_APPS", "djk.apps.DjkConfg"),
            "did you mean djk.apps.DjkConfig?",
        ),
        (
            'globals().update(env.own_settings("shopp.settings"))',
            "setting-import",
            ("", "shopp"),
            "did you mean shop?",
        ),
        (
            'MIDDLEWARE = ["djk.midleware.HealthMiddleware"]',
            "setting-import",
            ("MIDDLEWARE", "djk.midleware.HealthMiddleware"),
            "did you mean djk.middleware.HealthMiddleware?",
        ),
        (
            'MIDDLEWARE = ["djk.middleware.HealtMiddleware"]',
            "setting-import",
            ("MIDDLEWARE", "djk.middleware.HealtMiddleware"),
            "did you mean djk.middleware.HealthMiddleware?",
        ),
        (
            'TIME_ZONE = "Europe/Berlinn"',
            "setting-value",
            ("TIME_ZONE", "Europe/Berlinn"),
            "did you mean Europe/Berlin?",
        ),
        ('INSTALLED_APPS = ["shop"]', "apps-missing", ("INSTALLED_APPS", ""), '"..."'),
    ],
)
def test_a_wrong_setting_is_one_problem_of_that_setting(
    site: Site, line: str, code: str, setting: tuple[str, str], hint: str
) -> None:
    site.set(line)
    (problem,) = site.explain()
    assert problem["code"] == code
    assert (problem["setting"]["name"], problem["setting"]["value"]) == setting
    assert hint in problem["hint"]
    assert "at" not in problem


def test_each_missing_variable_is_a_problem_that_names_dotenv(site: Site) -> None:
    site.set('PAGE_SIZE = env("PAGE_SIZE", "int")\nAPI = env("API_KEY")\nenv.check()')
    found = site.explain()
    assert [problem["code"] for problem in found] == ["environment-variable"] * 2
    assert [problem["setting"]["variable"] for problem in found] == ["PAGE_SIZE", "API_KEY"]
    assert found[0]["message"] == "PAGE_SIZE is missing: set it to a whole number"
    assert "PAGE_SIZE=… into .env" in found[0]["hint"]


def test_a_broken_line_of_dotenv_is_no_variable(site: Site) -> None:
    site.write(".env", "nonsense\n")
    site.set("env.check()")
    (problem,) = site.explain()
    assert problem["message"].startswith(".env, line 1")
    assert problem["hint"] == "mend this line of .env"


def test_an_exception_of_an_own_file_is_placed_there(site: Site) -> None:
    site.write("shop/models.py", "from django.db import models\nimport nothing_here\n")
    (problem,) = site.explain()
    assert problem["code"] == "django-failed"
    assert problem["at"] == {"file": "shop/models.py", "line": 2}


def test_a_syntax_error_is_placed_in_its_file(site: Site) -> None:
    site.write("shop/models.py", "x = (\n")
    (problem,) = site.explain()
    assert (problem["code"], problem["at"]["file"]) == ("handler-syntax", "shop/models.py")


def test_log_lines_are_detail_and_never_a_hint(site: Site) -> None:
    site.set('raise LookupError("of generated code")')
    (problem,) = site.explain()
    assert problem["message"] == "Django does not start: LookupError: of generated code"
    assert "site_settings.py" in problem["detail"]
    assert "hint" not in problem


def test_a_missing_urls_file_is_named_and_nothing_frozen(site: Site) -> None:
    (site.folder / "shop/urls.py").unlink()
    for found in (site.explain(), site.inspect()):
        (problem,) = [item for item in found if item["severity"] == "error"]
        assert (problem["code"], problem["message"]) == ("urls-missing", "there is no shop/urls.py")
        assert "at" not in problem


@pytest.mark.parametrize(("text", "line"), [("\nurlpatterns = 3\n", 2), ("urlpatern = []\n", None)])
def test_urlpatterns_that_are_no_list_are_placed(site: Site, text: str, line: int | None) -> None:
    site.write("shop/urls.py", text)
    for found in (site.explain(), site.inspect()):
        (problem,) = [item for item in found if item["severity"] == "error"]
        assert problem["code"] == "urls-invalid"
        assert (problem["at"]["file"], problem["at"].get("line")) == ("shop/urls.py", line)


def test_a_broken_urls_file_is_named_and_not_the_generated_one(site: Site) -> None:
    site.write("shop/urls.py", "import nothing_here\n")
    (problem,) = site.explain()
    assert problem["message"].startswith("shop/urls.py cannot be imported: ModuleNotFoundError")
    assert problem["at"] == {"file": "shop/urls.py", "line": 1}


def find_migration_problems(site: Site) -> list[tuple[str, str, dict[str, Any]]]:
    return [(item["code"], item["message"], item.get("at", {})) for item in site.inspect()]


@pytest.fixture
def migrated(site: Site) -> Site:
    site.write("shop/migrations/0001_initial.py", MIGRATION)
    assert site.inspect() == []
    return site


def test_a_dependency_on_no_migration_is_placed(migrated: Site) -> None:
    text = MIGRATION.replace("dependencies = []", 'dependencies = [("shop", "0099_nope")]')
    migrated.write("shop/migrations/0001_initial.py", text)
    message = "shop.0001_initial depends on shop.0099_nope, which is no migration"
    at = {"file": "shop/migrations/0001_initial.py", "line": 8}
    assert find_migration_problems(migrated) == [("migration-graph", message, at)]
    assert [problem["code"] for problem in migrated.explain()] == ["migration-graph"]


def test_a_syntax_error_of_a_migration_is_placed(migrated: Site) -> None:
    migrated.write("shop/migrations/0001_initial.py", f"{MIGRATION}x = (\n")
    ((code, _, at),) = find_migration_problems(migrated)
    assert (code, at["file"], at["line"]) == (
        "handler-syntax",
        "shop/migrations/0001_initial.py",
        15,
    )


def test_a_file_without_a_migration_is_named(migrated: Site) -> None:
    migrated.write("shop/migrations/0002_empty.py", "")
    ((code, message, at),) = find_migration_problems(migrated)
    assert code == "migration-graph"
    assert "0002_empty in app shop has no Migration class" in message
    assert at == {"file": "shop/migrations/0002_empty.py"}


def test_migrations_side_by_side_are_a_conflict(migrated: Site) -> None:
    text = MIGRATION.replace("dependencies = []", 'dependencies = [("shop", "0001_initial")]')
    text = text[: text.index("    operations")]
    for name in ("0002_one", "0002_two"):
        migrated.write(f"shop/migrations/{name}.py", text)
    ((code, message, _),) = find_migration_problems(migrated)
    assert code == "migration-conflict"
    assert "0002_one, 0002_two" in message


def test_a_model_without_its_migration_is_a_warning_at_the_model(migrated: Site) -> None:
    extra = FILES["shop/models.py"].replace("    pass", "    title = models.TextField()")
    migrated.write("shop/models.py", extra)
    (problem,) = migrated.inspect()
    assert (problem["code"], problem["severity"]) == ("migration-missing", "warning")
    assert "Add field title to note" in problem["message"]
    assert problem["at"] == {"file": "shop/models.py", "line": 4}
    assert "npx djk manage makemigrations shop" in problem["hint"]
    assert not list(migrated.folder.glob("*.sqlite3"))


def test_an_app_that_has_no_migrations_yet_is_told_and_one_that_shall_have_none_is_not(
    site: Site,
) -> None:
    assert [problem["code"] for problem in site.inspect()] == ["migration-missing"]
    site.set('MIGRATION_MODULES = {"shop": None}')
    assert site.inspect() == []


def test_system_checks_are_one_problem_each(migrated: Site) -> None:
    text = FILES["shop/models.py"].replace(
        "    pass", '    other = models.ForeignKey("shop.Nope", models.CASCADE)'
    )
    migrated.write("shop/models.py", text)
    found = migrated.inspect("--checks")
    broken = [problem for problem in found if problem["code"] == "django-check"]
    assert [problem["at"] for problem in broken] == [{"file": "shop/models.py", "line": 5}] * 2
    assert "fields.E300" in broken[0]["message"]
    own = [problem for problem in found if problem["code"] == "middleware-missing"]
    assert {problem["setting"]["name"] for problem in own} == {"MIDDLEWARE"}


def test_checks_for_deployment_are_errors(migrated: Site) -> None:
    assert "security" not in json.dumps(migrated.inspect("--checks"))
    found = migrated.inspect("--checks", "--deploy")
    assert {problem["severity"] for problem in found} == {"error"}
    assert "security.W003" in json.dumps(found)
