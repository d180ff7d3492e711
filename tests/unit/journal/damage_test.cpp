#include "journal/damage.hpp"

#include "samples.hpp"
#include "support/jobs.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

using namespace samples;
using journal::journal_error;
namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t page_size = 4096;
constexpr std::int64_t whole = journal::most_read_at_once;
constexpr std::int64_t bounded = 0;  // as if the file were too large to be read as a whole

enum class last_run { ended, cut_short };

// A journal of two runs of so many users, all of it in the one file.
struct fixture {
    temporary_directory directory;
    fs::path file = directory / "journal.sqlite";
    fs::path sound = directory / "sound.sqlite";

    void write(last_run how, std::int64_t users = 60) {
        auto store = must(journal::store::open(file));
        for (const auto* id : {"run-1", "run-2"}) {
            const auto run = must(store.start_run(header(id)));
            run->name_with(names());
            for (std::int64_t user = 1; user <= users; ++user) tell(*run, user);
            if (how == last_run::ended) must(run->finish(summary(header(id))));
        }
    }

    static void tell(journal::run_journal& run, std::int64_t user) {
        const auto item = support::item(user, {support::settings_step({})});
        const auto sent = request(item.number.value(), user, {{"profile"}});
        auto changed = result(model::outcome::changed);
        changed.before = model::object{{"view", std::string(300, 'm')}};
        must(run.open_job(item, at(0)));
        must(run.begin(sent, at(1)));
        must(run.settle(sent, reply({model::accepted{}}), at(2)));
        must(run.remember_identity(
            model::credential_of(model::user_id(user)), model::user_id(user), at(2)
        ));
        must(run.close_job(closed(item, {changed})));
    }

    std::uintmax_t keep() {
        fs::copy_file(file, sound, fs::copy_options::overwrite_existing);
        return fs::file_size(file) / page_size;
    }

    void spoil(std::uintmax_t page) {
        fs::copy_file(sound, file, fs::copy_options::overwrite_existing);
        std::fstream bytes(file, std::ios::binary | std::ios::in | std::ios::out);
        bytes.seekp(static_cast<std::streamoff>(page * page_size));
        bytes << std::string(page_size, '\x5A');
    }

    std::error_code found(std::int64_t at_most) {
        auto opened = journal::connection::open(file);
        if (!opened) return opened.error().code;
        return code_of(journal::look_for_damage(*opened, at_most));
    }

    // Of the pages of a table, those that were found out.
    std::pair<std::size_t, std::size_t> found_out(const char* table, std::int64_t at_most) {
        const auto pages = pages_of(table);
        std::size_t seen = 0;
        for (const auto each : pages) {
            spoil(each);
            if (found(at_most)) ++seen;
        }
        fs::copy_file(sound, file, fs::copy_options::overwrite_existing);
        return {seen, pages.size()};
    }

    std::set<std::uintmax_t> pages_of(const std::string& table) {
        auto opened = must(journal::connection::open(file));
        std::set<std::uintmax_t> all;
        auto question =
            must(opened.prepare("SELECT pageno FROM dbstat WHERE name = '" + table + "'"));
        auto rows = question.ask();
        while (must(rows.next())) all.insert(static_cast<std::uintmax_t>(rows.number(0)) - 1);
        return all;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(damage, fixture)

BOOST_AUTO_TEST_CASE(a_sound_journal_is_passed) {
    for (const auto how : {last_run::ended, last_run::cut_short}) {
        file = directory / std::to_string(static_cast<int>(how));
        write(how);
        BOOST_TEST(!found(whole));
        BOOST_TEST(!found(bounded));
    }
}

BOOST_AUTO_TEST_CASE(any_page_of_rubbish_is_found_out_in_a_journal_that_is_read_as_a_whole) {
    write(last_run::ended);
    const auto pages = keep();
    BOOST_TEST_REQUIRE(pages > 30U);
    for (std::uintmax_t page = 0; page < pages; ++page) {
        BOOST_TEST_CONTEXT("page " << page << " of " << pages) {
            spoil(page);
            const auto what = found(whole);
            BOOST_TEST(what.category().name() == "muster.journal");
            const bool is_told = what == make_error_code(journal_error::corrupt) ||
                                 what == make_error_code(journal_error::not_a_journal);
            BOOST_TEST(is_told, what.message());
        }
    }
}

BOOST_AUTO_TEST_CASE(what_was_found_is_told) {
    write(last_run::ended);
    const auto pages = keep();
    spoil(pages - 1);
    auto opened = must(journal::connection::open(file));
    const auto told = journal::look_for_damage(opened);
    BOOST_TEST_REQUIRE(!told.has_value());
    BOOST_TEST(told.error().doing.find("age " + std::to_string(pages)) != std::string::npos);
    BOOST_TEST(told.error().doing.find('\n') == std::string::npos);
}

// Too large to be read every time: what every run goes through is read, the story of old runs is
// not.
BOOST_AUTO_TEST_CASE(of_a_large_journal_it_is_looked_at_where_runs_read_and_write) {
    write(last_run::ended, 200);
    keep();
    for (const auto* table : {"run", "identity", "meta"}) {
        BOOST_TEST_CONTEXT(table) {
            const auto [seen, all] = found_out(table, bounded);
            BOOST_TEST(all > 0U);
            BOOST_TEST(seen == all);
        }
    }
    for (const auto* table : {"job", "request"}) {
        BOOST_TEST_CONTEXT(table) {
            const auto [seen, all] = found_out(table, bounded);
            BOOST_TEST(seen >= 2U);  // the way to its end
            BOOST_TEST(seen < all);
        }
    }
}

// A machine that fails leaves a run without an end, and may have torn the file.
BOOST_AUTO_TEST_CASE(a_large_journal_whose_last_run_was_cut_short_is_read_as_a_whole) {
    write(last_run::cut_short, 200);
    keep();
    const auto [seen, all] = found_out("job", bounded);
    BOOST_TEST(seen == all);
}

BOOST_AUTO_TEST_CASE(no_run_begins_in_a_damaged_journal) {
    write(last_run::ended);
    const auto pages = pages_of("job");
    keep();
    spoil(*pages.rbegin());
    const auto behind = journal::store::open(file, journal::writing::behind);
    BOOST_TEST(code_of(behind) == make_error_code(journal_error::corrupt));
    BOOST_TEST(behind.error().doing.starts_with("looking over the journal " + file.string()));
    // Who only looks back may find what he looks for.
    auto store = must(journal::store::open(file));
    BOOST_TEST(must(store.runs()).size() == 2U);
    BOOST_TEST(
        code_of(store.start_run(header("run-3"))) == make_error_code(journal_error::corrupt)
    );
    BOOST_TEST(code_of(store.another()) == make_error_code(journal_error::corrupt));
    BOOST_TEST(must(store.runs()).size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
