// What becomes of one request over real HTTPS.
#include "async/task_group.hpp"
#include "https_fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;
namespace net = boost::asio;
using support::stub_act;
using support::stub_step;

namespace {

stub_step answer(int status, std::string body) {
    return {.status = status, .body = std::move(body)};
}

bool holds(const std::string& text, const std::string& what) {
    return text.find(what) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(https_exchange, https_fixture)

BOOST_AUTO_TEST_CASE(a_call_goes_to_its_method_and_comes_back) {
    open();
    stub->play({answer(200, R"({"result":{"ID":"1"},"time":{"duration":0.5}})")});
    auto what = single("user.update");
    what.commands[0].params["NAME"] = "Да #1";
    const auto reply = send(what);
    BOOST_TEST(told(reply) == R"(accepted {"ID":"1"})");
    BOOST_TEST(reply.http_status == 200);
    BOOST_TEST(reply.envelope.value().duration == 0.5);
    BOOST_REQUIRE(stub->requests().size() == 1U);
    const auto& seen = stub->requests().front();
    BOOST_TEST(seen.body == R"({"NAME":"Да #1"})");
    BOOST_TEST(seen.head.starts_with("POST /rest/1/s3cr3tc0de/user.update HTTP/1.1\r\n"));
    BOOST_TEST(holds(seen.head, "\r\nHost: localhost:" + stub->port() + "\r\n"));
    BOOST_TEST(holds(seen.head, "\r\nUser-Agent: muster/"));
    BOOST_TEST(holds(seen.head, "\r\nAccept: application/json\r\n"));
    BOOST_TEST(holds(seen.head, "\r\nContent-Type: application/json\r\n"));
}

BOOST_AUTO_TEST_CASE(a_batch_goes_under_the_credential_of_its_request) {
    open();
    stub->play({answer(
        200,
        R"({"result":{"result":{"a":1},"result_error":{"b":{"error":"","error_description":"no"}}}})"
    )});
    auto what = single("profile");
    what.credential = model::admin_credential();
    what.form = model::request_form::batch;
    what.commands.resize(2);
    what.commands[0].key = "a";
    what.commands[1].key = "b";
    what.commands[1].method = "department.get";
    const auto reply = send(what);
    BOOST_TEST(std::holds_alternative<model::accepted>(reply.answers[0]));
    BOOST_TEST(std::holds_alternative<model::rejected>(reply.answers[1]));
    BOOST_REQUIRE(stub->requests().size() == 1U);
    BOOST_TEST(stub->requests()[0].head.starts_with("POST /rest/7/s3cr3tc0de/batch HTTP/1.1\r\n"));
    BOOST_TEST(
        stub->requests()[0].body == R"({"halt":0,"cmd":{"a":"profile","b":"department.get"}})"
    );
}

BOOST_AUTO_TEST_CASE(what_is_lost_after_it_left_is_unknown) {
    struct row {
        const char* name;
        stub_act act;
        const char* why;
    };
    const row rows[] = {
        {"cut", stub_act::cut, "was lost"},
        {"half an answer", stub_act::half_reply, "was lost"},
        {"garbage", stub_act::garbage, "is not HTTP"},
    };
    open();
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.name) {
            stub->play({{.what = each.act}});
            const auto text = told(send());
            BOOST_TEST(text.starts_with("unknown: "), text);
            BOOST_TEST(holds(text, each.why), text);
        }
    BOOST_TEST(stub->requests().size() == 3U);  // none was repeated
}

BOOST_AUTO_TEST_CASE(an_answer_that_does_not_come_by_the_deadline_is_unknown) {
    open();
    BOOST_TEST(told(send()) == "accepted true");
    stub->play({{.what = stub_act::hang}});
    // On a busy machine a short deadline may pass before the request has left: then a longer one.
    std::string text;
    for (patience = 50ms; patience < 10s && !text.starts_with("unknown"); patience *= 2)
        text = told(send());
    BOOST_TEST(
        text == "unknown: no complete answer from localhost:" + stub->port() + " by the deadline"
    );
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_too_large_is_not_read) {
    auto small = options();
    small.max_response = 1000;
    open(small);
    stub->play({answer(200, R"({"result":")" + std::string(2000, 'x') + "\"}")});
    BOOST_TEST(holds(told(send()), "is larger than 1000 bytes"));
}

BOOST_AUTO_TEST_CASE(a_page_of_a_gateway_is_unknown_and_a_busy_one_is_not) {
    open();
    stub->play({answer(502, "<html>"), answer(503, "<html>")});
    BOOST_TEST(told(send()).starts_with("unknown: HTTP 502"));
    BOOST_TEST(told(send()).starts_with("rejected http-503: "));
}

BOOST_AUTO_TEST_CASE(an_answer_that_quotes_the_address_is_told_without_the_code) {
    open();
    stub->play(
        {answer(400, R"({"error":"X","error_description":"no /rest/1/s3cr3tc0de/profile here"})")}
    );
    BOOST_TEST(told(send()) == "rejected X: no /rest/1/***/profile here");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_said_does_not_leave) {
    open();
    auto unknown_to_us = single();
    unknown_to_us.credential = model::credential_of(model::user_id(99));
    BOOST_TEST(
        told(send(unknown_to_us)) == "not_sent no_credential: no credential is known for user 99"
    );

    book.add(
        model::credential_of(model::user_id(2)),
        portal::webhook_url::parse(base::secret("https://elsewhere.example/rest/2/s3cr3tc0de/"))
            .value()
    );
    auto elsewhere = single();
    elsewhere.credential = model::credential_of(model::user_id(2));
    BOOST_TEST(told(send(elsewhere))
                   .starts_with(
                       "not_sent no_credential: the webhook of user 2 belongs to elsewhere.example"
                   ));

    BOOST_TEST(told(send(single("no such/method"))).starts_with("not_sent not_encodable: "));
    BOOST_TEST(stub->connections() == 0U);
}

BOOST_AUTO_TEST_CASE(a_cancelled_request_is_unknown_once_it_left) {
    open();
    stub->play({{.what = stub_act::hang}});
    std::optional<model::reply> reply;
    async::task_group group(context.get_executor());
    group.spawn(send_into(single(), reply));
    step_until([&] { return !stub->requests().empty(); });
    cancel(group);
    BOOST_TEST(told(reply.value()) == "unknown: cancelled");
}

BOOST_AUTO_TEST_CASE(a_request_that_is_cancelled_before_it_left_was_not_sent) {
    open();
    stub->welcome(support::stub_welcome::hang);
    std::optional<model::reply> reply;
    async::task_group group(context.get_executor());
    group.spawn(send_into(single(), reply));
    step_until([&] { return stub->connections() != 0; });
    cancel(group);
    BOOST_TEST(told(reply.value()) == "not_sent cancelled: cancelled");
}

// Wherever it strikes, a cancellation ends the request, is not thrown, and what is said not to have
// been sent never arrives.
BOOST_AUTO_TEST_CASE(a_cancellation_may_come_at_any_moment) {
    open();
    std::size_t may_have_arrived = 0;
    bool answered = false;
    for (std::size_t moment = 0; !answered; ++moment)
        BOOST_TEST_CONTEXT("after " << moment << " steps") {
            BOOST_REQUIRE(moment < 1000U);
            std::optional<model::reply> reply;
            async::task_group group(context.get_executor());
            group.spawn(send_into(single(), reply));
            for (std::size_t taken = 0; taken < moment && group.running() != 0; ++taken) step();
            cancel(group);
            const auto text = told(reply.value());
            answered = text.starts_with("accepted");
            const bool unsent = text == "not_sent cancelled: cancelled";
            BOOST_TEST((answered || unsent || text == "unknown: cancelled"), text);
            if (!unsent) ++may_have_arrived;
        }
    BOOST_TEST(stub->requests().size() <= may_have_arrived);
}

BOOST_AUTO_TEST_CASE(the_callers_own_wish_about_cancellation_is_kept) {
    open();
    bool throws = false;
    run([&]() -> net::awaitable<void> {
        co_await portal->send(single(), deadline());
        throws = co_await net::this_coro::throw_if_cancelled();
        co_await net::this_coro::throw_if_cancelled(false);
        co_await portal->send(single(), deadline());
        throws = throws && !co_await net::this_coro::throw_if_cancelled();
    });
    BOOST_TEST(throws);
}

BOOST_AUTO_TEST_SUITE_END()
