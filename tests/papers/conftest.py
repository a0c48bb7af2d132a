from __future__ import annotations

import shutil

import pytest


@pytest.fixture(scope="session")
def poppler() -> None:
    """Ask for the program that reads papers as other people's programs do."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: `apt-get install poppler-utils`")
