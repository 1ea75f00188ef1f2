# Everything runs in .venv, which is made from the lock file. See README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: install demo test lint format bench accuracy docs lock wheel clean browser tesseract

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) scripts/check_python.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(STAMP)

demo: install
	$(BIN)/headwater demo demo-case

browser:
	sh scripts/browser.sh

tesseract:
	sh scripts/tesseract.sh

test: install browser tesseract
	$(BIN)/python -m pytest --numprocesses auto

lint: install
	$(BIN)/ruff check src tests bench scripts
	$(BIN)/ruff format --check src tests bench scripts
	$(BIN)/mypy

format: install
	$(BIN)/ruff format src tests bench scripts
	$(BIN)/ruff check --fix src tests bench scripts

bench: install
	sh scripts/bench_packages.sh
	$(BIN)/python bench/intake

accuracy: install
	$(BIN)/python bench/accuracy $(or $(DATA),../shared/data) --peers bench/work/textacy

docs: install
	$(BIN)/python scripts/make_docs.py

lock: install
	$(BIN)/uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header \
	  --extra dev pyproject.toml -o requirements.lock

wheel: install
	$(BIN)/python -m build --wheel --no-isolation

clean:
	rm -rf $(VENV) build dist demo-case bench/work
