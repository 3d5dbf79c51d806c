# Short names for what run.py does. Windows has no make; there: py run.py
PYTHON ?= python3

.PHONY: run setup test long lock

run:
	$(PYTHON) run.py

setup:
	$(PYTHON) run.py setup

test:
	$(PYTHON) run.py test

long:
	$(PYTHON) run.py test --long

lock:
	$(PYTHON) run.py lock
