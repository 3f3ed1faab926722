/**
 * `manage.py`: of a site, where it finds `djk_site` below `.djk/` and says what to run when that is missing,
 * or of a build.
 */
export function generateManage(target: "dev" | "build"): string {
  return target === "dev"
    ? siteManage
    : formatManage("import os\nimport sys\n", "", "pip install -r requirements.txt");
}

const findPackage = `
    generated = Path(__file__).resolve().parent / ".djk" / "django"
    if not (generated / "djk_site").is_dir():
        sys.exit("manage.py: .djk is missing. Run: npx djk setup")
    sys.path.insert(0, str(generated))
    if sys.argv[1:2] == ["test"]:
        os.environ.setdefault("DJK_ENV", "test")`;

const siteManage = formatManage(
  "import os\nimport sys\nfrom pathlib import Path\n",
  findPackage,
  "npx djk setup",
);

function formatManage(imports: string, prepare: string, install: string): string {
  return `#!/usr/bin/env python
"""Django's command-line utility for this site."""

${imports}

def main() -> None:
    """Run a management command."""${prepare}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "djk_site.settings")
    try:
        from django.core.management import execute_from_command_line
        from djk.env import require_environment
    except ImportError as error:
        sys.exit(f"manage.py: {error}. Run: ${install}")
    require_environment()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
`;
}
