"""Every YAML file that ships is right by its JSON Schema, in the eyes of a validator that is not ours, and the schemas refuse
what the program refuses.

usage: schema_test.py REPOSITORY
"""

import copy
import json
import pathlib
import sys
import unittest

import jsonschema

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import core_yaml  # noqa: E402

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()
KINDS = {
    "Policy": "policy",
    "Config": "config",
    "Roster": "roster",
    "Exceptions": "exceptions",
    "Catalog": "catalog",
    "Mapping": "mapping",
}
FOLDERS = ("templates", "config")


def schema(kind):
    return json.loads((ROOT / "templates" / "schema" / f"{kind}.v1.json").read_text(encoding="utf-8"))


def shipped():
    for folder in FOLDERS:
        yield from sorted((ROOT / folder).rglob("*.yaml"))


def kind_of(document):
    return KINDS[document["kind"]] if isinstance(document, dict) else "roster"


def faults(kind, document):
    return [error.message for error in jsonschema.Draft7Validator(schema(kind)).iter_errors(document)]


POLICY = {
    "apiVersion": "muster/v1",
    "kind": "Policy",
    "metadata": {"name": "p"},
    "spec": {"steps": [{"ensure": "calendar.user.settings", "with": {"view": "week"}}]},
}
CONFIG = {
    "apiVersion": "muster/v1",
    "kind": "Config",
    "portals": {"acme": {"url": "https://acme.bitrix24.com"}},
}
ROSTER = {"apiVersion": "muster/v1", "kind": "Roster", "users": [{"id": 7, "email": "a@b.de"}]}
EXCEPTIONS = {
    "apiVersion": "muster/v1",
    "kind": "Exceptions",
    "exceptions": [
        {
            "user": "a@b.de",
            "key": "calendar.user.settings.view",
            "accepted": "month",
            "reason": "shares a screen",
            "owner": "it",
            "until": "2026-12-31",
        }
    ],
}
CATALOG = {
    "apiVersion": "muster/v1",
    "kind": "Catalog",
    "methods": {
        "a.b": {
            "description": "x",
            "scope": "s",
            "acts_on": "caller",
            "idempotent": True,
            "parameters": {"p": {"type": "choice", "allowed": ["a"]}},
        }
    },
}
MAPPING = {
    "apiVersion": "muster/v1",
    "kind": "Mapping",
    "users": {"17": "ann@b.de", "bob@b.de": 204, "23": "stays", "24": "25"},
    "calendars": {"Alt": "Neu"},
    "sections": {"501": 1207},
    "groups": {"4": 9},
}
RIGHT = {
    "policy": POLICY,
    "config": CONFIG,
    "roster": ROSTER,
    "exceptions": EXCEPTIONS,
    "catalog": CATALOG,
    "mapping": MAPPING,
}

STEP = ("spec", "steps", 0)
WITH = STEP + ("with",)

# Where in a right file, what is put there: wrong.
WRONG = [
    ("policy", ("kind",), "Polcy"),
    ("policy", ("metadata", "name"), "a/b"),
    ("policy", ("metadata", "nam"), "x"),
    ("policy", ("spec", "steps"), []),
    ("policy", ("spec", "priority"), "high"),
    ("policy", ("spec", "match"), {}),
    ("policy", ("spec", "match"), {"any": []}),
    ("policy", STEP + ("ensure",), "calendar.user.setting"),
    ("policy", STEP + ("call",), "user.update"),
    ("policy", STEP, {"call": "calendar.user.settings.set", "with": {"settings": {}}}),
    ("policy", STEP, {"call": "humanresources.node.member.add", "with": {"nodeId": 1}}),
    ("policy", STEP, {"call": "im.notify.system.add", "with": {"USER_ID": 7}}),
    ("policy", STEP, {"call": "im.notify.system.add"}),
    ("policy", STEP, {"call": "im.user.status.set", "with": {"STATUS": "asleep"}}),
    ("policy", STEP, {"ensure": "calendar.section", "with": {"color": "#9cbe1c"}}),
    ("policy", STEP, {"ensure": "user"}),
    ("policy", STEP + ("id",), "1st"),
    ("policy", STEP + ("as",), "root"),
    ("policy", STEP + ("severity",), {"view": "fatal"}),
    ("policy", WITH + ("view",), "weak"),
    ("policy", WITH + ("showDeclind",), True),
    ("policy", WITH + ("showDeclined",), "N"),
    ("policy", WITH + ("showDeclined",), 1),
    ("policy", WITH + ("showWeekNumbers",), "no"),
    ("policy", WITH + ("timezoneName",), "Europe/Berlin"),
    ("policy", WITH + ("syncPeriodPast",), -1),
    ("policy", WITH + ("defaultSections",), {"usr1": 2}),
    ("policy", WITH + ("defaultReminders",), {"withtime": []}),
    ("config", ("portals",), {}),
    ("config", ("portals", "acme", "url"), "http://acme.bitrix24.com"),
    ("config", ("portals", "acme", "url"), "https://acme.bitrix24.com/rest/1/x/"),
    ("config", ("portals", "acme", "plan"), "free"),
    ("config", ("portals", "acme", "plan"), "selfhosted"),
    ("config", ("portals", "acme", "burst"), 50),
    ("config", ("portals", "acme", "weight"), 0),
    ("config", ("portals", "acme", "admin"), {"webhook": "https://acme.bitrix24.com/rest/1/x/"}),
    ("config", ("limits",), {"share": 0}),
    ("config", ("limits",), {"refused_requests": "never"}),
    ("config", ("limits",), {"request_timeout": 65}),
    ("config", ("batch",), {"max_commands": 51}),
    ("config", ("safety",), {"max_change_percent": 101}),
    ("config", ("policys",), []),
    ("config", ("catalog",), 7),
    ("roster", ("users", 0), {"team": "a"}),
    ("roster", ("users", 0, "id"), 0),
    ("roster", ("users", 0, "active"), "maybe"),
    ("roster", ("user",), []),
    ("exceptions", ("exceptions", 0, "until"), "soon"),
    ("exceptions", ("exceptions", 0, "reason"), None),
    ("exceptions", ("exceptions", 0, "because"), "x"),
    ("catalog", ("methods", "a.b", "acts_on"), "nobody"),
    ("catalog", ("methods", "a.b", "version"), 4),
    ("catalog", ("methods", "a.b", "idempotent"), "Y"),
    ("catalog", ("methods", "a.b", "parameters", "p", "type"), "text"),
    ("catalog", ("methods", "a.b", "parameters", "p", "allowed"), []),
    ("catalog", ("resources",), {"r": {"kind": "setting"}}),
    ("mapping", ("users", "17"), "somebody"),
    ("mapping", ("users", "17"), None),
    ("mapping", ("users", "17"), 0),
    ("mapping", ("users",), {"seventeen": 17}),
    ("mapping", ("users",), [17]),
    ("mapping", ("calendars", "Alt"), ""),
    ("mapping", ("calendars", "Alt"), 7),
    ("mapping", ("sections", "501"), "Meetings"),
    ("mapping", ("groups",), {"group4": 9}),
    ("mapping", ("people",), {}),
]

# The same, right.
ALSO_RIGHT = [
    ("policy", WITH + ("view",), "${vars.view ?? 'week'}"),
    ("policy", WITH + ("view",), None),  # !default
    ("policy", WITH + ("showWeekNumbers",), True),
    ("policy", WITH + ("syncPeriodPast",), "3"),
    ("policy", WITH + ("meetSection",), "${steps.meetings.id}"),
    ("policy", WITH + ("sendFromEmail",), False),
    ("policy", STEP, {"call": "im.notify.system.add", "once": True, "with": {"USER_ID": "${user.id}", "MESSAGE": "x"}}),
    ("policy", ("spec", "match"), {"department": ["Sales", "S*"], "not": {"email": "*@x.de"}, "any": [{"a": 1}]}),
    ("config", ("portals", "acme"), {"url": "https://a.example:8443", "plan": "selfhosted", "burst": 9, "rate": 0.5}),
    ("config", ("catalog",), ["a", "b"]),
    ("roster", ("users", 0), {"user_id": "7", "team": ["a"], "active": "N"}),
    ("mapping", ("users",), {}),
    ("mapping", ("calendars", "Alt"), "7"),
]


def changed(kind, path, value):
    document = copy.deepcopy(RIGHT[kind])
    at = document
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return document


class Schemas(unittest.TestCase):
    def test_every_schema_is_a_schema(self):
        for kind in KINDS.values():
            jsonschema.Draft7Validator.check_schema(schema(kind))

    def test_every_file_that_ships_is_right(self):
        seen = set()
        for path in shipped():
            with self.subTest(str(path.relative_to(ROOT))):
                document = core_yaml.load(path)
                kind = kind_of(document)
                seen.add(kind)
                self.assertEqual(faults(kind, document), [])
        self.assertLessEqual({"policy", "config", "catalog"}, seen)

    def test_every_file_that_ships_names_its_schema(self):
        for path in shipped():
            with self.subTest(str(path.relative_to(ROOT))):
                first = path.read_text(encoding="utf-8").splitlines()[0]
                intro = "# yaml-language-server: $schema="
                self.assertTrue(first.startswith(intro), first)
                target = (path.parent / first[len(intro) :]).resolve()
                self.assertEqual(target, ROOT / "templates/schema" / f"{kind_of(core_yaml.load(path))}.v1.json")

    def test_what_is_right_is_taken(self):
        for kind, document in RIGHT.items():
            self.assertEqual(faults(kind, document), [], kind)
        for kind, path, value in ALSO_RIGHT:
            with self.subTest(f"{kind} {path} {value}"):
                self.assertEqual(faults(kind, changed(kind, path, value)), [])

    def test_what_is_wrong_is_refused(self):
        for kind, path, value in WRONG:
            with self.subTest(f"{kind} {path} {value}"):
                self.assertNotEqual(faults(kind, changed(kind, path, value)), [])


if __name__ == "__main__":
    unittest.main()
