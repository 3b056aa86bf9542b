"""What the generators of the samples share: reading facts, drawing numbers, writing SQL.

The SQL is the part of the language that SQLite, PostgreSQL and MySQL (with ANSI_QUOTES) agree
on, so that one `data.sql` fills all three.
"""

import csv
import sqlite3
import sys
from decimal import Decimal
from pathlib import Path

ROWS_PER_STATEMENT = 100


class Draw:
    """Numbers that look random and are the same for ever.

    A linear congruential generator of our own (the constants are Knuth's): Python does not promise
    that `random` gives the same numbers in its next version.
    """

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        """A whole number from 0 up to, but not including, `limit`."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        # The high bits: the low ones of such a generator repeat early.
        return (self.state >> 33) % limit

    def pick(self, items):
        return items[self.below(len(items))]

    def weighted(self, weights):
        """A key of `weights`, as often as its value says."""
        ticket = self.below(sum(weights.values()))
        for item, weight in weights.items():
            if ticket < weight:
                return item
            ticket -= weight
        raise AssertionError("a ticket is below the sum of the weights")


class Script:
    """`INSERT` statements for the tables of `schema.sql`, on standard output."""

    def __init__(self, folder):
        self.facts_folder = folder / "facts"
        self.schema = sqlite3.connect(":memory:")
        self.schema.executescript((folder / "schema.sql").read_text(encoding="utf-8"))
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        print(f"-- Written by examples/{folder.name}/generate.py; change that, and run it again.")

    def facts(self, name):
        """The rows of `facts/<name>.csv`, which people wrote; an empty cell is null."""
        with open(self.facts_folder / f"{name}.csv", encoding="utf-8", newline="") as file:
            return [{column: text or None for column, text in row.items()} for row in csv.DictReader(file)]

    def insert(self, table, rows):
        """Writes `rows`, which all have the same columns; the schema says which values are quoted."""
        types = {name: kind for _, name, kind, *_ in self.schema.execute(f'PRAGMA table_info("{table}")')}
        columns = list(rows[0])
        names = ", ".join(f'"{column}"' for column in columns)
        for start in range(0, len(rows), ROWS_PER_STATEMENT):
            lines = [
                "(" + ", ".join(literal(row[column], types[column]) for column in columns) + ")"
                for row in rows[start : start + ROWS_PER_STATEMENT]
            ]
            print(f'\nINSERT INTO "{table}" ({names}) VALUES\n' + ",\n".join(lines) + ";")


def literal(value, kind):
    """`value` as SQL for a column declared as `kind`."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    text = str(value)
    if kind.startswith(("INTEGER", "DECIMAL", "BOOLEAN")):
        return text
    # MySQL alone gives a backslash in a string a meaning.
    assert "\\" not in text, text
    return "'" + text.replace("'", "''") + "'"


def money(cents):
    """An amount in cents as the decimal number it is."""
    return Decimal(cents).scaleb(-2)


def cents(text):
    """`18.00` as 1800; everything is counted in cents, so that nothing is rounded on the way."""
    return int(Decimal(text).scaleb(2))


def folder_of(script):
    return Path(script).resolve().parent
