"""The test case that the files here build on, and their way of running."""
import sys
import unittest

from .portal import Portal
from .workbench import Result, Workbench


class Case(unittest.TestCase):
    """A class says how many `users` its portal has; every test gets a workbench and a portal that has seen nothing."""

    users = 5
    portal_flags = ()
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.portal = Portal(cls.users, *cls.portal_flags)
        cls.addClassCleanup(cls.portal.stop)

    def setUp(self):
        self.portal.reset()

    def workbench(self, *given, **how):
        made = Workbench(self.portal, *given, **how)
        self.addCleanup(made.clean_up)
        return made

    def assert_exit(self, result, code):
        self.assertEqual(result.code, code, str(result))

    def assert_nothing_sent(self):
        self.assertEqual(self.portal.totals()["requests"], 0)

    def assert_users(self, summary, **expected):
        """`summary`: of the results as JSON. Outcomes not named are 0, and the roster has nobody else."""
        users = {outcome: count for outcome, count in summary["users"].items() if count}
        self.assertEqual(users, expected)


def main():
    """Runs the tests of the calling file. A file in which none ran has failed, too."""
    ran = unittest.main(exit=False, verbosity=2)
    if ran.result.testsRun == 0:
        print("no test was run", file=sys.stderr)
        sys.exit(1)
    sys.exit(0 if ran.result.wasSuccessful() else 1)
