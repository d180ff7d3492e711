"""`muster schema` and `muster explain`, as they are typed.

usage: command_test.py REPOSITORY MUSTER
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

MUSTER = sys.argv.pop(2)
ROOT = pathlib.Path(sys.argv.pop(1)).resolve()

CONFIG = """apiVersion: muster/v1
kind: Config
portals: { acme: { url: https://acme.bitrix24.com } }
catalog: own
"""
HEAD = "apiVersion: muster/v1\nkind: Catalog\nmethods:\n"
METHOD = "  {name}: {{ description: Gives a badge., scope: acme, acts_on: portal, idempotent: false }}\n"


class Commands(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.here = pathlib.Path(self.folder.name)

    def muster(self, *words):
        clean = {"PATH": "/usr/bin:/bin", "HOME": str(self.here)}
        return subprocess.run(
            [MUSTER, *words], cwd=self.here, env=clean, capture_output=True, text=True, check=False
        )

    def own_catalog(self, name):
        (self.here / "muster.yaml").write_text(CONFIG, encoding="utf-8")
        (self.here / "own").mkdir()
        (self.here / "own" / "badge.yaml").write_text(HEAD + METHOD.format(name=name), encoding="utf-8")

    def test_a_schema_is_the_file_that_ships(self):
        for kind in ("policy", "config", "roster", "exceptions", "catalog", "mapping"):
            with self.subTest(kind):
                said = self.muster("schema", kind)
                self.assertEqual(said.returncode, 0, said.stderr)
                ships = ROOT / "templates" / "schema" / f"{kind}.v1.json"
                self.assertEqual(said.stdout, ships.read_text(encoding="utf-8"))

    def test_a_schema_that_there_is_not_is_a_usage_error(self):
        said = self.muster("schema", "polici")
        self.assertEqual((said.returncode, said.stdout), (64, ""))
        self.assertIn("there is no schema 'polici'\n  did you mean 'policy'?", said.stderr)

    def test_explain_tells_a_person_and_a_script(self):
        said = self.muster("explain", "user.add")
        golden = ROOT / "tests" / "golden" / "explain" / "user.add.txt"
        self.assertEqual((said.returncode, said.stderr), (0, ""))
        self.assertEqual(said.stdout, golden.read_text(encoding="utf-8"))
        said = self.muster("explain", "calendar.user.settings.view", "--output", "json")
        self.assertEqual(json.loads(said.stdout)["field"]["allowed"], ["day", "week", "month", "list"])

    def test_a_name_that_is_not_known_is_a_usage_error_with_a_suggestion(self):
        said = self.muster("explain", "user.updat")
        self.assertEqual((said.returncode, said.stdout), (64, ""))
        self.assertIn("there is no method or resource 'user.updat'\n  did you mean 'user.update'?", said.stderr)

    def test_a_companys_own_definitions_are_explained_and_in_the_schema(self):
        self.own_catalog("acme.badge.add")
        said = self.muster("explain", "acme.badge.add")
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn("Gives a badge.", said.stdout)
        calls = json.loads(self.muster("schema", "policy").stdout)["definitions"]["step"]
        self.assertIn("acme.badge.add", calls["properties"]["call"]["enum"])

    def test_a_policy_may_call_what_the_company_defines(self):
        self.own_catalog("acme.badge.add")
        policy = (
            "apiVersion: muster/v1\nkind: Policy\nmetadata: { name: badges }\n"
            "spec: { steps: [ { call: acme.badge.add, once: true, as: user } ] }\n"
        )
        (self.here / "badges.yaml").write_text(policy, encoding="utf-8")
        (self.here / "people.csv").write_text("id,email\n7,a@b.de\n", encoding="utf-8")
        asked = ("plan", "--offline", "--policy", "badges.yaml", "--roster", "people.csv")
        said = self.muster(*asked)
        self.assertEqual(said.returncode, 0, said.stderr)
        self.own_catalog_is_gone()
        said = self.muster(*asked)
        self.assertEqual(said.returncode, 78)
        self.assertIn("unknown method 'acme.badge.add'", said.stderr)

    def own_catalog_is_gone(self):
        text = CONFIG.replace("catalog: own\n", "")
        (self.here / "muster.yaml").write_text(text, encoding="utf-8")

    def test_a_company_may_not_redefine_what_is_known(self):
        self.own_catalog("user.add")
        said = self.muster("explain", "user.add")
        self.assertEqual(said.returncode, 78)
        self.assertIn("badge.yaml:4:3: error: 'user.add' is defined already", said.stderr)
        self.assertIn("the first definition is at built-in catalog, user.yaml:", said.stderr)


if __name__ == "__main__":
    unittest.main()
