VENV ?= .venv
UV ?= $(VENV)/bin/uv

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

lock: ## Compile the two hash locks from pyproject.toml
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --quiet pyproject.toml --output-file requirements.txt
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --quiet pyproject.toml --group test --group check --constraint requirements.txt \
	  --output-file tests/requirements.txt

.PHONY: help lock
.DEFAULT_GOAL := help
