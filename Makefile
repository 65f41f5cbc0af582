# Works with GNU make 3.81 (macOS) and newer.
#   make demo                               check the sample unit
#   make test                               everything
#   make test-engine PYTHON=python3.13 VENV=.venv-3.13

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SAMPLE := evidence/sample-bureau-2022
AS_OF := 2022-07-15

# CPython 3.13 removed PyEval_CallObject, which durable_rules calls: without this it builds there and cannot be imported.
DURABLE_FLAG := -DPyEval_CallObject=PyObject_CallObject

# The Python's version is in the name, so that another PYTHON makes the environment anew.
READY := $(VENV)/.ready-$(shell $(PYTHON) -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null)

# PIP_USER: a machine may be set to install for the user, which pip refuses in an environment.
PIP := PIP_USER=0 $(BIN)/python -m pip --disable-pip-version-check --quiet install

.DEFAULT_GOAL := help
.PHONY: help demo test lint test-engine bench preflight lock clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s%s\n", $$1, $$2 }' Makefile

# Exit 1 is a result: the sample has obligations that fail. A Python that breaks down ends with 1 too, hence --help first.
demo: $(READY) ## check the sample unit as of 2022-07-15 and print the result
	@$(BIN)/compliance --help >/dev/null
	@$(BIN)/compliance check $(SAMPLE) --as-of $(AS_OF); status=$$?; \
	case $$status in 0|1) ;; *) exit $$status ;; esac

test: lint ## lint, types, and every test with its coverage
	$(BIN)/python -m pytest --cov --cov-report=term

lint: $(READY) ## ruff and mypy
	$(BIN)/python -m ruff check src tests
	$(BIN)/python -m mypy

test-engine: $(READY) ## only the tests of the engine, for a further Python
	$(BIN)/python -m pytest tests/test_engine*.py

bench: $(READY) ## how long large inputs take
	PYTHONPATH=tests $(BIN)/python -m bench

lock: ## write requirements.lock anew (needs uv)
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock

clean: ## remove what was made
	rm -rf .venv .venv-* build dist src/*.egg-info .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

# durable_rules comes as source. It is built with the locked setuptools and not in isolation, where pip would fetch an unhashed one;
# and past the cache, which may hold a build without DURABLE_FLAG.
$(READY): requirements.lock pyproject.toml
	@$(MAKE) --no-print-directory preflight
	@echo "$(VENV): $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV)
	@awk '/^[a-z]/ { on = /^setuptools==/ } on' requirements.lock > $(VENV)/setuptools.txt
	@awk '/^[a-z]/ { on = /^durable-rules==/ } on' requirements.lock > $(VENV)/durable-rules.txt
	@$(PIP) --require-hashes -r $(VENV)/setuptools.txt
	@CPPFLAGS="$$CPPFLAGS $(DURABLE_FLAG)" $(PIP) --require-hashes \
	  --use-pep517 --no-build-isolation --no-cache-dir -r $(VENV)/durable-rules.txt
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# Before anything is fetched: the messages are the program's own, which needs only the standard library for them.
define PREFLIGHT
import sys
sys.path.insert(0, "src")
from compliance import doctor, messages
lacks = [messages.text(finding.code, finding.params) for finding in doctor.build_needs() if finding.status == "error"]
for lines in zip(*lacks):
    print(*lines, sep="\n", end="\n\n", file=sys.stderr)
sys.exit(2 if lacks else 0)
endef
export PREFLIGHT

preflight:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo '需要 Python 3.11、3.12 或 3.13（这里的 $(PYTHON) 不是）。请安装，或者指明：make PYTHON=python3.12' >&2; \
	  echo 'Python 3.11, 3.12 or 3.13 is needed, and $(PYTHON) is not. Install one, or name it: make PYTHON=python3.12' >&2; \
	  echo '  Debian/Ubuntu: sudo apt install python3 python3-dev python3-venv build-essential' >&2; \
	  echo '  Fedora: sudo dnf install python3 python3-devel gcc make' >&2; \
	  echo '  macOS: brew install python@3.13; xcode-select --install' >&2; \
	  exit 2; }
	@PYTHONDONTWRITEBYTECODE=1 PYTHONIOENCODING=:replace $(PYTHON) -c "$$PREFLIGHT"
