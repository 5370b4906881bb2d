#!/usr/bin/env bash
# The wheel, as it is published, under every Python that it is for, and with the lowest versions that it admits.
#
#   tests/tools/versions.sh [--quick] [3.11 3.12 3.13 lowest]
#
# Builds the sdist, and the wheel from the sdist; installs the wheel alone and runs every command; then adds the tools
# of the tests and runs them against the installed wheel (--quick: those of the core). Everything happens in a
# temporary folder. An interpreter that is missing is an error: name those that are to be tested.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONWARNINGS

quick=
[ "${1-}" = --quick ] && { quick=1; shift; }
[ $# -gt 0 ] || set -- 3.11 3.12 3.13 lowest
tests=()
if [ -n "$quick" ]; then
    for part in spec points operands library output stream stream_npy vectors reading transcripts help imports bounds user_functions; do
        tests+=("tests/test_$part.py")
    done
fi

python_of() { # 3.12 -> its interpreter, on PATH or among pyenv's
    if "python$1" -c '' 2>/dev/null; then
        echo "python$1"
    elif prefix=$(pyenv prefix "$1" 2>/dev/null); then
        echo "$prefix/bin/python"
    else
        echo "no Python $1" >&2
        return 1
    fi
}

environment() { # FOLDER VERSION: a fresh one
    "$(python_of "$2")" -m venv "$1"
    "$1/bin/python" -m pip install -q --upgrade pip
}

step() { printf '\n\033[1m%s\033[0m\n' "$*"; }

step "building"
environment "$work/build" 3.11
"$work/build/bin/python" -m pip install -q build twine
"$work/build/bin/python" -m build --outdir "$work/dist" "$root" >"$work/build.log" || { cat "$work/build.log"; exit 1; }
"$work/build/bin/python" -m twine check --strict "$work"/dist/*
"$work/build/bin/python" "$root/tests/tools/wheel.py" "$work"/dist/*.whl "$work"/dist/*.tar.gz
wheel=$(echo "$work"/dist/*.whl)

# The tests run beside all that the sdist has but the code of the package, so that they can only find the installed one.
mkdir "$work/source"
tar -xzf "$work"/dist/*.tar.gz -C "$work/source" --strip-components=1
find "$work/source/actcli" -name '*.py*' -delete

smoke() { # BIN: every command of an environment that has nothing but the wheel and what it needs
    local bin=$1 command
    rm -rf "$work/smoke" && mkdir "$work/smoke" && cd "$work/smoke"
    export HOME="$work/smoke/home" PATH="$bin:$path"
    [ "$("$bin/python" -c 'import actcli; print(actcli.__file__)')" != "${root}/actcli/__init__.py" ]
    for tool in pytest hypothesis mpmath ruff mypy; do
        ! "$bin/python" -c "import $tool" 2>/dev/null
    done
    "$bin/python" -m pip check
    for command in $("$bin/python" -m actcli --help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
        actcli "$command" --help >/dev/null
    done
    [ "$(actcli --version)" = "actcli $("$bin/python" -c 'import actcli; print(actcli.__version__)')" ]
    actcli eval relu -5 5
    [ "$(seq -2 2 | actcli eval relu | tr '\n' ' ')" = "0 0 0 1 2 " ]
    [ "$(actcli eval gelu 1 --dtype bfloat16 --bits -t plain)" = 0x3f57 ]
    actcli grad 'x*sigmoid(1.702*x)' -1 1 -n 3 -t json
    seq 4 | actcli eval softmax -o out.npy
    actcli eval softmax <out.npy >again.npy
    actcli compare sigmoid tanh
    actcli compare gelu gelu_tanh --diff -t csv
    actcli list --family gelu
    actcli show prelu
    actcli plot gelu --width 60 --height 12
    for suffix in svg png pdf; do actcli plot relu gelu "out.$suffix"; done
    actcli plot --all all.svg
    for shell in bash zsh fish powershell; do [ "$(actcli completion $shell | wc -l)" -gt 10 ]; done
    for file in man/man1/actcli.1 bash-completion/completions/actcli zsh/site-functions/_actcli \
        fish/vendor_completions.d/actcli.fish; do [ -s "$bin/../share/$file" ]; done
    [ "$(ls -A | tr '\n' ' ')" = "again.npy all.svg home out.npy out.pdf out.png out.svg " ]
    cd "$root"
}

path=$PATH home=$HOME
for name; do
    version=$name pins=()
    if [ "$name" = lowest ]; then
        version=3.11
        "$(python_of 3.11)" "$root/tests/tools/wheel.py" --lowest "$root/pyproject.toml" >"$work/lowest.txt"
        cat "$work/lowest.txt"
        pins=(-c "$work/lowest.txt")
    fi
    step "$name: the wheel alone"
    environment "$work/$name" "$version"
    bin=$work/$name/bin
    "$bin/python" -m pip install -q "$wheel" "${pins[@]}"
    "$bin/python" --version
    smoke "$bin" >"$work/smoke.log" 2>&1 || { cat "$work/smoke.log"; echo "$name: a command fails" >&2; exit 1; }
    export HOME=$home
    step "$name: the tests"
    "$bin/python" -m pip install -q "$wheel[dev]" "${pins[@]}"
    cd "$work/source"
    "$bin/python" -m pytest -q -n 2 "${tests[@]}"
    cd "$root"
    rm -rf "${work:?}/$name"
done
step "the wheel passes under: $*"
