# The workflow of a checkout. It needs Python 3.11 or newer and make; everything else goes into .venv, from the locks.
# `PYTHON=/path/to/python make …` names the Python to use.

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
UV ?= uv

# A pip.conf and PIP_ variables may say where packages come from; where they go, and which, is said here.
export PIP_USER := 0
export PIP_REQUIRE_HASHES := 0
unexport PIP_CONSTRAINT PIP_DRY_RUN PIP_EDITABLE PIP_IGNORE_INSTALLED PIP_NO_DEPS PIP_PREFIX PIP_PYTHON PIP_REPORT
unexport PIP_REQUIREMENT PIP_ROOT PIP_TARGET PYTHONHOME PYTHONPATH

.DEFAULT_GOAL := help
.PHONY: help run test lint style types contracts bench lock again

help: ## what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile

run: .venv/.run ## the main job: the bot with BANDU_TELEGRAM_TOKEN, else today's digest in the terminal
	@$(BIN)/bandu run

test: .venv/.dev ## the whole test suite
	@$(BIN)/python -m pytest -n 2 --dist loadfile

lint: style types contracts ## style, types and import contracts

style: .venv/.dev ## ruff: its rules and its format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/.dev ## mypy --strict on both packages
	$(BIN)/mypy --strict bot ranking

contracts: .venv/.dev ## who may import whom
	$(BIN)/lint-imports --no-logo

bench: .venv/.dev ## quality, speed and memory: printed, and a report with plots in bench-report/
	@$(BIN)/python -m tests.bench

# The locks hold for every platform and Python from 3.11 on, with hashes. Delete a lock first to take up newer versions.
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock: ## makes the locks from pyproject.toml (needs uv)
	$(COMPILE) pyproject.toml --group dev -o tests/requirements.lock
	$(COMPILE) pyproject.toml -c tests/requirements.lock -o deploy/requirements.lock
	$(COMPILE) --group build -c tests/requirements.lock -o deploy/build.lock

# .venv/.made is there only while nothing is being installed, and holds the folder's path. An environment that was left
# half made, moved with its folder, or has lost its Python is made again from nothing.
ifneq "$(shell $(BIN)/python -c '' 2>/dev/null && cat .venv/.made 2>/dev/null)" "$(CURDIR)"
.venv/.made .venv/.run .venv/.dev: again
endif

.venv/.made:
	@for python in $(or $(PYTHON),python3.11 python3.12 python3.13 python3.14 python3); do \
	    if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        "$$python" -m venv --clear .venv && printf '%s\n' "$(CURDIR)" >$@ && exit 0; exit 1; \
	    fi; \
	done; \
	echo 'Bandu needs Python 3.11 or newer with its venv module (on Debian: python3-venv), and found none.' >&2; exit 1

define install
@echo 'Installing the locked packages into .venv; the first time takes a minute or two.' >&2
@rm .venv/.made
@$(PIP) install --quiet --require-hashes $(1)
@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
@printf '%s\n' "$(CURDIR)" >.venv/.made
endef

.venv/.run: deploy/requirements.lock deploy/build.lock pyproject.toml | .venv/.made
	$(call install,-r deploy/requirements.lock -r deploy/build.lock)
	@touch $@

# Holds what .venv/.run holds, and more.
.venv/.dev: tests/requirements.lock pyproject.toml | .venv/.made
	$(call install,-r tests/requirements.lock)
	@touch .venv/.run $@
