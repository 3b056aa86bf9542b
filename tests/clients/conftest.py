"""Where the server is that `scripts/test-clients` has started: Northwind as it was created, for one file of tests alone."""

import os

import pytest


@pytest.fixture(scope="session")
def api() -> str:
    return f"{os.environ['FORMWORK_ORIGIN']}/api"
