#!/usr/bin/env bash
# Makes .venv and installs this checkout into it, with the versions of constraints.txt.
#
#   deploy/bootstrap.sh runtime    what `make demo` needs
#   deploy/bootstrap.sh test       the same and every tool of `make test`
#
# PYTHON=... names the Python to use. It may be run again at any time, also twice at once.

set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'bootstrap: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

case "${1:-runtime}" in
    runtime) what=runtime; package=. ;;
    test) what=test; package=".[test]" ;;
    *) printf 'usage: %s [runtime|test]\n' "$0" >&2; exit 2 ;;
esac

is_fresh() {
    local source
    for source in pyproject.toml constraints.txt deploy/bootstrap.sh; do
        [ ".venv/$what.stamp" -nt "$source" ] || return 1
    done
}

# Installs a Debian package where we may; else says which one is missing and for what.
debian_package() {
    local name=$1 purpose=$2
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "installing Debian's $name ($purpose)"
        apt-get -qq update \
            && DEBIAN_FRONTEND=noninteractive \
                apt-get -qq install -y --no-install-recommends "$name" >/dev/null \
            && return
    fi
    fail "missing: $name ($purpose). Install it, e.g. with: sudo apt-get install $name"
}

# The programs that tests drive. Without one, the tests that need it say so and are skipped.
test_programs() {
    local program package purpose missing=""
    while read -r program package purpose; do
        command -v "$program" >/dev/null && continue
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then missing+=" $package"
        else say "missing: $package ($purpose); its tests are skipped. sudo apt-get install $package"
        fi
    done <<-'LIST'
	chromium-headless-shell chromium-headless-shell the pages in a real browser
	espeak-ng espeak-ng the voice
	soffice libreoffice-calc-nogui reports opened by an office program
	Xvfb xvfb the kiosk on a screen of its own
	xterm xterm the kiosk on a screen of its own
	xdotool xdotool a finger on that screen
	LIST
    [ -z "$missing" ] && return
    say "installing from Debian:$missing"
    # shellcheck disable=SC2086  # a list of names
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install -y --no-install-recommends $missing >/dev/null \
        || say "not installed:$missing; their tests are skipped"
}

find_python() {
    local candidate
    for candidate in "${PYTHON:-python3}" python3.11 python3.12 python3.13; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$candidate
            return
        fi
    done
    fail "missing: Python 3.11 or newer. Name one with PYTHON=..., or: sudo apt-get install python3"
}

make_venv() {
    .venv/bin/python -c '' 2>/dev/null && return
    "$python" -m venv --clear .venv >/dev/null 2>&1 && return
    # Debian's python3 without python3-venv cannot put pip into a venv, but its pip can fill one.
    "$python" -m venv --clear --without-pip .venv
}

find_pip() {
    local inside=(.venv/bin/python -m pip) outside=("$python" -m pip --python .venv/bin/python)
    if "${inside[@]}" --version >/dev/null 2>&1; then pip=("${inside[@]}")
    elif "${outside[@]}" --version >/dev/null 2>&1; then pip=("${outside[@]}")
    else return 1
    fi
}

install() {
    local began=$SECONDS
    say "installing into .venv for $what (the first time takes about half a minute) ..."
    "${pip[@]}" install --quiet --disable-pip-version-check --no-input \
        --constraint constraints.txt --editable "$package" \
        || fail "pip could not install everything; its reason stands above (is the network there?)"
    say "done in $((SECONDS - began)) s"
}

# Two makes at once: the second waits here, and then finds the work done.
exec 9<deploy/bootstrap.sh
command -v flock >/dev/null && flock 9
is_fresh && exit

find_python
make_venv
find_pip || { debian_package python3-pip "installs the libraries"; find_pip; } \
    || fail "$python has no pip that can fill .venv (22.3 or newer is needed)"
install
[ "$what" = runtime ] || test_programs
# whoever can test can also run
touch .venv/runtime.stamp ".venv/$what.stamp"
