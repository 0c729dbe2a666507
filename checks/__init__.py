"""The house rules that ruff, mypy and import-linter cannot see; ``python -m checks`` runs them all."""
