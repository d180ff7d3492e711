"""A row of the table, for subjects written in Python: the same line of JSON that rows.hpp prints."""
import json


def print_row(name, value, unit, *, at_least=None, at_most=None, note=""):
    line = {"row": name, "value": value, "unit": unit}
    if at_least is not None:
        line |= {"at_least": at_least, "holds": value >= at_least}
    if at_most is not None:
        line |= {"at_most": at_most, "holds": value <= at_most}
    if note:
        line["note"] = note
    print(json.dumps(line), flush=True)
