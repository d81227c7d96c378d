# The course's commands. Each sets up what it needs first; nothing but Python, git and make is needed.
#
#   make start     run the course on this machine, for trying out   (PORT=8000, COURSE_STATE=.state)
#   make test      run the tests, in real Chromium too              (ARGS="-k home" for some)
#   make test-all  run all of them in their whole depth             (an hour)
#   make lint      check the code, the types and the content
#   make bench     measure against stock                            (ONLY=home for one)
#   make pictures  make the README's pictures anew
#   make lock      make both requirements files and package-lock.json anew  (UPGRADE=1 for newer ones)

PORT ?= 8000
ONLY ?=
ARGS ?=
# Two at a time, whole files, in the order of the files: quick ones first, real browsers last.
WORKERS = -n 2 --dist loadfile --no-loadscope-reorder
# $PYTHON, or else the first Python that is new enough.
PYTHON_FOUND := $(shell for p in $(if $(PYTHON),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11); do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& command -v "$$p" && break; done)
SETUP = $(need_python) && "$(PYTHON_FOUND)" course/pairs_course/hub/bootstrap.py
PYTHON_MISSING = This course needs Python 3.11 or newer, and $(if $(PYTHON),PYTHON is $(PYTHON)$(comma) which is none. Set it to the path of one$(comma) or leave it out.,none was found ($$(python3 --version 2>&1 || echo no python3)). Install it$(comma) or set PYTHON to its path.)
comma := ,
need_python = { [ -n "$(PYTHON_FOUND)" ] || { echo "$(PYTHON_MISSING)" >&2; exit 1; }; }
UV = .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

.PHONY: start test test-all lint bench pictures lock
.SILENT:

start:
	$(SETUP) && COURSE_PORT="$(PORT)" exec .venv/bin/python -m pairs_course.hub.launch

test:
	$(SETUP) tests chromium && exec .venv/bin/python -m pytest $(WORKERS) -m "not whole" $(ARGS)

test-all:
	$(SETUP) tests chromium && exec .venv/bin/python -m pytest $(WORKERS) $(ARGS)

lint:
	$(SETUP) tests
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/node node_modules/typescript/bin/tsc --noEmit
	.venv/bin/python -m pairs_course.programme
	.venv/bin/python -m tests.modules

bench:
	$(SETUP) tests chromium && exec .venv/bin/python -m tests.benchmarks $(if $(ONLY),--only "$(ONLY)")

pictures:
	$(SETUP) tests chromium && PICTURES=1 exec .venv/bin/python -m pytest tests/browser/test_pictures.py

lock:
	$(SETUP) tests
	$(UV) pyproject.toml -o requirements.txt
	$(UV) --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	.venv/bin/npm install --package-lock-only --omit-lockfile-registry-resolved
