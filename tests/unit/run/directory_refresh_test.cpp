#include "run/directory_refresh.hpp"

#include "roster/directory_source.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_journal.hpp"
#include "support/print.hpp"
#include "support/told.hpp"
#include "told_portal.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

using namespace std::chrono_literals;

namespace {

constexpr std::string_view admin = R"({"ID": "1", "ADMIN": true})";
constexpr std::string_view departments =
    R"([{"ID": "1", "NAME": "Company"}, {"ID": "2", "NAME": "Sales", "PARENT": "1"}])";
constexpr std::string_view people =
    R"([{"ID": "3", "ACTIVE": true, "USER_TYPE": "employee", "UF_DEPARTMENT": [2]},)"
    R"( {"ID": "7", "ACTIVE": true, "USER_TYPE": "employee", "UF_DEPARTMENT": [2]}])";

model::answer well(const model::command& what) {
    if (what.method == "profile") return accepted(admin);
    return accepted(what.method == "user.get" ? people : departments);
}

struct play {
    boost::asio::io_context context;
    support::manual_clock clock;
    support::memory_journal journal;
    told_portal portal;
    run::caller_options options;
    run::directory_request what;
    base::diagnostics problems;
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / "muster-directory-refresh";
    std::filesystem::path cache = folder / "acme.jsonl";
    boost::asio::cancellation_signal stop;

    play() {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        std::ofstream(cache) << "as it was";
        portal.says = well;
        what.portal = "acme";
        what.url = "https://acme.example";
    }
    ~play() { std::filesystem::remove_all(folder); }

    run::refresh_end run() {
        run::paced_caller caller(clock, portal, journal, nullptr, options);
        run::directory_refresh refresh(caller, clock, what, cache, problems);
        std::optional<run::refresh_end> ended;
        const auto keep = [&](std::exception_ptr failed, run::refresh_end how) {
            if (failed) std::rethrow_exception(failed);
            ended = std::move(how);
        };
        boost::asio::co_spawn(
            context, refresh.run(), boost::asio::bind_cancellation_slot(stop.slot(), keep)
        );
        clock.run(context);
        BOOST_REQUIRE_MESSAGE(ended.has_value(), "the refresh hangs");
        return *ended;
    }

    // Nothing but the cache is there, and it is as it was.
    [[nodiscard]] bool untouched() const {
        std::string text;
        std::getline(std::ifstream(cache), text);
        std::size_t files = 0;
        for ([[maybe_unused]] const auto& each : std::filesystem::directory_iterator(folder))
            ++files;
        return text == "as it was" && files == 1;
    }
};

using answers = std::function<model::answer(const model::command&)>;

// As `well`, but for one method.
answers but(std::string method, model::answer instead) {
    return [method = std::move(method), instead = std::move(instead)](const auto& what) {
        return what.method == method ? instead : well(what);
    };
}

struct row {
    std::string_view name;
    answers says;
    model::run_end how;
    std::string_view why;
};

const row failures[] = {
    {"nobody's webhook",
     but("profile", accepted("[]")),
     model::run_end::unauthorized,
     "the administrator's webhook belongs to nobody who is active"},
    {"somebody's webhook",
     but("profile", accepted(R"({"ID": "5", "ADMIN": false})")),
     model::run_end::unauthorized,
     "the administrator's webhook belongs to user 5, who is no administrator and would be shown "
     "only a part of the company"},
    {"no scope",
     but("department.get", rejected("insufficient_scope", model::reaction::stop_credential)),
     model::run_end::unauthorized,
     "department.get: the portal's words"},
    {"a method that this caller may not use",
     but("user.get", rejected("ACCESS_DENIED", model::reaction::fail)),
     model::run_end::unauthorized,
     "user.get: the portal's words"},
    {"no such method",
     but("department.get", rejected("ERROR_METHOD_NOT_FOUND", model::reaction::fail)),
     model::run_end::portal_stopped,
     "department.get: the portal's words"},
    {"a budget that stays spent",
     but("user.get", rejected("OPERATION_TIME_LIMIT", model::reaction::wait_for_budget)),
     model::run_end::portal_stopped,
     "user.get: the portal's words"},
    {"a fault that stays",
     but("user.get", rejected("INTERNAL_SERVER_ERROR", model::reaction::retry)),
     model::run_end::portal_stopped,
     "user.get: the portal's words"},
    {"answers that are lost",
     but("user.get", model::unknown{"the connection was cut"}),
     model::run_end::unavailable,
     "user.get: the connection was cut"},
    {"no credential",
     but("profile", model::not_sent{model::not_sent_reason::no_credential, "nothing is known"}),
     model::run_end::unauthorized,
     "profile: nothing is known"},
    {"departments that are no list",
     but("department.get", accepted("{}")),
     model::run_end::portal_stopped,
     "department.get: not a list"},
    {"departments that are fewer than it says",
     but("department.get", model::accepted{boost::json::parse(departments), 3, {}, {}}),
     model::run_end::portal_stopped,
     "department.get: the portal speaks of 3 departments and lists 2"},
    {"departments whose next page is the same",
     but("department.get", model::accepted{boost::json::parse(departments), 3, 0, {}}),
     model::run_end::portal_stopped,
     "department.get: the portal speaks of 3 departments and lists 2"},
    {"a department without an id",
     but("department.get", accepted(R"([{"NAME": "x"}])")),
     model::run_end::portal_stopped,
     "department.get: a department without an id"},
    {"users that are no list",
     but("user.get", accepted("true")),
     model::run_end::portal_stopped,
     "user.get: not a list"},
    {"a user without an id",
     but("user.get", accepted(R"([{"NAME": "x"}])")),
     model::run_end::portal_stopped,
     "user.get: a user without an id"},
    {"users in another order",
     but("user.get",
         accepted(R"([{"ID": 7, "ACTIVE": true, "USER_TYPE": "employee"}, {"ID": 3}])")),
     model::run_end::portal_stopped,
     "user.get: user 3 came after user 7; pages have to ascend"},
};

std::string page_of(std::int64_t first) {
    std::string rows;
    for (std::int64_t id = first; id < first + 50; ++id)
        rows += (rows.empty() ? "" : ",") + ("{\"ID\":" + std::to_string(id)) +
                R"(,"ACTIVE":true,"USER_TYPE":"employee"})";
    return '[' + rows + ']';
}

}  // namespace

BOOST_AUTO_TEST_SUITE(directory_refresh)

BOOST_AUTO_TEST_CASE(keeps_whom_it_was_asked_for_and_journals_every_request) {
    play night;
    night.what.departments = {{std::nullopt, "company", {}}};
    const auto ended = night.run();
    BOOST_TEST(ended.how == model::run_end::complete);
    BOOST_TEST(ended.stamp.users == 2U);
    BOOST_TEST(ended.counts.requests == 3U);
    BOOST_TEST(night.journal.begun.size() == 3U);
    BOOST_TEST(night.journal.settled.size() == 3U);
    const auto found = roster::look_into_cache(night.cache, run::query_text(night.what));
    BOOST_REQUIRE(found.has_value());
    base::diagnostics problems;
    const auto source = roster::directory_source::open(night.cache, problems);
    BOOST_REQUIRE(source);
    const auto first = source->next(problems);
    BOOST_REQUIRE(first.has_value());
    BOOST_TEST(first->attributes.at("department_and_above") == (model::array{"Sales", "Company"}));
    BOOST_TEST(first->attributes.at("position").is_null());
}

BOOST_AUTO_TEST_CASE(a_failure_ends_it_and_leaves_what_was_kept) {
    for (const auto& each : failures) {
        BOOST_TEST_CONTEXT(each.name) {
            play night;
            night.portal.says = each.says;
            const auto ended = night.run();
            BOOST_TEST(ended.how == each.how);
            BOOST_TEST(ended.why.text == each.why);
            BOOST_TEST(support::told(night.problems) == "");
            BOOST_TEST(night.untouched());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_portal_that_knows_no_filter_by_id_does_not_turn_in_circles) {
    play night;
    night.portal.says = but("user.get", accepted(page_of(1)));
    const auto ended = night.run();
    BOOST_TEST(ended.how == model::run_end::portal_stopped);
    BOOST_TEST(ended.why.text == "user.get: user 1 came after user 50; pages have to ascend");
    BOOST_TEST(night.portal.asked.size() == 4U);
    BOOST_TEST(night.untouched());
}

BOOST_AUTO_TEST_CASE(a_full_page_is_not_the_last) {
    play night;
    night.portal.says = [](const model::command& what) -> model::answer {
        if (what.method != "user.get") return well(what);
        const auto after = what.params.at("FILTER").at(">ID").as_int64();
        return accepted(after < 100 ? page_of(after + 1) : "[]");
    };
    const auto ended = night.run();
    BOOST_TEST(ended.how == model::run_end::complete);
    BOOST_TEST(ended.stamp.users == 100U);
}

BOOST_AUTO_TEST_CASE(what_nobody_is_and_what_was_not_asked_for_are_errors_of_the_files) {
    struct wrong_row {
        std::string_view users;
        std::string_view told;
    };
    const wrong_row rows[] = {
        {"[]",
         "error: nobody on the portal is what 'directory' asks for [roster.directory]\n  look at "
         "its departments and its filter; an empty answer is never taken for 'nobody'"},
        {R"([{"ID": "3", "ACTIVE": false, "USER_TYPE": "employee"}])",
         "error: the portal ignored the filter: it gave user 3, and he is not active "
         "[roster.directory]\n  either the portal has no such field, or the scope of the "
         "administrator's webhook does not cover it (user_brief and user_basic cover less than "
         "user)"},
    };
    for (const auto& each : rows) {
        play night;
        night.portal.says = but("user.get", accepted(each.users));
        const auto ended = night.run();
        BOOST_TEST(ended.how == model::run_end::complete);
        BOOST_TEST(support::told(night.problems) == each.told);
        BOOST_TEST(night.untouched());
    }
}

BOOST_AUTO_TEST_CASE(an_unknown_department_ends_it_before_users_are_asked_for) {
    play night;
    night.what.departments = {{std::nullopt, "Sles", {}}};
    night.run();
    BOOST_TEST(night.problems.errors() == 1U);
    BOOST_TEST(night.portal.asked.back() == "department.get");
    BOOST_TEST(night.untouched());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_recorded_is_not_sent) {
    play night;
    night.journal.fails_after = 2;
    const auto ended = night.run();
    BOOST_TEST(ended.how == model::run_end::state_lost);
    BOOST_TEST(night.portal.asked.size() == 2U);
    BOOST_TEST(night.untouched());
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_loses_the_state) {
    play night;
    night.cache = night.folder / "gone" / "acme.jsonl";
    const auto ended = night.run();
    BOOST_TEST(ended.how == model::run_end::state_lost);
}

BOOST_AUTO_TEST_CASE(whoever_stops_it_while_it_waits_is_obeyed) {
    play night;
    night.portal.says = [&](const model::command& what) -> model::answer {
        if (what.method != "user.get") return well(what);
        boost::asio::post(night.context, [&] {
            night.stop.emit(boost::asio::cancellation_type::terminal);
        });
        return rejected("OPERATION_TIME_LIMIT", model::reaction::wait_for_budget);
    };
    const auto ended = night.run();
    BOOST_TEST(ended.how == model::run_end::interrupted);
    BOOST_TEST((night.clock.elapsed() < 60s));
    BOOST_TEST(night.untouched());
}

BOOST_AUTO_TEST_CASE(one_question_has_one_text) {
    run::directory_request one;
    one.url = "https://acme.example";
    one.departments = {{std::nullopt, "Sales", {}}, {7, "7", {}}};
    one.who.fields = {{"WORK_CITY", {"Riga"}}};
    auto same = one;
    same.departments.front().where.line = 7;
    BOOST_TEST(run::query_text(one) == run::query_text(same));
    const auto differs = [&](auto change) {
        auto other = one;
        change(other);
        return run::query_text(other) != run::query_text(one);
    };
    BOOST_TEST(differs([](auto& it) { it.url = "https://b.example"; }));
    BOOST_TEST(differs([](auto& it) { it.departments.pop_back(); }));
    BOOST_TEST(differs([](auto& it) { it.departments.back().id.reset(); }));
    BOOST_TEST(differs([](auto& it) { it.who.fields.front().values = {"Oslo"}; }));
    BOOST_TEST(differs([](auto& it) { it.who.active = portal::activity::all; }));
    BOOST_TEST(differs([](auto& it) { it.who.from = portal::company::all; }));
}

BOOST_AUTO_TEST_SUITE_END()
