# Everything from nothing: the first run of any target makes .venv.
#   make run      opens drafter (in a pipe: prints a sample report); ARGS='list' runs a command
#   make test     what CI runs: lint, types, layers, tests
#   make test-newest  the tests on the newest releases that pyproject.toml allows, in .venv-newest
#   make lock     writes requirements/ from pyproject.toml; ARGS=--upgrade takes the newest releases
#   make test-terminals  the tests in a pseudo-terminal, on every Python of this machine, in .venv-3.X
#   make test-windows  tests on a Windows Python under Wine, in .windows (docs/windows.md)
#   make bench    start-up and other times; ARGS='start' runs one module
#   make attack   changed files, keys and kills against every reader, for minutes; ARGS='--only docx --count 500 --seed 3'
#   make docs     writes docs/checks.md and docs/acts.md from the catalogue of checks and the table of acts
#   make looks    writes the kept screens of the tests anew, from the running app
#   make pictures writes the pictures of the READMEs from real runs
#   make templates builds report.docx from form.yaml; ARGS='FORM' another form's
#   make document-pictures writes those of finished documents; needs LibreOffice, Chromium and Noto fonts
#   make bundles  folders that a clerk copies and starts, in dist/bundles (docs/release.md); ARGS='windows'
#   make clean    removes all that the other targets made
#
# All that is installed stands in requirements/, with its hash, for every Python and platform promised:
# run.txt for a clerk, build.txt to build drafter itself, dev.txt for tests. A change of the dependencies
# in pyproject.toml needs `make lock` in the same commit; that leaves all other versions as they are,
# and fails where a promised platform would have to compile something.

PYTHON ?= python3
BIN := .venv/bin
PYTEST := python -m pytest --numprocesses auto --dist worksteal
COMPILE := .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --annotation-style line --custom-compile-command 'make lock'
# Where no package may need a compiler: for a clerk all that is promised, with the C library of 2012
# (glibc 2.17); for those who work on drafter that of 2018 (2.28), since numpy and matplotlib ask for it.
OTHERS := windows macos x86_64-apple-darwin
PLATFORMS_run := x86_64-manylinux_2_17 aarch64-manylinux_2_17 $(OTHERS)
PLATFORMS_dev := x86_64-manylinux_2_28 aarch64-manylinux_2_28 $(OTHERS)

.PHONY: run test check lint types layers pytest test-terminals test-windows test-newest lock docs looks pictures document-pictures templates bench attack bundles clean

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
	$(BIN)/$(PYTEST) $(ARGS)

test-newest:
	rm -rf .venv-newest
	@tools/set_up.sh $(PYTHON) .venv-newest newest $@
	.venv-newest/bin/$(PYTEST) $(ARGS)

lock:
	$(PYTHON) -m venv --clear .venv-lock
	.venv-lock/bin/python -m pip install --quiet uv
	$(COMPILE) $(ARGS) pyproject.toml -o requirements/run.txt
	$(COMPILE) $(ARGS) pyproject.toml --extra dev -c requirements/run.txt -o requirements/dev.txt
	echo hatchling | $(COMPILE) - -c requirements/dev.txt -o requirements/build.txt
	$(foreach kind,run dev,for platform in $(PLATFORMS_$(kind)); do for version in 3.11 3.12 3.13 3.14; do \
	    .venv-lock/bin/uv pip install --quiet --dry-run --only-binary :all: --target .venv-lock/none \
	        --python-platform $$platform --python-version $$version -r requirements/$(kind).txt || exit 1; \
	done; done;)

test-terminals:
	tools/terminal_tests.sh $(ARGS)

test-windows: .venv/ready-dev
	@$(BIN)/python -m tools.windows_tests $(ARGS)

docs: .venv/ready-dev
	$(BIN)/python tools/write_pages.py

looks: .venv/ready-dev
	$(BIN)/python -m tests.tui.looks

pictures: .venv/ready-dev
	$(BIN)/python tools/take_pictures.py
	$(BIN)/python tools/take_screen_pictures.py

document-pictures: .venv/ready-dev
	$(BIN)/python tools/take_document_pictures.py

templates: .venv/ready-dev
	$(BIN)/drafter forms --build templates/$(or $(ARGS),disclosure-2021) --force

bench: .venv/ready-dev
	@$(BIN)/python bench/run.py $(ARGS)

attack: .venv/ready-dev
	@$(BIN)/python -m attack $(ARGS)

bundles: .venv/ready-dev
	@$(BIN)/python -m tools.bundles $(ARGS)

clean:
	rm -rf .venv .venv-* .windows dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests bench attack -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/ready-run: pyproject.toml requirements/run.txt requirements/build.txt
	@tools/set_up.sh $(PYTHON) .venv run '$(MAKECMDGOALS)'
	@touch $@

.venv/ready-dev: pyproject.toml requirements/dev.txt
	@tools/set_up.sh $(PYTHON) .venv dev '$(MAKECMDGOALS)'
	@touch .venv/ready-run $@
