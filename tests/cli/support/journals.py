"""Journals in trouble, and what a program says of them."""
import contextlib
import sqlite3

from . import case


@contextlib.contextmanager
def locked(file, how="EXCLUSIVE"):
    """Another process is writing to the journal, and does not end."""
    other = sqlite3.connect(file, isolation_level=None)
    try:
        other.execute(f"BEGIN {how}")
        yield other
        if other.in_transaction:
            other.execute("ROLLBACK")
    finally:
        other.close()


class Trouble(case.Case):
    def assert_told(self, run, *words):
        """State is lost, in words for a person, and not by a crash."""
        self.assert_exit(run, 73)
        for word in words:
            self.assertIn(word, run.err + run.out)
        for word in ("unexpected error", "terminate", "Assertion"):
            self.assertNotIn(word, run.err)

    def reports_of(self, bench):
        folder = bench.path("reports")
        return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())
