#include "pacing/credential_watch.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <variant>

namespace {

using model::reaction;

model::request request(
    const model::credential_id& whose, std::initializer_list<const char*> methods
) {
    model::request made;
    made.credential = whose;
    made.then = model::after_error::go_on;
    for (const auto* each : methods) {
        made.commands.emplace_back();
        made.commands.back().method = each;
    }
    return made;
}

model::rejected no(const char* code) {
    return {code, "text", reaction::stop_credential, model::effect::none, 401};
}

model::reply whole(const model::request& what, const char* code) {
    auto reply = model::reply_for_all(what.commands.size(), no(code));
    reply.http_status = 401;
    return reply;
}

// Of a request of one command.
std::optional<model::rejected> said_of(
    const pacing::credential_watch& watch, const model::request& what
) {
    const auto all = watch.foreseen(what);
    if (all.empty() || !all.front()) return std::nullopt;
    return std::get<model::rejected>(*all.front());
}

const auto admin = model::admin_credential();
const auto somebody = model::credential_of(model::user_id(7));

}  // namespace

BOOST_AUTO_TEST_SUITE(credential_watch_rule)

BOOST_AUTO_TEST_CASE(a_refused_credential_is_not_tried_again_and_the_others_are) {
    for (const auto* code : {"INVALID_CREDENTIALS", "user_access_error", "authorization_error"}) {
        pacing::credential_watch watch;
        const auto asked = request(admin, {"im.notify.system.add"});
        BOOST_TEST(watch.foreseen(asked).empty());
        watch.after(asked, whole(asked, code));
        const auto said = said_of(watch, request(admin, {"user.get"}));
        BOOST_REQUIRE(said.has_value());
        BOOST_TEST(said->code == code);
        BOOST_TEST(said->text == "text (not sent: the portal refused this credential before)");
        BOOST_TEST((said->what_to_do == reaction::stop_credential));
        BOOST_TEST(watch.foreseen(request(somebody, {"user.get"})).empty());
    }
}

BOOST_AUTO_TEST_CASE(what_is_often_said_by_mistake_is_believed_the_second_time) {
    pacing::credential_watch watch;
    const auto asked = request(admin, {"user.get"});
    const auto refused = whole(asked, "NO_AUTH_FOUND");
    model::reply good;
    good.answers.emplace_back(model::accepted{});
    good.http_status = 200;
    watch.after(asked, refused);
    BOOST_TEST(watch.foreseen(asked).empty());
    watch.after(asked, good);
    watch.after(asked, refused);
    BOOST_TEST(watch.foreseen(asked).empty());
    watch.after(asked, refused);
    BOOST_TEST(said_of(watch, asked).has_value());
}

BOOST_AUTO_TEST_CASE(a_missing_scope_concerns_its_method_alone) {
    pacing::credential_watch watch;
    const auto asked = request(admin, {"im.notify.system.add", "user.get"});
    model::reply reply;
    reply.http_status = 200;
    reply.answers.emplace_back(no("insufficient_scope"));
    reply.answers.emplace_back(model::accepted{});
    watch.after(asked, reply);
    BOOST_TEST(said_of(watch, request(admin, {"im.notify.system.add"})).has_value());
    BOOST_TEST(watch.foreseen(request(admin, {"user.get"})).empty());
    // Of a batch in which something may work, that is sent.
    const auto said = watch.foreseen(asked);
    BOOST_REQUIRE(said.size() == 2U);
    BOOST_TEST(said[0].has_value());
    BOOST_TEST(!said[1].has_value());
    BOOST_TEST(watch.foreseen(request(somebody, {"im.notify.system.add"})).empty());
}

BOOST_AUTO_TEST_CASE(a_method_that_the_portal_does_not_know_it_knows_for_nobody) {
    pacing::credential_watch watch;
    const auto asked = request(admin, {"calendar.setting.set"});
    const model::rejected unheard_of{
        "ERROR_METHOD_NOT_FOUND", "Method not found!", reaction::fail, model::effect::none, 404
    };
    watch.after(asked, model::reply_for_all(1, unheard_of));
    const auto said = said_of(watch, request(somebody, {"calendar.setting.set"}));
    BOOST_REQUIRE(said.has_value());
    BOOST_TEST((said->what_to_do == reaction::fail));
    BOOST_TEST(
        said->text == "Method not found! (not sent: the portal did not know this method before)"
    );
    BOOST_TEST(watch.foreseen(request(somebody, {"user.get"})).empty());
}

// As the portal does it, which leaves out what stands behind a failed command.
BOOST_AUTO_TEST_CASE(of_a_request_that_halts_nothing_behind_a_refused_command_is_sent) {
    pacing::credential_watch watch;
    const auto asked = request(somebody, {"a"});
    watch.after(asked, model::reply_for_all(1, no("insufficient_scope")));
    auto next = request(somebody, {"b", "a", "c"});
    next.then = model::after_error::halt;
    const auto said = watch.foreseen(next);
    BOOST_REQUIRE(said.size() == 3U);
    BOOST_TEST(!said[0].has_value());
    BOOST_TEST(std::holds_alternative<model::rejected>(*said[1]));
    const auto& left_out = std::get<model::not_sent>(*said[2]);
    BOOST_TEST((left_out.why == model::not_sent_reason::not_executed));
}

BOOST_AUTO_TEST_CASE(other_failures_say_nothing_of_a_credential) {
    pacing::credential_watch watch;
    const auto asked = request(admin, {"user.get"});
    for (const auto how : {reaction::fail, reaction::retry, reaction::slow_down}) {
        const model::rejected said{"ERROR_CORE", "text", how, model::effect::none, 400};
        watch.after(asked, model::reply_for_all(1, said));
        watch.after(asked, model::reply_for_all(1, said));
    }
    watch.after(asked, model::reply_for_all(1, model::unknown{"lost"}));
    BOOST_TEST(watch.foreseen(asked).empty());
}

BOOST_AUTO_TEST_SUITE_END()
