# Two commands matter: `make run` and `make test`. Both need git, make, Python 3.11 or newer, and the network.
PYTHON ?= python3
SETUP := @$(PYTHON) -m tools.setup

.DEFAULT_GOAL := help
.PHONY: help run demo test check fix bench bench-cobrowse bench-crm bench-signing soak docs lock clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

run: ## Prepare what is missing and serve on http://localhost:8080
	$(SETUP) run -- -m server

demo: export SAMEN_DEMO = 1
demo: ## The same, with a sample office of invented people
	$(SETUP) run -- -m server

test: ## Every check and every test, with real Redis, PostgreSQL, coturn, SMTP and browsers
	$(SETUP) test -- -m tools.test

check: ## Format, lint, types, imports, client, structure: what needs no server
	$(SETUP) dev -- -m tools.check

fix: ## Let the formatters mend what they can
	$(SETUP) dev -- -m tools.fix

bench: ## Measure, and print median, p95, ratio and machine
	$(SETUP) test -- -m bench

bench-cobrowse: ## Measure co-browsing alone: delay, pace, bytes, sharpness, processor, memory, poor lines
	$(SETUP) test -- -m bench cobrowsing

bench-crm: ## Measure the office alone: lists and searches of 100,000 clients, races for one hour
	$(SETUP) test -- -m bench crm

bench-signing: ## Measure signing alone: time, memory, growth of the file, and what the server feels of it
	$(SETUP) test -- -m bench signing

soak: ## The long ones: 500 times kill -9 while signing, thousands of PDFs, ten minutes at the promised load
	$(SETUP) test -- -m bench soak

docs: ## Write the parts of docs/ that are taken from the code
	$(SETUP) dev -- -m tools.docs

lock: ## Choose the newest versions that fit, and lock them with their hashes
	$(SETUP) dev -- -m tools.lock

clean: ## Remove what set-up and builds made; data stays
	rm -rf .venv .setup.lock web_client/node_modules web_client/dist web_client/.build-* bench/out tests/artefacts
