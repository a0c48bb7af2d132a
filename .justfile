# Recipes of the house. `just` alone lists them; the recipe runner is in the test extra (rust-just).

set windows-shell := ["powershell.exe", "-NoLogo", "-Command"]

[private]
default:
    @just --list --unsorted

# Everything that must hold before a change is handed in.
check: lint types rooms test

# Style and formatting.
lint:
    uv run ruff check
    uv run ruff format --check

# Types, strictly.
types:
    uv run mypy

# Imports go one way.
rooms:
    uv run lint-imports

# Tests; `just test tests/invites -k cancel` runs some of them.
test *arguments:
    uv run pytest {{ arguments }}

# Tests with the coverage floor.
coverage:
    uv run pytest --cov

# Format, and mend what can be mended without thought.
format:
    uv run ruff check --fix
    uv run ruff format

# All measurements in one table; `just bench demo` runs one of them.
bench *names:
    uv run python -m tests.bench.run {{ names }}

# The fault campaign, with one seed after the other for so many minutes; then broken engines, which it must catch.
campaign seed="1" minutes="10":
    uv run python -m tests.campaign.run --seed {{ seed }} --minutes {{ minutes }} --seconds 20
    uv run python -m tests.campaign.mutants --seed {{ seed }}

# The program's strings into the nine catalogues; new ones stand there empty until they are translated.
locales:
    uv run python -m tests.locales.catalogues

# The JSON Schema of agenda files, for editors.
schema:
    uv run python -c "import json; from pathlib import Path; from orchestrator import agendas; Path('agendas/agenda.schema.json').write_text(json.dumps(agendas.schema(), ensure_ascii=False, indent=2) + '\n', encoding='utf-8')"

# The shipped examples of a filled record, after labels or translations changed.
examples:
    uv run python -m tests.minutes.examples

# Sort keys of the states' names, made anew from each language's alphabet.
sort-keys:
    uv run python -m tests.tables.sort_keys --write

# Exact versions of everything, newest that pyproject.toml allows, mirrored for uv.
constraints:
    uv pip compile --no-config --quiet --upgrade --universal --all-extras --no-annotate --no-header --no-emit-index-url --no-emit-find-links --output-file constraints.txt pyproject.toml
    uv run --no-project python tests/house/mirror_constraints.py
    uv sync
