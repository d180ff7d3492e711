"""Texts that were read by a person once and have to stay as they are. UPDATE_GOLDEN=1 writes them anew."""
import os
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "golden" / "cli"


def normalised(text, workbench):
    """Without what differs from run to run: where it happened."""
    return text.replace(str(workbench.folder), "FOLDER").replace(f":{workbench.portal.port}", ":PORT")


def check(test, name, text):
    file = FOLDER / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return
    test.assertTrue(file.exists(), f"{file} is missing; UPDATE_GOLDEN=1 writes it. It would hold:\n{text}")
    test.assertEqual(file.read_text(encoding="utf-8"), text)
