#!/bin/sh
# Runs the tests that need a real terminal, on every Python from 3.11 on that this machine has.
#   tools/terminal_tests.sh [--but VERSION] [ARGS]     ARGS: more for pytest
# VERSION (3.X) is left out: `make test` has just run them there, in .venv.
# Each Python gets a .venv-3.X. Exits with 1 when tests fail on any of them, or none is found.
set -u
cd "$(dirname "$0")/.." || exit 1
pyenv=${PYENV_ROOT:-$HOME/.pyenv}/versions

but=''
[ "${1-}" = --but ] && { but=$2; shift 2; }

# Prints a Python of version $1 that can make a virtual environment. A name on the PATH proves
# nothing: pyenv has one for every version that it holds, and most of them only print an error.
find_python() {
    for candidate in "python$1" "$pyenv/$1".*/bin/python; do
        "$candidate" -c "import ensurepip, sys; sys.exit(sys.version_info[:2] != (3, ${1#3.}))" \
            2>/dev/null && { echo "$candidate"; return; }
    done
    return 1
}

tried='' failed=''
for version in 3.11 3.12 3.13 3.14; do
    [ "$version" = "$but" ] && { tried="$tried $version (by make test)"; continue; }
    python=$(find_python "$version") || continue
    tried="$tried $version"
    echo "== Python $version"
    tools/set_up.sh "$python" ".venv-$version" dev &&
        ".venv-$version/bin/python" -m pytest --numprocesses auto --dist worksteal -m terminal "$@" ||
        failed="$failed $version"
done
echo "tests in a terminal: tried on${tried:- none}; failed on${failed:- none}"
[ -n "$tried" ] && [ -z "$failed" ]
