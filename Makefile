# mtlc: `make demo` and `make test` work on a fresh machine with python3, venv, pip and git.

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
SERVER := build/editor/.installed

.DEFAULT_GOAL := help

.PHONY: help setup demo test lint types proof agree bench docs format update-golden schema clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: $(STAMP) $(SERVER) ## Make .venv with everything that demo, test and proof need

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("mtlc needs Python 3.11 or newer: make PYTHON=...")'
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# Without Node.js the tests of the language server and of SARIF say what is missing; all else works.
$(SERVER): tests/editor/package.json
	@mkdir -p $(@D)
	@cp $< $(@D)
	@if command -v npm > /dev/null; then \
		npm install --prefix $(@D) --no-package-lock --no-audit --no-fund --silent && touch $@; \
	else echo "npm is missing: the tests of the YAML language server and of SARIF will fail"; fi

demo: $(STAMP) ## Compile every example, build it in TensorFlow, and train two
	@$(BIN)/python examples/demo.py

test: $(STAMP) $(SERVER) lint types ## Lint, type-check and test; under ten minutes
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not proof"

lint: $(STAMP) ## ruff check, ruff format --check, import contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: $(STAMP) ## mypy --strict and pyright
	$(BIN)/mypy --strict
	$(BIN)/pyright

proof: $(STAMP) ## The longer judgements; under 40 minutes
	MTLC_CASES=30 $(BIN)/python -m pytest -n 2 --dist worksteal -m proof

agree: $(STAMP) ## Compare the catalogue with Keras in depth: CASES=300, KERAS=3.13.0 for another one
ifdef KERAS
	@test -d build/keras-$(KERAS) || $(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --target build/keras-$(KERAS) keras==$(KERAS)
endif
	@TF_CPP_MIN_LOG_LEVEL=3 PYTHONPATH=$(if $(KERAS),build/keras-$(KERAS)) $(BIN)/python -m tests.catalogue.agree --cases $(or $(CASES),300) $(CLASSES)

bench: $(STAMP) ## Print speed and memory as ratios, measured in one run
	@$(BIN)/python -m benchmarks.run

docs: $(STAMP) ## Build the documentation site into build/site
	@$(BIN)/python -m tools.site

format: $(STAMP) ## Format the code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

update-golden: $(STAMP) ## Rewrite the golden files; read the diff
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q -n 2 tests/test_golden.py tests/test_diagnostics.py
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q -p no:randomly tests/test_readme.py -k print_what_is_shown

schema: $(STAMP) ## Rewrite the schema that editors read
	@$(BIN)/mtlc schema -o schemas/mtlc-1.schema.json

clean: ## Remove what was installed and built
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
