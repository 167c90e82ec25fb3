#!/bin/sh
# Makes the virtual environment VENV with PYTHON, or mends it, and installs drafter there, editable.
#   tools/set_up.sh PYTHON VENV SET [GOALS]     GOALS: what to type after `make` to come here again
# SET: run (what a clerk needs), dev (and what tests need), newest (dev as the ranges of pyproject.toml
# allow it today). The first two fetch only what requirements/ names, each file by its hash. hatchling
# is among it, so drafter is built with what is there: an isolated build would fetch another.
# Talk goes to stderr, so that `make run > file` holds the report alone.
set -u
base=$1 venv=$2 set=$3 goals=${4-}
python=$venv/bin/python

say() { printf '%s\n' "$@" >&2; }
has_uv() { command -v uv >/dev/null 2>&1; }

install() {
    if has_uv; then uv pip install --quiet --python "$python" --compile-bytecode "$@" >&2
    else "$python" -m pip install --quiet --disable-pip-version-check "$@" >&2; fi
}

install_drafter() {
    case $set in
        run) install --require-hashes -r requirements/run.txt -r requirements/build.txt ;;
        dev) install --require-hashes -r requirements/dev.txt ;;
        newest) install -e '.[dev]'; return ;;
    esac && install --no-deps --no-build-isolation -e .
}

if ! "$python" -c '' 2>/dev/null; then
    rm -rf "$venv"
    if ! "$base" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        say "drafter 需要 Python 3.11 或更新的版本，这里的 $base 不是，或者没有安装。" \
            "装好以后再运行一次；已经装在别的名字下的，写作：make PYTHON=python3.12 $goals"
        exit 1
    fi
    # uv only where the venv module is missing: its --seed would fetch a pip that nothing locks.
    "$base" -m venv "$venv" >&2 ||
        { has_uv && uv venv --quiet --clear --seed --python "$base" "$venv"; } || {
        rm -rf "$venv"
        say "没能建立 Python 虚拟环境 $venv，多半是缺少 venv 模块。" \
            "Debian、Ubuntu 和统信、麒麟系统请先运行：sudo apt install python3-venv，再重来一次。"
        exit 1
    }
fi

say "正在安装 drafter 用到的软件包，只在第一次和软件包清单有变化时进行……"
install_drafter || {
    say "软件包没有装好，原因见上。多半是网络或软件源不通，通了以后再运行一次；" \
        "软件源里还没有 requirements 文件夹里列出的版本时，换一个软件源。"
    exit 1
}
