#include "portal/wire/reply_decoder.hpp"
#include "support/print.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <string>
#include <string_view>

// Batches, as reply_decoder reads them: the shapes of portal-facts 2.

namespace {

model::request batch_of(std::size_t commands) {
    model::request made;
    made.form = model::request_form::batch;
    made.commands.resize(commands);
    for (std::size_t i = 0; i < commands; ++i) made.commands[i].key = fmt::format("j{}", i);
    return made;
}

model::reply decode(std::size_t commands, std::string_view body, int status = 200) {
    return portal::decode(batch_of(commands), {status, "application/json", "", body});
}

std::string text_of(const model::answer& what) {
    if (const auto* taken = std::get_if<model::accepted>(&what))
        return "accepted " + boost::json::serialize(taken->result);
    if (const auto* refused = std::get_if<model::rejected>(&what))
        return "rejected " + refused->code + ": " + refused->text;
    if (std::holds_alternative<model::unknown>(what)) return "unknown";
    const auto why = std::get<model::not_sent>(what).why;
    return why == model::not_sent_reason::not_executed ? "not executed" : "not sent";
}

std::string answers_of(const model::reply& what) {
    std::string all;
    for (const auto& each : what.answers) all += (all.empty() ? "" : " | ") + text_of(each);
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(batch_reply)

BOOST_AUTO_TEST_CASE(reads_every_shape_of_the_maps) {
    struct row {
        const char* name;
        std::size_t commands;
        const char* result;
        const char* answers;
    };
    const row rows[] = {
        {"all well",
         2,
         R"({"result":{"j0":true,"j1":{"ID":"5"}},"result_error":[],"result_total":[],"result_next":[],"result_time":[]})",
         R"(accepted true | accepted {"ID":"5"})"},
        {"all failed",
         1,
         R"({"result":[],"result_error":{"j0":{"error":"insufficient_scope","error_description":""}}})",
         "rejected insufficient_scope: "},
        {"mixed",
         3,
         R"({"result":{"j0":1,"j2":null},"result_error":{"j1":{"error":"","error_description":"Access denied"}}})",
         "accepted 1 | rejected : Access denied | accepted null"},
        {"order by key, not by place",
         2,
         R"({"result":{"j1":"b","j0":"a"},"result_error":[]})",
         R"(accepted "a" | accepted "b")"},
        {"left out",
         3,
         R"({"result":{"j0":1},"result_error":{"j1":{"error":"ERROR_CORE","error_description":"x"}}})",
         "accepted 1 | rejected ERROR_CORE: x | not executed"},
        {"nothing ran", 2, R"({"result":[],"result_error":[]})", "not executed | not executed"},
        {"empty results",
         2,
         R"({"result":{"j0":[],"j1":false},"result_error":[]})",
         "accepted [] | accepted false"},
        {"a list that is complete",
         2,
         R"({"result":["a","b"],"result_error":[]})",
         R"(accepted "a" | accepted "b")"},
        {"a list that is not",
         3,
         R"({"result":["a","b"],"result_error":[]})",
         "unknown | unknown | unknown"},
        {"no error map", 1, R"({"result":{"j0":1}})", "accepted 1"},
        {"null error map", 1, R"({"result":{"j0":1},"result_error":null})", "accepted 1"},
        {"only an error map",
         1,
         R"({"result_error":{"j0":{"error":"NOT_FOUND","error_description":"gone"}}})",
         "rejected NOT_FOUND: gone"},
        {"error as bare text",
         2,
         R"({"result":[],"result_error":{"j0":"went wrong","j1":"ERROR_CORE"}})",
         "rejected : went wrong | rejected ERROR_CORE: "},
        {"error code as a number",
         1,
         R"({"result":[],"result_error":{"j0":{"error":100,"error_description":"x"}}})",
         "rejected 100: x"},
        {"an argument",
         1,
         R"({"result":[],"result_error":{"j0":{"error":"ERROR_ARGUMENT","error_description":"bad","argument":"NAME"}}})",
         "rejected ERROR_ARGUMENT: bad (argument: NAME)"},
        {"error beside a result",
         1,
         R"({"result":{"j0":null},"result_error":{"j0":{"error":"","error_description":"x"}}})",
         "rejected : x"},
        {"not a batch's answer", 1, "true", "unknown"},
        {"an empty list", 1, "[]", "unknown"},
        {"an object of another form", 1, R"({"j0":true})", "unknown"},
        {"maps of another form", 1, R"({"result":"x","result_error":[]})", "unknown"},
    };
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.name) {
            const auto reply =
                decode(each.commands, fmt::format(R"({{"result":{}}})", each.result));
            BOOST_TEST(answers_of(reply) == each.answers);
        }
}

BOOST_AUTO_TEST_CASE(totals_and_times_belong_to_their_commands) {
    const auto reply = decode(2, R"({"result":{
        "result":{"j0":[],"j1":[]},"result_error":[],
        "result_total":{"j1":"120"},"result_next":{"j1":50},
        "result_time":{"j0":{"duration":0.5},"j1":{"duration":0.1,"operating":12.5,"operating_reset_at":1790000000}}},
        "time":{"duration":0.7,"operating":0}})");
    const auto& first = std::get<model::accepted>(reply.answers[0]);
    BOOST_TEST(!first.total.has_value());
    BOOST_TEST(!first.next.has_value());
    BOOST_TEST(first.time.value().duration == 0.5);
    BOOST_TEST(!first.time.value().operating.has_value());
    const auto& second = std::get<model::accepted>(reply.answers[1]);
    BOOST_TEST(second.total.value() == 120);
    BOOST_TEST(second.next.value() == 50);
    BOOST_TEST(second.time.value().operating.value() == 12.5);
    BOOST_TEST(second.time.value().operating_reset_at.value() == 1790000000);
    BOOST_TEST(reply.envelope.value().duration == 0.7);
    BOOST_TEST(!reply.whole.has_value());
}

BOOST_AUTO_TEST_CASE(a_refused_batch_is_refused_for_every_command) {
    const auto reply = decode(
        3, R"({"error":"QUERY_LIMIT_EXCEEDED","error_description":"Too many requests"})", 503
    );
    BOOST_TEST(reply.answers.size() == 3U);
    BOOST_REQUIRE(reply.whole.has_value());
    for (const auto& each : reply.answers)
        BOOST_TEST(text_of(each) == "rejected QUERY_LIMIT_EXCEEDED: Too many requests");
    BOOST_TEST(std::get<model::rejected>(*reply.whole).what_to_do == model::reaction::slow_down);
}

BOOST_AUTO_TEST_CASE(a_budget_that_is_spent_inside_an_http_200_is_understood) {
    const auto reply = decode(
        1,
        R"({"result":{"result":[],"result_error":{"j0":{"error":"OPERATION_TIME_LIMIT","error_description":"x"}}}})"
    );
    BOOST_TEST(
        std::get<model::rejected>(reply.answers[0]).what_to_do == model::reaction::wait_for_budget
    );
    BOOST_TEST(!reply.whole.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
