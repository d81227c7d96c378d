# The course's commands. Each first sets up what it needs; you only need Python, git and make.
#
#   make start     run the course on this machine, to try it out    (PORT=8000, COURSE_STATE=.state)
#   make test      run the tests, some in real Chromium             (ARGS="-k home" for some)
#   make test-all  run all tests in full depth                      (an hour)
#   make lint      check the code, the types and the content
#   make bench     compare with stock JupyterHub and JupyterLab     (ONLY=home for one)
#   make pictures  recreate the README's pictures
#   make lock      regenerate the requirements files and package-lock.json  (UPGRADE=1 for newer versions)

PORT ?= 8000
ONLY ?=
ARGS ?=
# Two files at a time, in order: quick ones first, real browsers last.
WORKERS = -n 2 --dist loadfile --no-loadscope-reorder
# $PYTHON, or the first Python that is new enough.
PYTHON_FOUND := $(shell for p in $(if $(PYTHON),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11); do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& command -v "$$p" && break; done)
SETUP = $(need_python) && "$(PYTHON_FOUND)" course/pairs_course/hub/bootstrap.py
PYTHON_MISSING = This course needs Python 3.11 or newer, but $(if $(PYTHON),PYTHON is set to $(PYTHON)$(comma) which is unsuitable. Set it to the path of a suitable one$(comma) or unset it.,none was found ($$(python3 --version 2>&1 || echo no python3)). Install it$(comma) or set PYTHON to its path.)
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
