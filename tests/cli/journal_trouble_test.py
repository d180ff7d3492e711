#!/usr/bin/env python3
"""A journal that cannot be written or read: told in words, before anything is sent."""
import shutil

from support import case, disk
from support.journals import Trouble, locked
from support.workbench import settings_policy

PAGE = 4096


def empty_pages(content):
    """The numbers, from 0, of the pages that are free and of no meaning (the file format of SQLite, 1.5: a
    list of trunks, each with the numbers of its leaves)."""
    def number(at):
        return int.from_bytes(content[at:at + 4], "big")
    leaves = set()
    trunk = number(32)
    while trunk:
        at = (trunk - 1) * PAGE
        leaves.update(number(at + 8 + 4 * each) - 1 for each in range(number(at + 4)))
        trunk = number(at)
    return leaves


class BeforeAnythingIsSent(Trouble):
    users = 3

    def setUp(self):
        super().setUp()
        self.bench = self.workbench()

    def begin(self):
        """A journal with a run in it, all of it in its one file."""
        self.assert_exit(self.bench.muster("apply"), 0)
        self.bench.write("policy.yaml", settings_policy("list"))
        self.portal.reset()
        self.reports = self.reports_of(self.bench)

    def assert_lost(self, run, *words):
        self.assert_told(run, str(self.bench.journal_file.parent), *words)
        self.assertEqual(run.out, "")
        self.assert_nothing_sent()
        self.assertEqual(self.reports_of(self.bench), getattr(self, "reports", []), "no report, and no half of one")

    def assert_well_again(self):
        run = self.bench.muster("apply")
        self.assert_exit(run, 0)
        self.assertEqual(self.bench.journal("PRAGMA integrity_check"), [("ok",)])

    def test_a_state_folder_that_may_not_be_written(self):
        folder = self.bench.path("state/muster")
        folder.mkdir(parents=True, mode=0o500)
        self.assert_lost(self.bench.muster("apply", before=disk.heed_modes), "may not be written", "check the permissions")
        self.assertEqual(list(folder.iterdir()), [])
        folder.chmod(0o700)
        self.assert_well_again()

    def test_a_place_where_no_state_folder_can_be_made(self):
        self.bench.path("state").mkdir(mode=0o500)
        self.assert_lost(self.bench.muster("apply", before=disk.heed_modes), "creating the state directory", "Permission denied")
        self.bench.path("state").chmod(0o700)
        self.assert_well_again()

    def test_a_journal_that_may_not_be_written(self):
        self.begin()
        for file, mode in ((self.bench.journal_file, 0o400), (self.bench.journal_file.parent, 0o500)):
            with self.subTest(file):
                before = file.stat().st_mode
                file.chmod(mode)
                self.assert_lost(self.bench.muster("apply", before=disk.heed_modes), "may not be written")
                file.chmod(before)
        self.assert_well_again()

    def test_a_disk_that_has_no_room_for_a_journal(self):
        for size in (0, 1000, 10 * PAGE):
            with self.subTest(size):
                run = self.bench.muster("apply", before=disk.takes_no_more_than(size))
                self.assert_lost(run, "journal.sqlite", "no space left", "make room")
                self.assertFalse(self.bench.journal_file.exists(), "nobody meets half a journal later")
        self.assertEqual(list(self.bench.journal_file.parent.iterdir()), [])
        self.assert_well_again()

    def test_a_disk_that_has_no_room_for_another_run(self):
        self.begin()
        for size in (0, 1000, PAGE):
            with self.subTest(size):
                run = self.bench.muster("apply", before=disk.takes_no_more_than(size))
                self.assert_lost(run, "journal.sqlite", "no space left", "make room")
        self.assert_well_again()

    def test_a_real_disk_that_is_full(self):
        with disk.small_disk(self.bench.path("state/muster"), 16) as mounted:
            if not mounted:
                self.skipTest("nobody may mount a disk here")
            self.begin()
            filler = disk.use_up(self.bench.path("state/muster"))
            self.assert_lost(self.bench.muster("apply"), "journal.sqlite", "no space left", "make room")
            filler.unlink()
            self.assert_well_again()

    def test_a_journal_that_another_process_keeps_locked(self):
        self.begin()
        with locked(self.bench.journal_file):
            run = self.bench.muster("apply")
        self.assert_lost(run, "journal.sqlite", "another process kept the journal locked", "try again")
        self.assert_well_again()

    def test_a_file_that_is_no_journal(self):
        for name, content in (("text", b"this is a letter\n" * 1000), ("zeros", bytes(5 * PAGE))):
            with self.subTest(name):
                self.bench.write("state/muster/journal.sqlite", "")
                self.bench.journal_file.write_bytes(content)
                self.assert_lost(self.bench.muster("apply"), "journal.sqlite", "not a journal of muster")
                self.assertEqual(self.bench.journal_file.read_bytes(), content)

    def damage(self, change):
        """Runs with a journal whose bytes are changed."""
        bytes_of = bytearray(self.whole)
        change(bytes_of)
        for beside in self.bench.journal_file.parent.glob("journal.sqlite*"):
            beside.unlink()
        self.bench.journal_file.write_bytes(bytes_of)
        return self.bench.muster("apply")

    def test_a_journal_any_page_of_which_is_damaged(self):
        """Every page in turn; whichever it is, nothing is sent before it is met. A page in which
        nothing is kept is nobody's loss."""
        self.begin()
        self.whole = self.bench.journal_file.read_bytes()
        pages = len(self.whole) // PAGE
        empty = empty_pages(self.whole)
        self.assertGreater(pages - len(empty), 10)
        for page in range(pages):
            with self.subTest(page=page):
                self.portal.reset()
                def rubbish(content):
                    content[page * PAGE:(page + 1) * PAGE] = b"\x5a" * PAGE
                run = self.damage(rubbish)
                if page in empty:
                    self.assert_exit(run, 0)
                    self.reports = self.reports_of(self.bench)
                else:
                    self.assert_lost(run, "journal.sqlite", "is damaged" if page else "not a journal of muster")
        self.damage(lambda content: None)
        self.assert_well_again()

    def test_a_journal_that_was_cut_off(self):
        self.begin()
        self.whole = self.bench.journal_file.read_bytes()
        for left in (len(self.whole) - PAGE, len(self.whole) // 2, PAGE, PAGE // 2):
            with self.subTest(left=left):
                self.portal.reset()
                def cut(content):
                    del content[left:]
                self.assert_lost(self.damage(cut), "journal.sqlite")

    def test_a_backup_in_the_place_of_a_damaged_journal_is_gone_on_with(self):
        self.begin()
        backup = self.bench.path("backup.sqlite")
        shutil.copy(self.bench.journal_file, backup)
        self.whole = self.bench.journal_file.read_bytes()

        def half(content):
            content[3 * PAGE:-PAGE] = bytes(len(content) - 4 * PAGE)
        self.assert_lost(self.damage(half), "put a backup in its place")
        shutil.copy(backup, self.bench.journal_file)
        self.assert_well_again()

    def test_no_half_of_a_result_is_left_for_one_portal_or_for_several(self):
        self.begin()
        self.whole = self.bench.journal_file.read_bytes()
        self.bench.configure(self.bench.portal_lines("one") + self.bench.portal_lines("two"))
        self.bench.write("results.json", "of yesterday")

        ((root,),) = self.bench.journal("SELECT rootpage FROM sqlite_schema WHERE name = 'job'")

        def jobs(content):
            content[(root - 1) * PAGE:root * PAGE] = b"\x5a" * PAGE
        self.damage(jobs)
        for portals in ("one", "all"):
            run = self.bench.muster("apply", "--portal", portals, "--output", "json", "--json-into", "results.json")
            self.assert_lost(run, "is damaged")
            self.assertEqual(self.bench.path("results.json").read_text(), "of yesterday")
            self.assertFalse(self.bench.path("results.json.tmp").exists())

    def test_nor_do_other_commands_send_anything(self):
        self.begin()
        self.whole = self.bench.journal_file.read_bytes()

        def header(content):
            content[:PAGE] = b"\x5a" * PAGE
        self.damage(header)
        for words in (("plan",), ("drift",), ("snapshot",), ("rollback", "last"), ("resume", "last")):
            with self.subTest(words[0]):
                run = self.bench.muster(*words)
                self.assert_told(run, "journal.sqlite")
                self.assert_nothing_sent()


if __name__ == "__main__":
    case.main()
