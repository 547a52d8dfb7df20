# From a bare checkout: Python 3.11, pip and make are enough. `make help` lists what there is.

BIN := .venv/bin
ROUNDS ?= 50

.DEFAULT_GOAL := help
.PHONY: help demo install test check pytest coverage bench pictures chaos clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/runtime.stamp ## a ready centre with simulated people [DATA=folder] [PORT=8080]
	@exec $(BIN)/queue-server demo --traffic \
		$(if $(DATA),--data "$(DATA)") $(if $(PORT),--port "$(PORT)")

install: .venv/runtime.stamp ## the programs of a real centre, in .venv/bin

test: check pytest coverage ## every check and every test, with coverage

check: .venv/test.stamp ## the checks that run nothing: form, types, imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --cache-dir .cache/imports

bench: .venv/test.stamp ## the benchmarks and their table
	$(BIN)/python -m benchmarks

pictures: .venv/test.stamp ## the pictures of README and docs, from the running programs
	$(BIN)/python -m tests.pictures $(NAMES)

chaos: .venv/test.stamp ## kill the server again and again, lose nothing [ROUNDS=50]
	$(BIN)/python -m tests.chaos --rounds "$(ROUNDS)"

clean: ## remove .venv and everything the checks left behind
	rm -rf .venv .cache .hypothesis htmlcov build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the steps of `make test` ---

# Whole files to a worker, the long folders first: what a file shares is built once.
# The programs that tests start again and again are compiled once.
pytest: export PYTHONDONTWRITEBYTECODE :=
pytest: .venv/test.stamp
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-report=

# Nine lines of ten in the whole house; of the rules every line and every branch.
coverage: pytest
	$(BIN)/coverage report
	@$(BIN)/coverage json --quiet -o - | $(BIN)/python -c "$$LINES_ARE_COVERED"
	$(BIN)/coverage report --include='queue_server/domain/*' --fail-under=100

define LINES_ARE_COVERED
import json, sys
lines = json.load(sys.stdin)["totals"]["percent_statements_covered"]
print(f"lines covered: {lines:.1f} % (at least 90 % are asked)")
sys.exit(lines < 90)
endef
export LINES_ARE_COVERED

# --- what is installed ---

.venv/runtime.stamp .venv/test.stamp: .venv/%.stamp: pyproject.toml constraints.txt deploy/bootstrap.sh
	@deploy/bootstrap.sh $*
