# Sets up what the commands need: a Python, the pinned installer in .tools, the packages in .venv.
# Sourced by ./run, ./test and scripts/lock.sh from the top of the repository. Nothing is downloaded when
# requirements/ has not changed since the last time.

entente_stop() {
    printf '%s\n' "$@" >&2
    exit 3
}

# Print the first Python that fits: 3.11, 3.12 or 3.13, able to make a virtual environment.
entente_find_python() {
    for candidate in ${ENTENTE_PYTHON:-python3 python3.13 python3.12 python3.11 /usr/bin/python3}; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
            if "$candidate" -c 'import venv, ensurepip, sqlite3' 2>/dev/null; then
                printf '%s\n' "$candidate"
                return
            fi
            entente_incomplete=$candidate
        fi
    done
    if [ -n "${entente_incomplete:-}" ]; then
        entente_stop "$entente_incomplete is recent enough but cannot make a virtual environment." \
            "On Debian or Ubuntu: sudo apt-get install python3-venv"
    fi
    entente_stop "Entente needs Python 3.11, 3.12 or 3.13, with venv." \
        "On Debian 12 or Ubuntu 24.04: sudo apt-get install python3 python3-venv" \
        "If it is somewhere unusual, say where: ENTENTE_PYTHON=/path/to/python3 $0"
}

entente_checksum() {
    cksum <"$1" | tr ' ' '-'
}

# .tools/: the installer, at the version and with the hash of requirements/tools.txt.
entente_tools() {
    wanted=$(entente_checksum requirements/tools.txt)
    if [ "$(cat .tools/stamp 2>/dev/null)" = "$wanted" ] && .tools/bin/python -c '' 2>/dev/null; then
        return
    fi
    python=$(entente_find_python) || exit 3
    echo "Entente: preparing the installer (once)" >&2
    "$python" -m venv --clear .tools || entente_stop "Cannot make $PWD/.tools: is the folder writable?"
    if .tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
        -r requirements/tools.txt; then
        printf '%s' "$wanted" >.tools/stamp
    else
        echo "Entente: uv could not be installed; going on with pip" >&2
    fi
}

# uv does not read pip's configuration. Where a site has set pip up for its own index or certificate, so is uv.
entente_uv() {
    [ -x .tools/bin/uv ] || return 1
    entente_settings=$(.tools/bin/python scripts/pip_settings.py) || return 1
    (
        eval "$entente_settings"
        exec .tools/bin/uv "$@"
    )
}

# Make .venv hold what requirements/$1.txt says. `run` is content with a .venv that was made for `test`.
entente_install() {
    wanted="$(entente_checksum "requirements/$1.txt") $PWD"
    if [ "$(cat ".venv/stamp-$1" 2>/dev/null)" = "$wanted" ] && .venv/bin/python -c '' 2>/dev/null; then
        return
    fi
    [ "$1" = run ] && [ -e .venv/stamp-test ] && set -- test
    entente_tools
    .venv/bin/python -c '' 2>/dev/null || {
        python=$(entente_find_python) || exit 3
        "$python" -m venv --clear --without-pip .venv ||
            entente_stop "Cannot make $PWD/.venv: is the folder writable?"
    }
    rm -f .venv/stamp-*
    echo "Entente: installing the packages of requirements/$1.txt" >&2
    entente_uv pip sync --quiet --python .venv/bin/python --require-hashes "requirements/$1.txt" || {
        echo "Entente: uv could not; trying with pip" >&2
        .tools/bin/python -m pip --python .venv/bin/python install --quiet --disable-pip-version-check \
            --require-hashes -r "requirements/$1.txt" ||
            entente_stop "The packages could not be installed; the reason is above." \
                "Is a package index reachable? (behind a proxy: set it up for pip, Entente follows)"
    }
    # The product itself: its folder on the path, and its command. Needs no build and no network.
    site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$PWD/src" >"$site/entente.pth"
    printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m entente.config.cli "$@"\n' "$PWD" >.venv/bin/entente
    chmod +x .venv/bin/entente
    # test.txt holds all of run.txt, with the same versions.
    printf '%s' "$(entente_checksum requirements/run.txt) $PWD" >.venv/stamp-run
    [ "$1" = run ] || printf '%s' "$(entente_checksum "requirements/$1.txt") $PWD" >".venv/stamp-$1"
}
