"""URLs of the client's files: on the development server, or in the build that is served."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from djk.conf import get_conf
from djk.manifest import Manifest, ManifestError, find_assets, find_file, read_manifest

DEV_BUILD = "dev"

# What @vitejs/plugin-react wants to have run before the first module of a page:
# https://github.com/vitejs/vite-plugin-react/blob/main/packages/plugin-react/README.md
PREAMBLE = """\
import {{ injectIntoGlobalHook }} from "{base}@react-refresh";
injectIntoGlobalHook(window);
window.$RefreshReg$ = () => {{}};
window.$RefreshSig$ = () => (type) => type;"""


@cache
def load_manifest(path: Path | None) -> Manifest:
    """Read the manifest once: a running process never sees the files of a newer build."""
    return read_manifest(path)


def get_manifest() -> Manifest:
    """Return the manifest of the build that this process serves."""
    return load_manifest(get_conf().manifest)


def get_build() -> str:
    """Return the build id, ``dev`` during development."""
    return DEV_BUILD if get_conf().dev_base else get_manifest().build


def find_build() -> str:
    """Return the build id, "" where there is nothing to serve."""
    try:
        return get_build()
    except ManifestError:
        return ""


def get_base_url() -> str:
    """Return the URL that the client's files lie below, with a slash at its end."""
    return get_conf().dev_base or f"{settings.STATIC_URL}{get_manifest().base}"


def get_table_url() -> str:
    """Return the URL of the route table."""
    if base := get_conf().dev_base:
        return f"{base}@djk/table.json"
    return f"{settings.STATIC_URL}{get_manifest().table}"


def format_root(branch: str) -> SafeString:
    """Format the attributes that tell the client where the branch and the table are."""
    conf = get_conf()
    slash = conf.trailing_slash
    return _format_root_once(conf.dev_base, conf.manifest, branch, settings.STATIC_URL, slash)


@cache
def _format_root_once(
    dev_base: str, manifest: Path | None, branch: str, static_url: str, slash: str
) -> SafeString:
    text = ' data-branch="{}" data-table="{}"' + (' data-slash="never"' if slash == "never" else "")
    return format_html(text, get_module_url(branch), get_table_url())


def get_module_url(module: str) -> str:
    """Return the URL of a module, named by its path relative to the site."""
    if base := get_conf().dev_base:
        return f"{base}{module}"
    return f"{get_base_url()}{find_file(get_manifest().files, module)}"


def format_tags(branch: str, nonce: str) -> SafeString:
    """Format the tags that load the client and a page's branch."""
    conf = get_conf()
    if conf.dev_base:
        return _format_dev_tags(conf.dev_base, conf.client_entry, nonce)
    if nonce:
        return format_build_tags(get_manifest(), branch, settings.STATIC_URL, nonce)
    return _format_tags_once(conf.manifest, branch, settings.STATIC_URL)


@cache
def _format_tags_once(manifest: Path | None, branch: str, static_url: str) -> SafeString:
    return format_build_tags(load_manifest(manifest), branch, static_url)


def _format_dev_tags(base: str, entry: str, nonce: str) -> SafeString:
    preamble = mark_safe(PREAMBLE.format(base=base))
    script = '<script type="module" src="{}"{}></script>'
    return _join(
        [
            format_html('<script type="module"{}>{}</script>', _format_nonce(nonce), preamble),
            *_format_each(script, base, ["@vite/client", entry, "@djk/problems.js"], nonce),
        ]
    )


def format_build_tags(
    manifest: Manifest, branch: str, static_url: str, nonce: str = ""
) -> SafeString:
    """Format stylesheets, the entry's script and a preload for every other module of the page."""
    base = f"{static_url}{manifest.base}"
    assets = find_assets(manifest.files, [manifest.entry, branch])
    entry = find_file(manifest.files, manifest.entry)
    preloads = [file for file in assets.modules if file != entry]
    style = '<link rel="stylesheet" href="{}"{}>'
    script = '<script type="module" crossorigin src="{}"{}></script>'
    preload = '<link rel="modulepreload" crossorigin href="{}"{}>'
    return _join(
        [
            *_format_each(style, base, assets.stylesheets, nonce),
            *_format_each(script, base, [entry], nonce),
            *_format_each(preload, base, preloads, nonce),
        ]
    )


def _format_each(tag: str, base: str, files: Iterable[str], nonce: str) -> list[SafeString]:
    return [format_html(tag, f"{base}{file}", _format_nonce(nonce)) for file in files]


def _format_nonce(nonce: str) -> SafeString:
    return format_html(' nonce="{}"', nonce) if nonce else SafeString()


def _join(tags: Iterable[SafeString]) -> SafeString:
    return mark_safe("\n".join(tags))
