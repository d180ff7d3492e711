#include "child_process.hpp"
#include "faulty_vfs.hpp"
#include "journal/read.hpp"
#include "samples.hpp"
#include "support/jobs.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

using namespace samples;
using journal::journal_error;
namespace fs = std::filesystem;

namespace {

struct fixture {
    temporary_directory directory;
    fs::path file = directory / "journal.sqlite";

    // A journal with a run of so many users, closed: all of it in the one file.
    void write_journal(std::int64_t users) {
        auto store = must(journal::store::open(file));
        const auto run = must(store.start_run(header()));
        for (std::int64_t user = 0; user < users; ++user) {
            const auto item = support::item(user, {support::settings_step({})});
            auto changed = result(model::outcome::changed);
            changed.before = model::object{{"view", std::string(300, 'm')}};
            must(run->open_job(item, at(0)));
            must(run->close_job(closed(item, {changed})));
        }
    }
    void write_file(const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

    std::string opening() {
        const auto opened = journal::store::open(file);
        return opened ? "opened" : base::describe(opened.error());
    }
    std::error_code code_of_opening() { return code_of(journal::store::open(file)); }
};

void execute(const fs::path& file, const char* statements) {
    sqlite3* raw = nullptr;
    BOOST_TEST_REQUIRE(sqlite3_open(file.c_str(), &raw) == SQLITE_OK);
    BOOST_TEST(sqlite3_exec(raw, statements, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(raw);
}

// For a child process: the code of a failure of ours; 0 = none.
int code_number(const std::error_code& code) {
    return code.category() == journal::journal_category() ? code.value() : (code ? 98 : 0);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(failures, fixture)

BOOST_AUTO_TEST_CASE(a_directory_that_is_not_there) {
    file = directory / "nowhere" / "journal.sqlite";
    BOOST_TEST(code_of_opening() == make_error_code(journal_error::cannot_open));
    BOOST_TEST(
        opening() ==
        "opening the journal " + file.string() + ": cannot be opened (does its directory exist?)"
    );
}

BOOST_AUTO_TEST_CASE(a_directory_in_the_place_of_the_file) {
    fs::create_directory(file);
    BOOST_TEST(code_of_opening() == make_error_code(journal_error::cannot_open));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_database) {
    write_file(
        "to whom it may concern: this is a letter, not a database.\n" + std::string(9000, 'x')
    );
    BOOST_TEST(code_of_opening() == make_error_code(journal_error::not_a_journal));
    BOOST_TEST(fs::file_size(file) > 9000U);
}

BOOST_AUTO_TEST_CASE(a_database_of_another_program) {
    execute(file, "CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
    BOOST_TEST(code_of_opening() == make_error_code(journal_error::not_a_journal));
    BOOST_TEST(!fs::exists(file.string() + "-wal"));
}

BOOST_AUTO_TEST_CASE(a_journal_of_a_newer_version) {
    write_journal(1);
    execute(file, "PRAGMA user_version = 1000");
    BOOST_TEST(code_of_opening() == make_error_code(journal_error::newer_schema));
}

BOOST_AUTO_TEST_CASE(a_journal_that_lacks_a_table) {
    write_journal(1);
    execute(file, "DROP TABLE request");
    BOOST_TEST(code_of_opening() == make_error_code(journal_error::corrupt));
}

BOOST_AUTO_TEST_CASE(an_empty_file_becomes_a_journal) {
    write_file("");
    BOOST_TEST(opening() == "opened");
}

// It loads or it explains, at every page; it never crashes and never passes for whole.
BOOST_AUTO_TEST_CASE(a_journal_cut_off_at_any_page) {
    write_journal(40);
    const auto size = fs::file_size(file);
    constexpr std::uintmax_t page = 4096;
    BOOST_TEST_REQUIRE(size / page > 10U);
    const auto whole = directory / "whole.sqlite";
    fs::copy_file(file, whole);
    for (auto left = size - page; left > 0; left -= page) {
        BOOST_TEST_CONTEXT(left / page << " pages of " << size / page) {
            fs::copy_file(whole, file, fs::copy_options::overwrite_existing);
            fs::resize_file(file, left);
            BOOST_TEST(code_of_opening() == make_error_code(journal_error::corrupt));
        }
    }
}

// Every page in turn is overwritten: each is found out, or it is one that nobody reads.
BOOST_AUTO_TEST_CASE(a_journal_with_a_page_of_rubbish) {
    write_journal(40);
    const auto whole = directory / "whole.sqlite";
    fs::copy_file(file, whole);
    const auto pages = fs::file_size(file) / 4096;
    std::uintmax_t found_out = 0;
    for (std::uintmax_t page = 0; page < pages; ++page) {
        BOOST_TEST_CONTEXT("page " << page) {
            fs::copy_file(whole, file, fs::copy_options::overwrite_existing);
            std::fstream bytes(file, std::ios::binary | std::ios::in | std::ios::out);
            bytes.seekp(static_cast<std::streamoff>(page * 4096));
            bytes << std::string(4096, '\x5A');
            bytes.close();
            const auto opened = journal::store::open(file);
            const auto read =
                opened ? code_of(journal::reader(*opened).each_job(
                             model::run_id("run-1"),
                             [](const journal::job_row&) -> base::result<void> { return {}; }
                         ))
                       : opened.error().code;
            if (!read) continue;
            ++found_out;
            BOOST_TEST(read.category().name() == "muster.journal");
            BOOST_TEST(read != make_error_code(journal_error::unexpected));
        }
    }
    BOOST_TEST(found_out * 2 > pages);
}

BOOST_AUTO_TEST_CASE(a_directory_that_may_not_be_written) {
    fs::permissions(directory.path(), fs::perms{0555});
    const auto end = run_unprivileged([&] { return code_number(code_of_opening()); });
    BOOST_TEST(end.code == static_cast<int>(journal_error::read_only));
    BOOST_TEST(!fs::exists(file));
}

BOOST_AUTO_TEST_CASE(a_journal_that_may_not_be_written) {
    write_journal(1);
    fs::permissions(file, fs::perms{0444});
    fs::permissions(directory.path(), fs::perms{0777});
    const auto end = run_unprivileged([&] { return code_number(code_of_opening()); });
    BOOST_TEST(end.code == static_cast<int>(journal_error::read_only));
}

BOOST_AUTO_TEST_CASE(a_journal_in_a_directory_that_may_not_be_written) {
    write_journal(1);
    fs::permissions(file, fs::perms{0666});
    fs::permissions(directory.path(), fs::perms{0555});
    const auto end = run_unprivileged([&] { return code_number(code_of_opening()); });
    BOOST_TEST(end.code == static_cast<int>(journal_error::read_only));
}

BOOST_AUTO_TEST_CASE(a_journal_that_may_not_be_read) {
    write_journal(1);
    fs::permissions(directory.path(), fs::perms{0555});
    const auto end = run_unprivileged([&] { return code_number(code_of_opening()); });
    BOOST_TEST(end.code == static_cast<int>(journal_error::read_only));
}

BOOST_AUTO_TEST_CASE(a_share_that_cannot_have_a_write_ahead_log) {
    const faulty_vfs share(faulty_vfs::memory::none);
    const auto opened = journal::store::open(file);
    BOOST_TEST(code_of(opened) == make_error_code(journal_error::no_shared_memory));
    BOOST_TEST(fs::is_empty(directory.path()));
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_full_from_the_start) {
    faulty_vfs disk;
    disk.fail_after(0, faulty_vfs::fault::full);
    BOOST_TEST(code_of_opening() == make_error_code(journal_error::full));
    disk.heal();
    BOOST_TEST(opening() == "opened");
}

// What could not be written is as if it had never been said, and can be said again.
BOOST_AUTO_TEST_CASE(a_disk_that_is_full_in_mid_run) {
    struct row {
        faulty_vfs::fault fault;
        journal_error expected;
    };
    for (const auto& row :
         {row{faulty_vfs::fault::full, journal_error::full},
          row{faulty_vfs::fault::failed, journal_error::io_failed}}) {
        BOOST_TEST_CONTEXT(make_error_code(row.expected).message()) {
            faulty_vfs disk;
            file = directory / std::to_string(static_cast<int>(row.expected));
            auto store = must(journal::store::open(file));
            const auto run = must(store.start_run(header()));
            const auto item = support::item(17, {support::settings_step({})});
            must(run->open_job(item, at(0)));

            disk.fail_after(1, row.fault);
            const auto end = closed(item, {result(model::outcome::changed)});
            const auto refused = run->close_job(end);
            BOOST_TEST_REQUIRE(!refused.has_value());
            BOOST_TEST(refused.error().code == make_error_code(row.expected));
            BOOST_TEST(refused.error().doing.starts_with("appending outcome of job 17"));
            const journal::reader reader(store);
            const auto id = model::run_id("run-1");
            BOOST_TEST(!must(reader.job_of(id, model::user_id(17)))->overall.has_value());

            disk.heal();
            must(run->close_job(end));
            BOOST_TEST(must(reader.job_of(id, model::user_id(17)))->overall.has_value());
        }
    }
}

// Five seconds, which this disk lets pass at once.
BOOST_AUTO_TEST_CASE(another_process_that_does_not_let_go) {
    faulty_vfs impatient;
    auto store = must(journal::store::open(file));
    const auto run = must(store.start_run(header()));
    sqlite3* other = nullptr;
    BOOST_TEST_REQUIRE(sqlite3_open(file.c_str(), &other) == SQLITE_OK);
    BOOST_TEST_REQUIRE(
        sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK
    );
    const auto sent = request(0, 17, {{"profile"}});
    const auto refused = run->begin(sent, at(0));
    BOOST_TEST(code_of(refused) == make_error_code(journal_error::busy));
    BOOST_TEST(refused.error().doing == "recording the sending of request 0");
    // Who only reads need not wait.
    BOOST_TEST(must(store.runs()).size() == 1U);
    BOOST_TEST(opening() == "opened");
    sqlite3_close(other);
    must(run->begin(sent, at(0)));
}

BOOST_AUTO_TEST_SUITE_END()
