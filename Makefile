# Every task of the project. `make demo` and `make test` set up all they need, into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: withstand fuzz tutorial reference help demo test lint accuracy speed schema lock clean

help: ## list these tasks
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

# The lock carries hashes; the package itself is built with the build back end from the lock and nothing else is fetched.
$(READY): requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/karama gazetteer build
	@touch $(READY)

demo: $(READY) ## read the six example reports, show their claims, then keep them in a record and tour it
	$(BIN)/karama read examples/reports
	$(BIN)/python examples/tour.py

test: $(READY) lint ## run all the tests
	tools/install-test-needs
	$(BIN)/python -m pytest -q

lint: $(READY) ## style, types and layers
	$(BIN)/ruff check src tests bench
	$(BIN)/ruff format --check src tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports

accuracy: $(READY) ## score the reading on the golden articles, and on the corpora in ../shared when they are there
	$(BIN)/python bench/accuracy.py

speed: $(READY) ## the reading beside bare spaCy, a record as it grows, many articles; smaller: make speed SPEED="--claims 1000 10000" MANY=--small
	$(BIN)/python bench/speed.py $(SPEED)
	$(BIN)/python bench/many_speed.py $(MANY)

screenshots: $(READY) ## pictures of every page of the web app, light and dark, wide and narrow
	tools/install-test-needs
	$(BIN)/python bench/screenshots.py

withstand: $(READY) ## kill, fill, damage and attack it at length (the tests do so briefly)
	KARAMA_WITHSTAND=long $(BIN)/python -m pytest -q tests/withstand tests/contract/test_stopping.py

fuzz: $(READY) ## 20,000 inputs to each parser, guided by coverage (needs atheris: pip install atheris)
	$(BIN)/python bench/fuzz.py

reference: $(READY) ## write docs/reference/events.md from the table of kinds
	$(BIN)/python bench/reference.py

tutorial: $(READY) ## write the output of the commands in the tutorial anew
	$(BIN)/python bench/tutorial.py

schema: $(READY) ## write the JSON Schema of a reading anew from the domain types
	$(BIN)/python -m karama.schema

lock: $(READY) ## pin the requirements anew, with hashes
	$(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev -o requirements/dev.txt pyproject.toml
	$(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements/run.txt pyproject.toml

clean: ## remove the environment and what the tools left
	rm -rf $(VENV) .yardsticks .pytest_cache .mypy_cache .ruff_cache
