"""Settings of property tests, and what tests in a browser start from.

Property tests try the same cases in every run, and keep nothing between runs;
``pytest --hypothesis-profile=search`` tries fresh cases instead.
"""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import sync_playwright

import browser
import support
from explainer import load

settings.register_profile(
    "steady",
    derandomize=True,
    database=None,
    deadline=None,  # A slow machine is no fault of the code.
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", settings.get_profile("steady"), derandomize=False)


def pytest_configure(config: pytest.Config) -> None:
    """Load the steady profile unless the command line names another."""
    settings.load_profile(config.getoption("--hypothesis-profile") or "steady")


@pytest.fixture(scope="module")
def explainer():
    found, problems = load.load(support.ROOT / "sources")
    assert problems == []
    return found


@pytest.fixture(scope="module")
def files():
    """The built site, and so every page's path below its address."""
    return support.real_site(browser.UNDER)


@pytest.fixture(scope="module")
def address(files):
    with browser.served(files.folder) as address:
        yield address


@pytest.fixture(scope="module")
def paths(files):
    return [name.removesuffix("index.html") for name in files.pages]


@pytest.fixture(scope="module")
def playwright():
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chrome(playwright):
    with contextlib.closing(browser.launch(playwright)) as started:
        yield started


@pytest.fixture
def new_page(chrome, address):
    """Make pages of fresh contexts, which know the site's address."""
    with contextlib.ExitStack() as stack:

        def make(of=chrome, **options):
            options.setdefault("viewport", {"width": browser.DESK, "height": 900})
            context = of.new_context(base_url=address, reduced_motion="reduce", **options)
            stack.callback(context.close)
            page = context.new_page()
            if options.get("java_script_enabled", True):
                browser.wait_for_scripts(page)
            return page

        yield make


@pytest.fixture
def page(new_page):
    return new_page()
