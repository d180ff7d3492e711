"""YAML as Muster reads it: the core schema of 1.2 (`no`, `12:30` and 2026-12-31 are text), with `!default` as null."""

import re

import yaml


class CoreLoader(yaml.SafeLoader):
    """PyYAML's own schema is that of 1.1, which takes `no` for false and a date for a date."""


CoreLoader.yaml_implicit_resolvers = {}
CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^([-+]?(0|[1-9][0-9]*))$"), list("-+0123456789")
)
CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?$"),
    list("-+0123456789."),
)
CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)
CoreLoader.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"^<<$"), ["<"])
CoreLoader.add_constructor("!default", lambda loader, node: None)


def with_text_keys(value):
    """As JSON has it, and as an editor's validator sees it."""
    if isinstance(value, dict):
        return {str(key): with_text_keys(each) for key, each in value.items()}
    return [with_text_keys(each) for each in value] if isinstance(value, list) else value


def load(path):
    with open(path, encoding="utf-8") as file:
        return with_text_keys(yaml.load(file, Loader=CoreLoader))
