# Everything starts here: `make serve` answers questions, `make test` proves it.
# Each target makes its own private environment under .venv; nothing else is touched.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= data
SHARED ?= ../shared
HOST ?= 127.0.0.1
PORT ?= 8000
JOBS ?= 2
PIP := PIP_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip

.PHONY: help serve build test eval gate shared lint check format clean constraints widget e2e screenshots

help: ## Show this list.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

serve: $(VENV)/.serve ## Build the index if there is none, and serve at 127.0.0.1:8000.
	$(BIN)/refdesk serve --data $(DATA) --articles corpus/articles --host $(HOST) --port $(PORT)

build: $(VENV)/.serve ## Build the index over corpus/articles again (only changes are embedded).
	$(BIN)/refdesk build --articles corpus/articles --data $(DATA)

test: check ## Run every check and test, two files at a time (JOBS=1: one by one).
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile

check: $(VENV)/.test ## Style, types and articles.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/refdesk lint corpus/articles

eval: $(VENV)/.test ## Run the shipped suite; figures, and a page in results/articles/report.html.
	$(BIN)/refdesk eval run suites/articles --out results/articles --fresh

gate: eval ## The same, held against the bars of the suite.
	$(BIN)/refdesk eval gate results/articles --bars suites/articles/bars.toml

shared: $(VENV)/.test ## Run every suite that can be made from the shared inputs (SHARED=folder; 20 minutes).
	PATH="$(CURDIR)/$(BIN):$$PATH" sh benchmarks/shared_suites.sh $(SHARED) results/shared

e2e: $(VENV)/.test ## Every state of every page in a real browser (Chromium; axe-core after `make widget`).
	$(BIN)/python -m pytest -q -m e2e

screenshots: $(VENV)/.test ## Pictures of the main states in results/screenshots (Chromium, a built index).
	$(BIN)/python -m benchmarks.screenshots results/screenshots --data $(DATA)

widget: ## Check and build the chat widget from its source (Node.js).
	cd widget && npm ci && npm run check && npm run build

lint: $(VENV)/.serve ## Check the articles alone.
	$(BIN)/refdesk lint corpus/articles

format: $(VENV)/.test ## Put the code in the house's format.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

constraints: $(VENV)/.test ## Record the installed versions in constraints.txt.
	@echo '# Exact versions of everything that is installed, written by `make constraints`.' > constraints.new
	@$(BIN)/python -m pip freeze --exclude-editable --all | sed 's/+cpu$$//' | grep -vi '^pip==' \
		| sort -f >> constraints.new
	mv constraints.new constraints.txt

clean: ## Remove the environment, caches and the built index.
	rm -rf $(VENV) $(DATA) results .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "refdesk needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V 2>&1)." \
		"Name a newer one: make PYTHON=python3.12 serve" >&2; exit 1; }
	@echo "Making a private environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.serve: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing pinned packages (a few minutes the first time) ..."
	@$(PIP) install -e '.[build]'
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing pinned packages for the tests (a few minutes the first time) ..."
	@$(PIP) install -e '.[build,test,eval]'
	@touch $@ $(VENV)/.serve
