#include "run/apply.hpp"

#include "journal/connection.hpp"
#include "journal/read.hpp"
#include "report/listener.hpp"
#include "support/jobs.hpp"
#include "support/manual_clock.hpp"
#include "support/small_portal.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <stdlib.h>
#include <string>

using namespace std::chrono_literals;

namespace {

constexpr auto address = "https://acme.example";
constexpr std::int64_t users = 20;
constexpr auto latency = 5s;

class scratch_folder {
public:
    scratch_folder() {
        auto pattern = (std::filesystem::temp_directory_path() / "muster-apply-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path = pattern;
    }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    ~scratch_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }

    std::filesystem::path path;
};

template <class Value>
Value must(base::result<Value> given) {
    if (!given) throw std::runtime_error(base::describe(given.error()));
    if constexpr (!std::is_void_v<Value>) return std::move(*given);
}

// So many users, whose settings are to be a week.
class some_jobs final : public run::job_supply {
public:
    base::result<std::optional<model::work_item>> next() override {
        if (next_ == users) return std::nullopt;
        return support::item(++next_, {support::settings_step({support::set("view", "week")})});
    }

private:
    std::int64_t next_ = 0;
};

// A run on one connection whose requests take five seconds each, and the lock that it has.
struct fixture {
    scratch_folder folder;
    std::filesystem::path file = folder.path / "journal.sqlite";
    journal::store store = must(journal::store::open(file));
    journal::portal_locks locks = must(journal::portal_locks::open(file));
    support::manual_clock clock;
    boost::asio::io_context context;
    support::small_portal portal{clock};
    portal::credential_book credentials;
    some_jobs jobs;
    report::totals totals;
    report::listener nobody;

    fixture() { portal.latency = latency; }

    journal::lock_holder holder(std::string run, std::string host) const {
        journal::lock_holder who;
        who.run = model::run_id(std::move(run));
        who.command = "apply";
        who.where = {host, "machine of " + host, "boot"};
        who.since = clock.wall_now();
        return who;
    }

    model::run_summary go() {
        model::run_header header;
        header.id = model::run_id("ours");
        header.portal = model::portal_name("acme");
        header.portal_url = address;
        header.command = "apply";
        header.started = clock.wall_now();
        BOOST_TEST_REQUIRE(!must(locks.take(address, holder("ours", "here"))).has_value());
        dispatch::lane_options options;
        options.connections = 1;
        auto run = must(run::apply::begin(
            context.get_executor(),
            {header,
             jobs,
             catalog::definitions::built_in(),
             credentials,
             store,
             portal,
             clock,
             options,
             totals,
             nobody,
             nullptr,
             nullptr,
             {},
             {&locks, address}}
        ));
        std::optional<model::run_summary> ended;
        boost::asio::co_spawn(
            context,
            run->run(),
            [&](std::exception_ptr failed, base::result<model::run_summary> got) {
                if (failed) std::rethrow_exception(failed);
                ended = must(std::move(got));
            }
        );
        clock.run(context);
        return ended.value();
    }

    void in(base::duration when, const char* change) {
        boost::asio::co_spawn(context, change_after(when, change), [](std::exception_ptr) {});
    }
    boost::asio::awaitable<void> change_after(base::duration when, const char* change) {
        const bool slept = co_await async::sleep_until(clock, clock.now() + when);
        if (!slept) co_return;
        auto other = must(journal::connection::open(file));
        must(other.execute(change));
    }

    int written() const {
        int sum = 0;
        for (const auto& [who, count] : portal.writes) sum += count;
        return sum;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(apply, fixture)

BOOST_AUTO_TEST_CASE(a_run_that_keeps_its_portal_comes_to_its_end_and_gives_it_up) {
    const auto end = go();
    BOOST_TEST((end.end == model::run_end::complete));
    BOOST_TEST(written() == users);
    BOOST_TEST((clock.elapsed() > 3 * journal::beat_every), "it had to say that it is alive");
    const auto after = must(locks.written_down(address));
    BOOST_TEST((!after || after->run.value().empty()));
}

// Nobody had heard of it for so long that another machine put it aside: two must not write.
BOOST_AUTO_TEST_CASE(a_run_whose_portal_was_taken_over_stops_writing_within_a_beat) {
    constexpr auto taken_over = 40s;
    in(taken_over,
       "UPDATE portal_lock SET run = 'theirs', host = 'there', machine = 'machine of there'");
    const auto begun = clock.now();
    const auto end = go();
    BOOST_TEST((end.end == model::run_end::locked));
    BOOST_TEST(end.end_reason.find("taken the portal over") != std::string::npos);
    BOOST_TEST_REQUIRE(!portal.log.empty());
    BOOST_TEST((portal.log.back().at - begun <= taken_over + journal::beat_every));
    BOOST_TEST((portal.log.back().at - begun > taken_over - journal::beat_every));
    BOOST_TEST(written() < users);

    // Everybody has an outcome, in the journal as well, and what was written is known to be.
    const auto changed = end.users.at(model::user_outcome::changed);
    BOOST_TEST(changed + end.users.at(model::user_outcome::skipped) == users);
    BOOST_TEST(static_cast<int>(changed) <= written());
    const auto row = must(store.find_run(model::run_id("ours"))).value();
    BOOST_TEST((row.end == model::run_end::locked));
    BOOST_TEST((row.totals.users == end.users));
    // The other's lock is the other's.
    BOOST_TEST(must(locks.written_down(address))->run.value() == "theirs");
}

// It may be written with the next beat; the run goes on.
BOOST_AUTO_TEST_CASE(a_beat_that_cannot_be_written_is_not_a_portal_lost) {
    in(20s, "ALTER TABLE portal_lock RENAME COLUMN beat TO beaten");
    in(50s, "ALTER TABLE portal_lock RENAME COLUMN beaten TO beat");
    BOOST_TEST((go().end == model::run_end::complete));
    BOOST_TEST(written() == users);
}

BOOST_AUTO_TEST_SUITE_END()
