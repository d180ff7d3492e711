#include "run/portal_claim.hpp"

#include "journal/store.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <stdexcept>
#include <stdlib.h>
#include <string>

using namespace std::chrono_literals;

namespace {

constexpr auto portal = "https://acme.example";

class scratch_folder {
public:
    scratch_folder() {
        auto pattern = (std::filesystem::temp_directory_path() / "muster-claim-XXXXXX").string();
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
    return std::move(*given);
}

struct fixture {
    scratch_folder folder;
    std::filesystem::path file = folder.path / "journal.sqlite";
    journal::store store = must(journal::store::open(file));
    journal::portal_locks ours = must(journal::portal_locks::open(file));
    journal::portal_locks theirs = must(journal::portal_locks::open(file));
    support::manual_clock clock;
    boost::asio::io_context context;
    std::string told;

    journal::lock_holder holder(std::string run) {
        journal::lock_holder who;
        who.run = model::run_id(std::move(run));
        who.command = "apply";
        who.where = {"one", "1f", "boot"};
        who.since = clock.wall_now();
        return who;
    }

    // Who is still in the way when it gives up waiting; "" = nobody.
    std::string claim(base::duration patience) {
        std::optional<std::string> in_the_way;
        run::portal_claim what{portal, holder("ours"), clock.now() + patience, {}};
        what.waiting = [&](const journal::lock_holder& who) { told += who.run.value() + ' '; };
        boost::asio::co_spawn(
            context,
            run::claim_portal(clock, ours, std::move(what)),
            [&](std::exception_ptr failed, base::result<std::optional<journal::lock_holder>> got) {
                if (failed) std::rethrow_exception(failed);
                const auto other = must(std::move(got));
                in_the_way = other ? other->run.value() : "";
            }
        );
        clock.run(context);
        return in_the_way.value_or("it hangs");
    }

    void held_for(base::duration how_long) {
        BOOST_TEST_REQUIRE(!must(theirs.take(portal, holder("theirs"))).has_value());
        boost::asio::co_spawn(context, release_after(how_long), [](std::exception_ptr) {});
    }
    boost::asio::awaitable<void> release_after(base::duration how_long) {
        const bool slept = co_await async::sleep_until(clock, clock.now() + how_long);
        if (slept) theirs.release(portal);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(portal_claim, fixture)

BOOST_AUTO_TEST_CASE(a_portal_that_nobody_has_is_had_at_once) {
    BOOST_TEST(claim(10min) == "");
    BOOST_TEST((clock.elapsed() == 0s));
    BOOST_TEST(told == "");
    BOOST_TEST(must(theirs.written_down(portal))->run.value() == "ours");
}

BOOST_AUTO_TEST_CASE(without_patience_nothing_is_waited_for) {
    BOOST_TEST_REQUIRE(!must(theirs.take(portal, holder("theirs"))).has_value());
    BOOST_TEST(claim(0s) == "theirs");
    BOOST_TEST((clock.elapsed() == 0s));
    BOOST_TEST(told == "");
}

BOOST_AUTO_TEST_CASE(whoever_waits_gets_it_soon_after_it_is_free_and_since_then) {
    held_for(30s);
    BOOST_TEST(claim(10min) == "");
    BOOST_TEST((clock.elapsed() >= 30s));
    BOOST_TEST((clock.elapsed() <= 31s));
    BOOST_TEST(told == "theirs ", "it is said once whom one waits for");
    BOOST_TEST((must(theirs.written_down(portal))->since == clock.wall_now()));
}

BOOST_AUTO_TEST_CASE(patience_has_an_end) {
    held_for(10min);
    BOOST_TEST(claim(45s) == "theirs");
    // The holder's own waiting goes on in virtual time; he had it until then.
    BOOST_TEST(told == "theirs ");
}

BOOST_AUTO_TEST_SUITE_END()
