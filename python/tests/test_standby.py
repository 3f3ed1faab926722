"""A process that waits to become a command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from djk import standby

ENV = {**os.environ, "PYTHONPATH": str(Path(standby.__file__).parents[1])}

SCRIPT = """
import json, sys
print(json.dumps({
    "argv": sys.argv, "name": __name__, "file": __file__, "path": sys.path[0],
    "input": sys.stdin.read(), "warm": "django.db.models" in sys.modules,
}))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "command.py").write_text(SCRIPT)
    return tmp_path


def wait_in(folder: Path, env: dict[str, str] = ENV) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "djk.standby", "command.py", "serve", "8001"],
        cwd=folder,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_in(folder: Path, told: str) -> tuple[subprocess.Popen[str], str, str]:
    process = wait_in(folder)
    output, errors = process.communicate(told, timeout=20)
    assert output.startswith("djk:waiting\n")
    return process, output.removeprefix("djk:waiting\n"), errors


def test_it_becomes_the_command_with_django_imported(folder: Path) -> None:
    _, output, errors = run_in(folder, "g")
    assert errors == ""
    assert json.loads(output) == {
        "argv": ["command.py", "serve", "8001"],
        "name": "__main__",
        "file": "command.py",
        "path": str(folder),
        "input": "",
        "warm": True,
    }


def test_it_reads_the_script_when_it_is_told_to_run(folder: Path) -> None:
    process = wait_in(folder)
    assert process.stdout is not None
    assert process.stdout.readline() == "djk:waiting\n"
    (folder / "command.py").write_text("print('newer')\n")
    assert process.communicate("g", timeout=20)[0] == "newer\n"


def test_its_status_is_that_of_the_command(folder: Path) -> None:
    (folder / "command.py").write_text("import sys\nsys.exit('it is broken')\n")
    process, _, errors = run_in(folder, "g")
    assert (process.returncode, errors) == (1, "it is broken\n")


def test_it_ends_with_its_input(folder: Path) -> None:
    process, *said = run_in(folder, "")
    assert (process.returncode, said) == (0, ["", ""])


def test_it_sees_what_was_generated_while_it_waited(folder: Path) -> None:
    (folder / "command.py").write_text("import generated\n")
    generated = folder / "later"
    process = wait_in(folder, {**ENV, "PYTHONPATH": f"{generated}{os.pathsep}{ENV['PYTHONPATH']}"})
    assert process.stdout is not None
    assert process.stdout.readline() == "djk:waiting\n"
    generated.mkdir()
    (generated / "generated.py").write_text("print('here')\n")
    assert process.communicate("g", timeout=20) == ("here\n", "")


@pytest.mark.parametrize("packages", ["site-packages", "dist-packages"])
def test_other_packages_are_imported_anew(folder: Path, packages: str) -> None:
    (folder / packages).mkdir()
    (folder / "command.py").write_text("import sys\nprint('django.db.models' in sys.modules)\n")
    program = f"""
import os, sys
from pathlib import Path
from djk import standby

def install_and_go(descriptor, count):
    Path("{packages}/late.py").touch()
    return b"g"

os.read = install_and_go
sys.path.append("{packages}")
sys.argv = ["standby", "command.py"]
standby.main()
"""
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=ENV,
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert (run.stdout, run.stderr) == ("djk:waiting\nFalse\n", "")
