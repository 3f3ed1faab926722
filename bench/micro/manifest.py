"""Times the runtime's manifest: reading it, and finding the files of every page. Prints JSON.

python manifest.py <manifest.json of micro/manifest.js> <python/src/djk/manifest.py>
"""

import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from statistics import median
from time import perf_counter


def load_module(path):
    """Import the file alone: it is free of Django, the package around it is not."""
    spec = spec_from_file_location("manifest", path)
    module = module_from_spec(spec)
    sys.modules["manifest"] = module
    spec.loader.exec_module(module)
    return module


def time(call):
    """Return what a call gives and the milliseconds that it takes."""
    start = perf_counter()
    return call(), (perf_counter() - start) * 1000


path = Path(sys.argv[1])
module = load_module(sys.argv[2])
modules = json.loads(path.read_text())["modules"]
manifest, read = time(lambda: module.read_manifest(path))
walks = [
    time(lambda: module.find_assets(manifest.files, [manifest.entry, page]))[1] * 1000
    for page in modules
]
print(json.dumps({"read": read, "walk_us": median(walks)}))
