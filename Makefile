# Every target sets up what it needs; the second time it only looks.
PYTHON ?= python3
BIN := .venv/bin
# One more than there are cores: many tests wait for a process that they have started.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')

.PHONY: install run test lint soak bench model lock

install: .venv/.installed

run: .venv/.installed
	@if [ -n "$$BOT_TOKEN" ] || grep -qsE '^(export )?BOT_TOKEN=[^[:space:]]' .env; \
	then exec $(BIN)/afterglow run; else exec $(BIN)/afterglow preview; fi

test: .venv/.developing
	$(BIN)/pytest -q -n $(WORKERS) --dist worksteal

lint: .venv/.developing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Two hundred kills and ten thousand updates of every kind: most of an hour. SEED=... repeats a run.
soak: .venv/.developing
	$(BIN)/pytest -q -m soak

# What limits us, beside the bare client and its peers; exits 1 when a budget is missed. FULL=1 adds a million patients.
bench: .venv/.developing
	$(BIN)/python -m benchmarks

# Learns the phrasings anew: after a change of phrasings, keywords or out-of-scope lines.
model: .venv/.installed
	$(BIN)/python -m messages.training

lock: .venv/.developing
	$(BIN)/uv pip compile --universal --generate-hashes --no-annotate --no-header -q pyproject.toml --extra dev -o requirements-dev.txt
	$(BIN)/uv pip compile --universal --generate-hashes --no-annotate --no-header -q pyproject.toml -c requirements-dev.txt -o requirements.txt

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "Afterglow needs Python 3.11 or newer; name one with: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.installed: .venv/.python requirements.txt pyproject.toml
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.developing: .venv/.installed requirements-dev.txt
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
