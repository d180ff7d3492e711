#include "played_board.hpp"
#include "support/print.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string>

using support::item;
using support::notify_step;
using support::set;
using support::settings_step;

// The number of requests is the least there can be. Each row gives the least by an argument of its
// own: a count of what cannot share a request, or commands through the size of a batch. Two rules
// bound what is possible: a user's steps stay in their order, and what is written depends on what
// was read before.

namespace {

using items = std::vector<model::work_item>;

struct shape {
    std::string name;
    std::function<items()> make;
    std::size_t least;
    std::function<void(played_board&)> prepare = [](played_board&) {};
};

constexpr std::size_t up(std::size_t commands, std::size_t batch = 50) {
    return (commands + batch - 1) / batch;
}

items each(int count, const std::function<model::work_item(int)>& make) {
    items all;
    for (int i = 1; i <= count; ++i) all.push_back(make(i));
    return all;
}

items calls(int count) {
    return each(count, [](int i) { return item(i, {notify_step(i)}); });
}

model::step week() {
    return settings_step({set("view", "week")});
}

// An item that the administrator makes for the user: read, then written and read back.
model::step admin_section(const std::string& name) {
    auto made = support::section_step(name);
    made.id.clear();
    made.as = model::acts_as::admin;
    return made;
}

model::step must_go_singly(int whom) {
    auto made = notify_step(whom);
    made.with[1].wanted = model::value("costs $result[a] today");
    return made;
}

std::vector<model::step> many(std::size_t count, const model::step& what) {
    return std::vector<model::step>(count, what);
}

void refuse_notifications_in_batches(played_board& play) {
    play.portal.before_effect = [](const model::request& what) -> std::optional<model::reply> {
        if (what.form == model::request_form::single) return std::nullopt;
        model::reply reply;
        for (std::size_t i = 0; i < what.commands.size(); ++i)
            reply.answers.emplace_back(model::rejected{
                "ERROR_BATCH_METHOD_NOT_ALLOWED",
                "",
                model::reaction::send_singly,
                model::effect::none,
                200
            });
        return reply;
    };
}

// The third command of the first batch fails once.
void fail_one_command(played_board& play) {
    play.portal.after_effect = [&play, failed = false](const model::request& what
                               ) mutable -> std::optional<model::reply> {
        if (std::exchange(failed, true)) return std::nullopt;
        play.portal.notified.erase(play.portal.notified.begin() + 2);
        model::reply reply;
        for (std::size_t i = 0; i < what.commands.size(); ++i)
            reply.answers.emplace_back(model::accepted{std::int64_t{7}, {}, {}, {}});
        reply.answers[2] = model::rejected{
            "CONNECTION_ERROR", "", model::reaction::retry, model::effect::none, 200
        };
        return reply;
    };
}

void by_sevens(played_board& play) {
    play.options.max_commands = 7;
}

void in_one_pass(played_board& play) {
    play.options.how = plan::passes::single;
}

items proven(int count) {
    return each(count, [](int i) {
        auto one = item(i, {week()});
        one.known = model::identity::proven;
        return one;
    });
}

items with_some_done_before(int count, int done) {
    auto all = calls(count);
    for (int i = 0; i < count; ++i) {
        auto& one = all[static_cast<std::size_t>(i)];
        one.what.steps[0].repeat = model::repetition::once_per_user;
        one.done_before = {{i < done ? model::earlier::done : model::earlier::never}};
    }
    return all;
}

items one_long_among_short_ones(std::size_t steps, int others) {
    auto all = calls(others);
    std::vector<model::step> long_one;
    for (std::size_t i = 0; i < steps; ++i) long_one.push_back(notify_step(others + 1));
    all.insert(all.begin(), item(others + 1, long_one));
    return all;
}

// What is to be made of every item is read first, by itself: no batch can hold more of the first
// reads than there are. After that any full batch is possible.
constexpr std::size_t least_of_written(std::size_t users, std::size_t batch) {
    const auto first = std::min(users, batch);
    return 1 + up(3 * users - first, batch);
}

std::vector<shape> shapes() {
    return {
        // Nobody's own commands can share a request with another's; reading and writing are two.
        {"users alone", [] { return each(30, [](int i) { return item(i, {week()}); }); }, 60},
        {"one call", [] { return calls(1); }, 1},
        {"49 calls", [] { return calls(49); }, 1},
        {"50 calls", [] { return calls(50); }, 1},
        {"51 calls", [] { return calls(51); }, 2},
        {"1000 calls", [] { return calls(1000); }, 20},
        {"users with a call each",
         [] { return each(60, [](int i) { return item(i, {week(), notify_step(i)}); }); },
         2 * 60 + up(60)},
        // Made and referred to within one batch: no third request.
        {"chained collection",
         [] {
             return each(20, [](int i) {
                 return item(
                     i,
                     {support::section_step("Meetings"),
                      settings_step({support::refer("meetSection", "meetings")})}
                 );
             });
         },
         2 * 20},
        {"once, of which some were done", [] { return with_some_done_before(80, 30); }, up(50)},
        // Each of the seven is a request of its own, wherever it stands.
        {"some that must go singly",
         [] {
             return each(120, [](int i) {
                 return item(i, {i % 17 == 3 ? must_go_singly(i) : notify_step(i)});
             });
         },
         7 + up(113)},
        // Before and after it, nothing can be sent with it: three for each, but the first and the
        // last of all users share theirs.
        {"one that must go singly between two",
         [] {
             return each(20, [](int i) {
                 return item(i, {notify_step(i), must_go_singly(i), notify_step(i)});
             });
         },
         1 + 20 + 1},
        {"written and read back, 33",
         [] { return each(33, [](int i) { return item(i, {admin_section("Plan")}); }); },
         least_of_written(33, 50)},
        {"written and read back, 60",
         [] { return each(60, [](int i) { return item(i, {admin_section("Plan")}); }); },
         least_of_written(60, 50)},
        {"written and read back, by sevens",
         [] { return each(10, [](int i) { return item(i, {admin_section("Plan")}); }); },
         least_of_written(10, 7),
         by_sevens},
        {"three items each",
         [] {
             return each(50, [](int i) {
                 return item(i, {admin_section("A"), admin_section("B"), admin_section("C")});
             });
         },
         up(50 * 9)},
        {"single pass", [] { return proven(40); }, 40, in_one_pass},
        // The user's part, the administrator's, the user's again: reading ahead of the
        // administrator's step would show what it is about to change.
        {"references across segments",
         [] {
             return each(20, [](int i) {
                 return item(
                     i,
                     {support::section_step("Meetings"),
                      notify_step(i),
                      settings_step({support::refer("meetSection", "meetings")})}
                 );
             });
         },
         (2 + 2) * 20 + up(20)},
        // The two calls of one user cannot share a batch, those of two users can.
        {"credentials in turns, 25",
         [] {
             return each(25, [](int i) {
                 return item(i, {notify_step(i), week(), notify_step(i), week()});
             });
         },
         2 + 3 * 25},
        {"credentials in turns, 60",
         [] {
             return each(60, [](int i) {
                 return item(i, {notify_step(i), week(), notify_step(i)});
             });
         },
         up(2 * 60) + 2 * 60},
        // It takes one refusal to know.
        {"a method that refuses batches",
         [] { return calls(5); },
         1 + 5,
         refuse_notifications_in_batches},
        {"a repeated command", [] { return calls(100); }, up(101), fail_one_command},
        // A batch of one user's commands halts at a failure, and so may carry all of them.
        {"one user's three calls", [] { return items{item(1, many(3, notify_step(1)))}; }, 1},
        {"two users' three calls",
         [] { return each(2, [](int i) { return item(i, many(3, notify_step(i))); }); },
         2},
        // Side by side one step of each in a batch: as many as one has steps.
        {"twenty users' three calls",
         [] { return each(20, [](int i) { return item(i, many(3, notify_step(i))); }); },
         3},
        {"sixty users' two calls",
         [] { return each(60, [](int i) { return item(i, many(2, notify_step(i))); }); },
         up(120)},
        {"one long among short ones", [] { return one_long_among_short_ones(10, 89); }, 1 + up(89)},
        // 41 reads fit into one; of 80 commands that stay in their order fifty fit.
        {"one user's forty steps", [] { return items{item(1, many(40, week()))}; }, 1 + up(80)},
    };
}

// No step of a user's leaves before the ones before it are through.
void check_order(const std::vector<model::request>& requests) {
    std::map<model::job_number, std::size_t> at;
    for (const auto& each : requests)
        for (const auto& command : each.commands) {
            if (command.why != model::purpose::write) continue;
            auto& last = at[command.job];
            BOOST_TEST(command.step >= last, "step " << command.step << " behind step " << last);
            last = command.step;
        }
}

void check_least(const shape& one, std::size_t window) {
    played_board play;
    play.window = window;
    one.prepare(play);
    auto work = one.make();
    const auto users = work.size();
    play.run(std::move(work));
    BOOST_TEST(play.requests.size() == one.least);
    BOOST_TEST(play.closed.size() == users);
    for (const auto& each : play.closed)
        BOOST_TEST(
            (each.overall == model::user_outcome::changed ||
             each.overall == model::user_outcome::unchanged)
        );
    check_order(play.requests);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(packing)

BOOST_AUTO_TEST_CASE(sends_the_least_number_of_requests_when_each_is_answered_before_the_next) {
    for (const auto& one : shapes()) BOOST_TEST_CONTEXT(one.name) check_least(one, 1);
}

BOOST_AUTO_TEST_CASE(sends_the_least_number_of_requests_with_eight_in_flight) {
    for (const auto& one : shapes())
        // A refusal that is not known yet cannot be heeded.
        if (one.name != "a method that refuses batches")
            BOOST_TEST_CONTEXT(one.name) check_least(one, 8);
}

BOOST_AUTO_TEST_SUITE_END()
