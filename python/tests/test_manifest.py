"""The reader and walker of a build's manifest, against every shape that it may have."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from djk.assets import format_build_tags
from djk.checks import check_manifest
from djk.manifest import (
    Manifest,
    ManifestError,
    MissingManifest,
    MissingModule,
    find_assets,
    list_files,
    parse_manifest,
    read_manifest,
)

ENTRY = ".djk/client/entry.tsx"
HOME = ".djk/client/branches/home.tsx"
WHOLE: dict[str, Any] = {
    "version": 1,
    "build": "abc",
    "base": "client/",
    "entry": ENTRY,
    "table": "client/table.json",
    "files": {ENTRY: {"file": "entry.js"}},
}


def find(files: dict[str, Any], *modules: str) -> tuple[list[str], list[str]]:
    assets = find_assets(files, modules)
    return list(assets.stylesheets), list(assets.modules)


class TestWalking:
    def test_a_cycle_of_chunks_ends_and_names_each_once(self) -> None:
        files = {
            "a": {"file": "a.js", "imports": ["b"], "css": ["a.css"]},
            "b": {"file": "b.js", "imports": ["c"], "css": ["b.css"]},
            "c": {"file": "c.js", "imports": ["a", "c"], "css": ["c.css"]},
        }
        assert find(files, "a") == (["c.css", "b.css", "a.css"], ["a.js", "b.js", "c.js"])

    def test_a_stylesheet_of_several_chunks_stands_where_it_is_needed_first(self) -> None:
        files = {
            "page": {"file": "page.js", "imports": ["left", "right"], "css": ["page.css"]},
            "left": {"file": "left.js", "css": ["shared.css", "left.css"]},
            "right": {"file": "right.js", "css": ["right.css", "shared.css"]},
        }
        assert find(files, "page")[0] == ["shared.css", "left.css", "right.css", "page.css"]

    def test_an_entry_of_css_alone_is_a_stylesheet(self) -> None:
        files = {"site.css": {"file": "site-1.css", "src": "site.css", "isEntry": True}}
        assert find(files, "site.css") == (["site-1.css"], [])

    def test_files_of_one_name_in_two_folders_are_two_files(self) -> None:
        files = {
            "a/page.tsx": {"file": "page-1.js", "imports": ["b/page.tsx"]},
            "b/page.tsx": {"file": "page-2.js"},
        }
        assert find(files, "a/page.tsx")[1] == ["page-1.js", "page-2.js"]

    def test_two_modules_in_one_file_name_it_once(self) -> None:
        files = {"a": {"file": "same.js", "imports": ["b"]}, "b": {"file": "same.js"}}
        assert find(files, "a", "b")[1] == ["same.js"]

    def test_dynamic_imports_are_left_to_the_browser(self) -> None:
        files = {
            "page": {"file": "page.js", "dynamicImports": ["chart"]},
            "chart": {"file": "chart.js", "isDynamicEntry": True, "css": ["chart.css"]},
        }
        assert find(files, "page") == ([], ["page.js"])

    def test_what_a_future_vite_adds_is_left_alone(self) -> None:
        files = {
            "page": {"file": "page.js", "name": "page", "integrity": {"sha": [1]}, "new": None}
        }
        assert find(files, "page") == ([], ["page.js"])

    def test_an_import_that_the_manifest_does_not_have_is_passed_over(self) -> None:
        assert find({"page": {"file": "page.js", "imports": ["gone"]}}, "page")[1] == ["page.js"]

    def test_ten_thousand_imports_in_a_row(self) -> None:
        count = 10_000
        files = {str(i): {"file": f"{i}.js", "imports": [str(i + 1)]} for i in range(count)}
        assert len(find(files, "0")[1]) == count

    @pytest.mark.parametrize("seed", range(200))
    def test_of_any_graph_exactly_what_is_reachable_each_once(self, seed: int) -> None:
        rng = random.Random(seed)
        files = make_graph(rng)
        starts = rng.sample(sorted(files), k=min(len(files), rng.randint(1, 3)))
        styles, modules = find(files, *starts)
        reached = list_reachable(files, starts)
        chunks = [files[key] for key in reached]
        assert sorted(modules) == sorted({c["file"] for c in chunks if c["file"].endswith(".js")})
        sheets = {css for c in chunks for css in c.get("css", ())}
        sheets |= {c["file"] for c in chunks if c["file"].endswith(".css")}
        assert sorted(styles) == sorted(sheets)
        assert modules[:1] == [c["file"] for c in chunks[:1] if c["file"].endswith(".js")][:1] or (
            files[starts[0]]["file"].endswith(".css")
        )

    @pytest.mark.parametrize("seed", range(50))
    def test_of_any_graph_without_cycles_a_stylesheet_comes_after_those_imported(
        self, seed: int
    ) -> None:
        files = make_graph(random.Random(seed), acyclic=True, shared_css=False)
        start = min(files)
        order = find(files, start)[0]
        for key in list_reachable(files, [start]):
            for name in files[key].get("imports", ()):
                for own in files[key].get("css", ()):
                    for imported in files.get(name, {}).get("css", ()):
                        assert order.index(imported) < order.index(own)


def make_graph(
    rng: random.Random, *, acyclic: bool = False, shared_css: bool = True
) -> dict[str, Any]:
    """Make a manifest of up to twenty chunks, some of whose imports lead nowhere."""
    names = [f"m{i:02}" for i in range(rng.randint(1, 20))]
    files: dict[str, Any] = {}
    for i, name in enumerate(names):
        others = [*names[i + 1 :], "gone"] if acyclic else [*names, "gone"]
        chunk: dict[str, Any] = {"file": f"{name}.{'css' if rng.random() < 0.1 else 'js'}"}
        if rng.random() < 0.8:
            chunk["imports"] = rng.choices(others, k=rng.randint(0, 4))
            chunk["dynamicImports"] = rng.choices(names, k=rng.randint(0, 2))
        if rng.random() < 0.5:
            pool = ["x.css", "y.css", "z.css"] if shared_css else [f"{name}-own.css"]
            chunk["css"] = rng.sample(pool, k=rng.randint(1, len(pool)))
        files[name] = chunk
    return files


def list_reachable(files: dict[str, Any], starts: list[str]) -> list[str]:
    """Follow imports until nothing is new: the slow, certain way."""
    reached = list(dict.fromkeys(starts))
    while True:
        new = [
            name
            for key in reached
            for name in files[key].get("imports", ())
            if name in files and name not in reached
        ]
        if not new:
            return reached
        reached.append(new[0])


class TestReading:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "is no JSON"),
            ('{"version": 1, "bu', "is no JSON"),
            ("<html>not found</html>", "is no JSON"),
            ("[]", "has version None"),
            ("null", "has version None"),
            ('"1"', "has version None"),
            ('{"version": 2}', "has version 2, and this djk reads version 1"),
            ('{"version": "1"}', "has version '1'"),
            ('{"version": 1}', "has no 'build'"),
        ],
    )
    def test_what_is_no_manifest_is_named_with_what_to_run(self, text: str, message: str) -> None:
        with pytest.raises(ManifestError, match=rf"^manifest\.json {message}.*Run `npx djk build`"):
            parse_manifest(text, "manifest.json")

    @pytest.mark.parametrize("key", ["build", "base", "entry", "table", "files"])
    def test_a_key_that_is_missing_or_of_another_type_is_named(self, key: str) -> None:
        without = {name: value for name, value in WHOLE.items() if name != key}
        with pytest.raises(ManifestError, match=f"has no '{key}'"):
            parse_manifest(json.dumps(without), "manifest.json")
        with pytest.raises(ManifestError, match=f"has '{key}' of the wrong type"):
            parse_manifest(json.dumps({**WHOLE, key: 7}), "manifest.json")

    @pytest.mark.parametrize("chunk", [None, [], "a.js", {}, {"file": 1}])
    def test_a_chunk_that_is_none_is_named(self, chunk: object) -> None:
        with pytest.raises(ManifestError, match="describes no file for 'broken'"):
            parse_manifest(json.dumps({**WHOLE, "files": {"broken": chunk}}), "manifest.json")

    def test_a_newer_minor_version_may_add_keys(self) -> None:
        assert parse_manifest(json.dumps({**WHOLE, "later": {}}), "x").build == "abc"

    @pytest.mark.parametrize("cut", range(0, len(json.dumps(WHOLE)), 7))
    def test_one_that_is_cut_off_anywhere_is_refused(self, cut: int, tmp_path: Path) -> None:
        path = tmp_path / "manifest.json"
        path.write_text(json.dumps(WHOLE)[:cut])
        with pytest.raises(ManifestError):
            read_manifest(path)

    def test_bytes_that_are_no_text_are_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "manifest.json"
        path.write_bytes(b"\xff\xfe\x00")
        with pytest.raises(ManifestError, match=r"manifest\.json cannot be read"):
            read_manifest(path)

    def test_a_folder_in_its_place_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ManifestError, match="cannot be read") as raised:
            read_manifest(tmp_path)
        assert not isinstance(raised.value, MissingManifest)

    def test_every_file_that_it_names_can_be_listed(self) -> None:
        files = {
            "a": {"file": "a.js", "css": ["a.css"], "assets": ["a.svg"]},
            "b": {"file": "b.js", "css": ["a.css"]},
        }
        assert list_files(files) == ["a.js", "a.css", "a.svg", "b.js"]


class TestTags:
    FILES = {
        ENTRY: {"file": "entry.js", "imports": ["_vendor.js"]},
        HOME: {"file": "home.js", "imports": ["_vendor.js", "_ui.js"], "css": ["home.css"]},
        "_vendor.js": {"file": "vendor.js"},
        "_ui.js": {"file": "ui.js", "css": ["ui.css"], "imports": [HOME]},
        "other.tsx": {"file": "other.js", "css": ["other.css"]},
    }

    def format(self, static_url: str = "/static/", nonce: str = "") -> list[str]:
        manifest = Manifest("abc", "client/", ENTRY, "client/table.json", self.FILES)
        return format_build_tags(manifest, HOME, static_url, nonce).split("\n")

    def test_stylesheets_one_script_and_a_preload_for_every_other_module_of_the_page(self) -> None:
        assert self.format() == [
            '<link rel="stylesheet" href="/static/client/ui.css">',
            '<link rel="stylesheet" href="/static/client/home.css">',
            '<script type="module" crossorigin src="/static/client/entry.js"></script>',
            '<link rel="modulepreload" crossorigin href="/static/client/home.js">',
            '<link rel="modulepreload" crossorigin href="/static/client/vendor.js">',
            '<link rel="modulepreload" crossorigin href="/static/client/ui.js">',
        ]

    @pytest.mark.parametrize(
        "static_url", ["/static/", "/shop/assets/", "https://cdn.example/a/", "//cdn.example/"]
    )
    def test_every_url_lies_below_the_static_url(self, static_url: str) -> None:
        for tag in self.format(static_url):
            assert f'="{static_url}client/' in tag

    def test_urls_and_nonces_are_escaped(self) -> None:
        for tag in self.format('/"><script>/', '"><b>'):
            assert "><script>/client" not in tag
            assert "<b>" not in tag

    def test_a_missing_page_says_what_was_looked_for_and_what_is_near(self) -> None:
        manifest = Manifest("abc", "client/", ENTRY, "client/table.json", self.FILES)
        message = r"no module '\.djk/client/branches/hom\.tsx'\. Near it are: \.djk/client/bran"
        with pytest.raises(MissingModule, match=message):
            format_build_tags(manifest, ".djk/client/branches/hom.tsx", "/static/")


class TestDeployCheck:
    @pytest.fixture
    def dist(self, settings: Any, tmp_path: Path) -> Path:
        (tmp_path / "manifest.json").write_text(json.dumps(WHOLE))
        settings.DJK = {**settings.DJK, "MANIFEST": tmp_path / "manifest.json"}
        settings.STATIC_ROOT = tmp_path / "static"
        return tmp_path

    def test_a_file_that_was_not_deployed_is_named(self, dist: Path) -> None:
        (dist / "static/client").mkdir(parents=True)
        (found,) = check_manifest(None)
        assert found.id == "djk.manifest-invalid"
        assert "names entry.js, which" in found.msg
        (dist / "static/client/entry.js").touch()
        assert check_manifest(None) == []

    def test_files_that_a_cdn_alone_has_are_not_missed(self, dist: Path) -> None:
        assert check_manifest(None) == []
