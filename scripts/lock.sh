#!/bin/sh
# Lock requirements/*.in into *.txt: exact versions with hashes, and no package host anywhere.
# The only place that locks. Arguments go to uv, e.g. `scripts/lock.sh --upgrade-package django`.
set -eu
cd "$(dirname "$0")/.."
. scripts/environment.sh
entente_tools

lock() {
    name=$1
    shift
    entente_uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --no-annotate --no-header --output-file "requirements/$name.txt" \
        "requirements/$name.in" "$@"
}

lock tools "$@"
lock run "$@"
lock test --constraints requirements/run.txt "$@"
