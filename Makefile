# make run: from a fresh clone to answers.  make test: the tests.  make check: the style of everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test check format reference registers lock bench bench-quick performance clean help

run: $(READY)  ## build the graph, validate it, answer a question, write the export
	$(BIN)/kg build
	$(BIN)/kg validate
	$(BIN)/kg query owners-of-projects
	mkdir -p build
	$(BIN)/kg export --output build/samverkan.ttl
	@echo "Done: the graph is in .kg/, the Turtle in build/samverkan.ttl. Next: $(BIN)/kg show tre-m, or $(BIN)/kg query --list"

test: $(READY)  ## run every test
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile
	@echo "Done: the tests pass. Next: make check, or make run"

check: $(READY)  ## format, lint, types, layers, canonical files, current references
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/kg fmt --check
	$(BIN)/python scripts/make_reference.py --check

format: $(READY)  ## rewrite Python and Turtle in their one form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/kg fmt

reference: $(READY)  ## write docs/reference/ and the JSON-LD context anew
	$(BIN)/python scripts/make_reference.py

registers: $(READY)  ## write data/registers/ anew from the reference tables: make registers TABLES=folder
	$(BIN)/python scripts/make_registers.py $(TABLES)

bench: $(READY)  ## measure everything, write benchmarks/results/ and docs/performance.md; hours: make bench [SAMPLES=folder]
	$(BIN)/python benchmarks/servers.py install || true
	$(BIN)/python benchmarks/bench.py $(if $(SAMPLES),--samples $(SAMPLES))

bench-quick: $(READY)  ## measure 1,000 and 10,000 projects in some minutes: a line of JSON a figure
	@$(BIN)/python benchmarks/bench.py --quick

performance: $(READY)  ## write docs/performance.md anew from the newest results
	$(BIN)/python benchmarks/page.py

lock:  ## pin the dependencies anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
		--extra dev --custom-compile-command "make lock" pyproject.toml --output-file requirements.lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:  ## remove everything that was made
	rm -rf $(VENV) .kg build

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'
