# Two words for most days: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

VENV ?= .venv
WORKERS ?= 2
SIZE ?= 10000
DATABASE ?= sqlite
TIMES ?= 20
SIZES ?= 10000 100000 1000000
# They read text and code only, or are marked so (tests/conftest.py says by which rule): one run says it all.
SAID_ONCE := $(addprefix --ignore=tests/,commitments/deadlines test_architecture.py test_repository.py) -m 'not once'
ON_POSTGRESQL := -q -n $(WORKERS) --dist worksteal --database postgresql $(SAID_ONCE)
CHAOS := -q tests/chaos tests/writers -o python_files='full.py' -o python_functions='chaos_*' -p no:randomly
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check --no-input --require-hashes
# A line per package, so that a slow network does not look like a standstill.
NAMES := sed -u -n -E 's/^(Collecting|Downloading|Installing) ([^ ]+).*/  \1 \2/p'
COMPILE := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-header pyproject.toml

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 13

run: $(VENV)/.runtime ## Start the tracker on this machine; Ctrl-C stops it (PORT=8001 for another port)
	@exec $(PY) manage.py up

test: $(VENV)/.everything ## Run every test on SQLite, then what asks the database on PostgreSQL
	$(PY) -m pytest -q -n $(WORKERS) --dist worksteal --database sqlite
	$(PY) -m pytest $(ON_POSTGRESQL)

check: $(VENV)/.everything ## Rules, layout, types, templates, migrations, import arrows, deployment settings
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	find commitments countries tracker -name '*.html' -print0 | xargs -0 -r $(VENV)/bin/djade --check --target-version 5.2
	$(VENV)/bin/mypy
	$(PY) -m pytest -q tests/test_architecture.py tests/test_repository.py
	data=$$(mktemp -d); trap 'rm -rf "$$data"' EXIT; export DATA_DIR="$$data" ENV_FILE=/dev/null; \
	  $(PY) manage.py makemigrations --check --dry-run; \
	  SITE_URL=https://tracker.example.org $(PY) manage.py check --deploy --fail-level WARNING

fix: $(VENV)/.everything ## Mend what can be mended without thinking
	$(VENV)/bin/ruff check --fix
	$(VENV)/bin/ruff format
	find commitments countries tracker -name '*.html' -print0 | xargs -0 -r $(VENV)/bin/djade --target-version 5.2

bench: $(VENV)/.everything ## Compare our work with the same at its barest (SIZE=1000000 DATABASE=postgresql for more)
	$(PY) -m pytest -q tests/bench --size $(SIZE) --database $(DATABASE) $(if $(PLANTED),--planted $(PLANTED)) -o python_files='*.py' -o python_functions='bench_*' -p no:randomly

properties: $(VENV)/.everything ## Try what must hold for whatever happens with TIMES as many cases (20)
	for database in sqlite postgresql; do \
	  TIMES=$(TIMES) $(PY) -m pytest -q -m hypothesis -n $(WORKERS) --dist worksteal --database $$database; done

once: $(VENV)/.everything ## Choose anew what is tested on SQLite only, by the statements each test sends
	folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	  $(PY) -m pytest $(ON_POSTGRESQL) --statements "$$folder"; $(PY) -m tests.said_once "$$folder"

chaos: $(VENV)/.everything ## Kill senders, writers, mail servers, brokers and databases at length (an hour or more)
	failed=0; for database in postgresql sqlite; do \
	  $(PY) -m pytest $(CHAOS) --database $$database --figures docs/reliability.json || failed=1; \
	  $(PY) -m tests.chaos.record; done; exit $$failed

benchmarks: $(VENV)/.everything ## Measure both databases at every size of SIZES and write docs/benchmarks.md anew (hours)
	for size in $(SIZES); do for database in sqlite postgresql; do \
	  $(PY) -m pytest -q tests/bench --size $$size --database $$database --record docs/benchmarks.json \
	    -o python_files='*.py' -o python_functions='bench_*' -p no:randomly; \
	  $(PY) -m tests.bench.table; done; done

screenshots: $(VENV)/.everything ## Take the pictures in docs/images anew (needs Chromium)
	$(PY) docs/screenshots.py

bench-dates: $(VENV)/.everything ## Count deadline phrases read right, called unclear and read wrong
	@$(PY) -m tests.commitments.deadlines.measure

catalogues: $(VENV)/.everything ## Collect what mails say, and compile commitments/locale (says what is not translated)
	@$(PY) manage.py catalogues

lock: $(VENV)/.everything ## Compile requirements.txt and tests/requirements.txt anew from pyproject.toml
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --group test --group check --constraint requirements.txt --output-file tests/requirements.txt

$(VENV)/.python:
	@for python in python3.13 python3.12 python3.11 python3; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making $(VENV) with $$($$python --version)"; \
	    $$python -m venv $(VENV) || { echo "Python cannot make environments here; on Debian: apt-get install python3-venv"; exit 1; }; \
	    touch $@; exit 0; \
	  fi; \
	done; \
	echo "Python 3.11 or newer is needed, and none of python3.13, python3.12, python3.11, python3 is one."; exit 1

$(VENV)/.runtime: requirements.txt | $(VENV)/.python
	@echo "Installing what the tracker needs (once)"
	@$(PIP) -r requirements.txt | $(NAMES)
	@touch $@

$(VENV)/.everything: tests/requirements.txt $(VENV)/.runtime
	@echo "Installing what the tests need (once)"
	@$(PIP) -r tests/requirements.txt | $(NAMES)
	@touch $@

.PHONY: help run test check fix bench properties once chaos benchmarks screenshots bench-dates catalogues lock
.DEFAULT_GOAL := help
