# The front door. `make` alone prints what there is.

SHELL := /usr/bin/env bash
DEMO ?= demo/northwind

# In CI the versions are those of Cargo.lock; on a desk cargo may add what was just written to Cargo.toml.
export LOCKED := $(if $(CI),--locked)

.DEFAULT_GOAL := help
.PHONY: help demo setup admin lint test audit bench servers stop-servers clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Build the tool, create the Northwind sample and serve it
	@scripts/build-admin --if-possible
	cargo build $(LOCKED)
	@[[ -e $(DEMO) ]] || cargo run --quiet $(LOCKED) -- create --project-name $(DEMO) --db-url nw-
	@cargo run --quiet $(LOCKED) -- run $(DEMO)

setup: ## Install what the tests need (Debian, as root; elsewhere it says what is missing)
	scripts/setup-test-deps

admin: ## Build the admin app, which the tool and every project carry (needs Node 20)
	scripts/build-admin

lint: ## Check the format, clippy, the documentation, the scripts
	scripts/lint

test: setup admin lint ## Set up, lint, and run every test on every database there is
	scripts/test

audit: ## Look for known flaws in the dependencies (needs cargo-deny and the network)
	cargo deny check advisories

bench: ## Measure the runtime against hand-written code
	scripts/bench

servers: ## Start the test servers and leave them up: eval "$(scripts/servers env)"
	scripts/servers start

stop-servers: ## Stop them
	scripts/servers stop

clean: ## Stop the test servers, remove what was built and the demo's compiler output
	scripts/servers stop
	cargo clean
	rm -rf .test $(DEMO)/target admin/node_modules admin/dist runtime/assets tests/clients/node_modules
