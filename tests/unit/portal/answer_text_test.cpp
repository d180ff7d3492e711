#include "portal/wire/answer_text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>

namespace {

using model::request_form;

model::request asked(request_form form) {
    model::request made;
    made.form = form;
    made.commands.resize(form == request_form::batch ? 3 : 1);
    for (std::size_t i = 0; i < made.commands.size(); ++i)
        made.commands[i].key = std::string(1, static_cast<char>('k' + i));
    return made;
}

std::string parsed(std::string_view text, request_form form) {
    const auto value = portal::parse_answer(text, asked(form));
    return value ? boost::json::serialize(*value) : "nothing";
}

struct row {
    const char* name;
    request_form form;
    const char* text;
    const char* kept;  // nullptr = all of it
};

constexpr const char* time_of_one =
    R"({"start":1.5,"finish":2.5,"duration":1,"processing":1,"date_start":"2026-11-25T01:00:00+03:00",)"
    R"("date_finish":"2026-11-25T01:00:01+03:00","operating_reset_at":7,"operating":0.5})";
constexpr const char* kept_of_one =
    R"({"start":1.5,"finish":2.5,"duration":1,"operating_reset_at":7,"operating":0.5})";

std::string with(std::string text, const std::string& time) {
    for (auto at = text.find("TIME"); at != std::string::npos; at = text.find("TIME"))
        text.replace(at, 4, time);
    return text;
}

const row rows[] = {
    {"the envelope of a single answer",
     request_form::single,
     R"({"result":{"a":1},"time":TIME})",
     nullptr},
    {"what a method answers is its own",
     request_form::single,
     R"({"result":{"time":{"date_start":"x","b":[{}]},"result_time":{"k":{"date_start":"y"}}}})",
     nullptr},
    {"a batch",
     request_form::batch,
     R"({"result":{"result":{"k":{"time":{"date_start":1}}},"result_error":[],"result_time":{"k":TIME,"l":TIME}},"time":TIME})",
     nullptr},
    {"a batch whose times are a list",
     request_form::batch,
     R"({"result":{"result":[1,2],"result_time":[TIME,TIME]},"time":TIME})",
     nullptr},
    {"what is dropped may be nested",
     request_form::single,
     R"({"time":{"start":1,"x":{"y":[{"z":[]},[1,[2]],"\u0041b"]},"duration":3,"w":[[]]},"result":4})",
     R"({"time":{"start":1,"duration":3},"result":4})"},
    {"a name in escapes is kept",
     request_form::single,
     R"({"time":{"start":1,"d\u0061te":"x","x":true,"y":null,"z":1.5,"v":18446744073709551615}})",
     R"({"time":{"start":1,"date":"x"}})"},
    {"no object is emptied",
     request_form::single,
     R"({"time":{"date_start":"x","date_finish":"y"}})",
     R"({"time":{"date_start":"x"}})"},
    {"texts, numbers and words",
     request_form::single,
     R"({"result":["\u0418 \"q\" \\/",-5,18446744073709551615,1E3,true,null,{},[]],"x":""})",
     nullptr},
    {"a value alone", request_form::batch, "[1]", nullptr},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(answer_text)

BOOST_AUTO_TEST_CASE(all_is_kept_but_the_dates_of_times) {
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.name) {
            const auto text = with(each.text, time_of_one);
            const auto kept = with(each.kept ? each.kept : each.text, kept_of_one);
            BOOST_TEST(parsed(text, each.form) == boost::json::serialize(boost::json::parse(kept)));
        }
}

BOOST_AUTO_TEST_CASE(of_a_profile_only_the_id_is_kept) {
    auto batch = asked(request_form::batch);
    batch.commands[1].why = model::purpose::identity;
    const auto kept = portal::parse_answer(
        R"({"result":{"result":{"k":{"ID":1,"NAME":"x"},"l":{"NAME":{"ID":[1,{}]},"ID":"2","x":3},)"
        R"("z":{"NAME":4}},"result_error":{"l":{"NAME":5}}},"l":{"NAME":6}})",
        batch
    );
    BOOST_TEST_REQUIRE(kept.has_value());
    BOOST_TEST(
        boost::json::serialize(*kept) ==
        R"({"result":{"result":{"k":{"ID":1,"NAME":"x"},"l":{"ID":"2"},"z":{"NAME":4}},)"
        R"("result_error":{"l":{"NAME":5}}},"l":{"NAME":6}})"
    );
    auto single = asked(request_form::single);
    single.commands[0].why = model::purpose::identity;
    const auto one =
        portal::parse_answer(R"({"result":{"NAME":1,"ID":2,"x":[3]},"total":1})", single);
    BOOST_TEST_REQUIRE(one.has_value());
    BOOST_TEST(boost::json::serialize(*one) == R"({"result":{"ID":2},"total":1})");
    // A list is no object.
    const auto list = portal::parse_answer(R"({"result":[{"NAME":1}]})", single);
    BOOST_TEST(boost::json::serialize(list.value()) == R"({"result":[{"NAME":1}]})");
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_nothing) {
    for (const auto* text : {"", "{", "{\"a\":1}x", "<html>", "{\"time\":{\"a\":1,\"b\":}}", "nul"})
        BOOST_TEST_CONTEXT(text)
    BOOST_TEST(!portal::parse_answer(text, asked(request_form::batch)).has_value());
}

BOOST_AUTO_TEST_CASE(white_space_around_it_is_no_matter) {
    BOOST_TEST(parsed(" {\"a\" : 1 }\r\n", request_form::single) == R"({"a":1})");
}

BOOST_AUTO_TEST_CASE(nesting_has_an_end) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    BOOST_TEST(portal::parse_answer(nested(64), asked(request_form::batch)).has_value());
    BOOST_TEST(!portal::parse_answer(nested(65), asked(request_form::batch)).has_value());
    const auto dropped = R"({"time":{"start":1,"x":)" + nested(62) + "}}";
    BOOST_TEST(parsed(dropped, request_form::batch) == R"({"time":{"start":1}})");
}

BOOST_AUTO_TEST_SUITE_END()
