"""Compare the vendored files with their manifests: nothing changed by hand, nothing extra, nothing gone.

python -m scripts.vendored
"""

import hashlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ["src/entente/home/static/vendor", "tests/vendor"]


def differences(folder: Path) -> list[str]:
    """What is not as scripts/vendor.mjs left it, a line each."""
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        return [f"{folder}: there is no manifest.json"]
    wanted = {name: about["sha256"] for name, about in json.loads(manifest.read_text())["files"].items()}
    have = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path != manifest
    }
    return [
        *(f"{folder / name}: not in the manifest" for name in sorted(have.keys() - wanted.keys())),
        *(f"{folder / name}: gone" for name in sorted(wanted.keys() - have.keys())),
        *(f"{folder / name}: changed" for name in sorted(have.keys() & wanted.keys()) if have[name] != wanted[name]),
    ]


if __name__ == "__main__":
    found = [line for name in FOLDERS for line in differences(ROOT / name)]
    print(*found, sep="\n", end="\n" * bool(found))
    sys.exit(bool(found))
