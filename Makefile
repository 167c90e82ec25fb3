# Everything from nothing: the first run of any target makes .venv.
#   make run      opens drafter (in a pipe: prints a sample report); ARGS='list' runs a command
#   make test     what CI runs: lint, types, layers, tests
#   make test-terminals  the tests in a pseudo-terminal, on every Python of this machine, in .venv-3.X
#   make bench    start-up and other times; ARGS='start' runs one module
#   make docs     writes docs/checks.md from the catalogue of checks
#   make looks    writes the kept screens of the tests anew, from the running app
#   make pictures writes the pictures of the READMEs from real runs
#   make templates builds report.docx from form.yaml; ARGS='FORM' another form's
#   make document-pictures writes those of finished documents; needs LibreOffice, Chromium and Noto fonts
#   make clean    removes all that the other targets made

PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check lint types layers pytest test-terminals docs looks pictures document-pictures templates bench clean

run: .venv/ready-run
	@if [ -n "$(ARGS)" ] || { [ -t 0 ] && [ -t 1 ]; }; then $(BIN)/drafter $(ARGS); \
	else $(BIN)/drafter print sample_answers/bazhou-commerce-2021.yaml; fi

test check: lint types layers pytest

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/ready-dev
	$(BIN)/mypy

layers: .venv/ready-dev
	$(BIN)/lint-imports --no-logo

pytest: .venv/ready-dev
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

test-terminals:
	tools/terminal_tests.sh $(ARGS)

docs: .venv/ready-dev
	$(BIN)/python tools/write_checks_page.py

looks: .venv/ready-dev
	$(BIN)/python -m tests.tui.looks

pictures: .venv/ready-dev
	$(BIN)/python tools/take_pictures.py
	$(BIN)/python tools/take_screen_pictures.py

document-pictures: .venv/ready-dev
	$(BIN)/python tools/take_document_pictures.py

templates: .venv/ready-dev
	$(BIN)/python tools/build_word_template.py $(ARGS)

bench: .venv/ready-dev
	@$(BIN)/python bench/run.py $(ARGS)

clean:
	rm -rf .venv .venv-* dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/ready-run: pyproject.toml
	@$(call set_up,.)

.venv/ready-dev: pyproject.toml
	@$(call set_up,.[dev])
	@touch .venv/ready-run

# $(1): what to install. Talk goes to stderr, so that `make run > file` holds the report alone.
define set_up
say() { printf '%s\n' "$$@" >&2; }; \
has_uv() { command -v uv >/dev/null 2>&1; }; \
if ! $(BIN)/python -c '' 2>/dev/null; then \
    rm -rf .venv; \
    if ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
        say "drafter 需要 Python 3.11 或更新的版本，这里的 $(PYTHON) 不是，或者没有安装。" \
            "装好以后再运行一次；已经装在别的名字下的，写作：make PYTHON=python3.12 $(MAKECMDGOALS)"; \
        exit 1; \
    fi; \
    if has_uv; then uv venv --quiet --seed --python $(PYTHON) .venv; \
    else $(PYTHON) -m venv .venv >&2; fi || { \
        rm -rf .venv; \
        say "没能建立 Python 虚拟环境 .venv，多半是缺少 venv 模块。" \
            "Debian、Ubuntu 和统信、麒麟系统请先运行：sudo apt install python3-venv，再重来一次。"; \
        exit 1; \
    }; \
fi; \
say "正在安装 drafter 用到的软件包，只在第一次和 pyproject.toml 有变化时进行……"; \
if has_uv; then uv pip install --quiet --python $(BIN)/python --compile-bytecode -e '$(1)'; \
else $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '$(1)' >&2; fi || { \
    say "软件包没有装好，原因见上。多半是网络或软件源不通，通了以后再运行一次。"; \
    exit 1; \
}; \
touch $@
endef
