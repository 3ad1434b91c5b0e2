"""Print, as shell assignments, what pip is told about indexes and certificates, in uv's words.

Run by a Python that has pip. What a site already says to uv itself is left alone.
"""

import os
import shlex
import subprocess
import sys

UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "trusted-host": "UV_INSECURE_HOST",
    "proxy": "ALL_PROXY",
}


def pip_settings() -> dict[str, str]:
    """``{"index-url": …}`` as pip reads it: files, then what `install` says, then the environment."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    ).stdout
    found: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        section, _, key = name.rpartition(".")
        if section in found:
            found[section][key] = value.strip("'\"")
    return found["global"] | found["install"] | found[":env:"]


def main() -> None:
    assignments = {UV[key]: value for key, value in pip_settings().items() if key in UV}
    # pip weighs all indexes alike. Safe here: every file is checked against its hash.
    assignments["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    assignments["UV_PYTHON_DOWNLOADS"] = "never"
    for name, value in assignments.items():
        if value and name not in os.environ:
            between = "," if name == "UV_FIND_LINKS" else " "
            joined = between.join(value.replace("\\n", " ").split())
            print(f"export {name}={shlex.quote(joined)}")


if __name__ == "__main__":
    main()
