# Everything a developer runs. `make` alone lists it. PYTHON=… chooses the interpreter.
.DEFAULT_GOAL := help
.PHONY: help demo test test-all check bench screenshots clean run-venv dev-venv all-venv

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: run-venv ## open the program on the embedded sandbox; ARGS="--seed 7" passes options on
	@$(BIN)/defender-tui demo $(ARGS)

test: dev-venv ## run what a developer runs before every commit (under 3 minutes)
	@$(PYTEST) $(ARGS)

test-all: all-venv ## run every test, the long ones and other people's clients too (under 25 minutes)
	@HYPOTHESIS_PROFILE=thorough $(PYTEST) -m "" $(ARGS)

check: dev-venv ## check format, lint, types and import contracts, then run the tests
	@$(BIN)/ruff format --check --quiet . || { echo "Mend with: $(BIN)/ruff format ." >&2; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo
	@$(MAKE) --no-print-directory test

bench: dev-venv ## print each measured figure with its target
	@$(BIN)/python -m tests.bench $(ARGS)

screenshots: dev-venv ## draw screenshots/*.svg anew from the sandbox
	@$(BIN)/python -m tests.screenshots

clean: ## remove .venv and every cache
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage build dist
	@find defender_tui tests -name __pycache__ -type d -prune -exec rm -rf {} +

run-venv:
	@sh scripts/venv run

dev-venv:
	@sh scripts/venv dev

all-venv:
	@sh scripts/venv all
