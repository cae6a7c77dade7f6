# The site and its checks. Everything is installed into .venv, from the locks in requirements/.

PYTHON ?= python3
ADDRESS ?= 127.0.0.1:8000

BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install
CODE := hooks tests

# The theme's notice on MkDocs 2, which the lock keeps out.
export NO_MKDOCS_2_WARNING := 1
# Only the target classroom sets it, whatever the shell holds.
unexport EXPLAINER_CLASSROOM

MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := help
.PHONY: help site serve classroom test check lighthouse fmt clean

help: ## Show these lines
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

# Without --quiet, with which --strict would let warnings pass.
site: .venv/runtime.stamp ## Build the site into site/
	@mkdir -p .cache
	@$(BIN)/mkdocs build --strict >.cache/site.log 2>&1 || { cat .cache/site.log >&2; exit 1; }
	@echo 'The site is built in site/. Run "make serve" to read it in a browser; the preview follows your edits.'

serve: .venv/runtime.stamp ## Preview the site on this computer, rebuilt as you edit
	@$(BIN)/mkdocs serve --dev-addr $(ADDRESS)

# Whole texts in copyright: for whoever holds them, never to be published.
classroom: .venv/runtime.stamp ## Build a private copy with whole originals into classroom/: make classroom ORIGINALS=DIR
	@test -d '$(ORIGINALS)' || { \
	  echo 'Name the folder of the originals, <text>.txt each: make classroom ORIGINALS=DIR' >&2; exit 1; }
	@mkdir -p .cache
	@EXPLAINER_CLASSROOM='$(ORIGINALS)' $(BIN)/mkdocs build --strict >.cache/classroom.log 2>&1 || { \
	  cat .cache/classroom.log >&2; exit 1; }
	@grep 'has no original' .cache/classroom.log || true
	@echo 'The classroom copy is built in classroom/. To read it: python3 -m http.server -d classroom. Do not publish it.'

check: .venv/runtime.stamp ## Check texts and data without building
	@$(BIN)/explainer check

test: .venv/test.stamp ## Run every check and test
	@mkdir -p .cache
	@$(BIN)/python tests/chromium.py >.cache/chromium
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/explainer check
	CHROMIUM="$$(cat .cache/chromium)" $(BIN)/pytest --cov -n 2 --dist loadfile

# Not part of test: it needs Node, and the network on its first run.
lighthouse: .venv/test.stamp ## Measure pages on a phone with Lighthouse, beside two others of the same words
	@$(BIN)/python tests/lighthouse.py

fmt: .venv/test.stamp ## Format the code and mend what a program can
	@$(BIN)/ruff check --fix --quiet --exit-zero $(CODE)
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check $(CODE)

clean: ## Remove whatever was built or installed
	rm -rf .venv .cache .hypothesis site site.* classroom
	find $(CODE) -type d -name __pycache__ -prune -exec rm -rf {} +

# Whoever lacks something reads what to do about it instead of a traceback.
.venv/created.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'Python 3.11 or newer is needed, got "$(PYTHON)": '"$$($(PYTHON) --version 2>&1)"'.' >&2; \
	  echo 'Name another one: make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'Python has no venv module; on Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	@echo 'Installing into .venv; this happens once.'
	@$(PYTHON) -m venv .venv
	@touch $@

# The core is built from this checkout with what the lock has just installed; nothing else is asked for.
.venv/runtime.stamp: .venv/created.stamp requirements/runtime.txt pyproject.toml
	@$(PIP) --require-hashes --requirement requirements/runtime.txt
	@$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

.venv/test.stamp: .venv/runtime.stamp requirements/test.txt
	@$(PIP) --require-hashes --requirement requirements/test.txt
	@touch $@
