#include "portal/wire/encoded_request.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace {

model::request single(std::string method, std::string_view params) {
    model::request made;
    made.commands.emplace_back();
    made.commands.front().key = "c0";
    made.commands.front().method = std::move(method);
    made.commands.front().params = boost::json::parse(params).as_object();
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(single_encoder)

BOOST_AUTO_TEST_CASE(keeps_the_types) {
    const auto made = portal::encode(
        single("user.update", R"({"ID":5,"a":null,"b":[],"c":{},"d":false,"e":"$result[x]"})")
    );
    BOOST_REQUIRE(made);
    BOOST_TEST(made->method == "user.update");
    BOOST_TEST(made->body == R"({"ID":5,"a":null,"b":[],"c":{},"d":false,"e":"$result[x]"})");
}

BOOST_AUTO_TEST_CASE(no_parameters_are_an_empty_object) {
    BOOST_TEST(portal::encode(single("profile", "{}")).value().body == "{}");
}

BOOST_AUTO_TEST_CASE(a_batch_goes_to_batch) {
    auto what = single("profile", "{}");
    what.form = model::request_form::batch;
    const auto made = portal::encode(what);
    BOOST_REQUIRE(made);
    BOOST_TEST(made->method == "batch");
    BOOST_TEST(made->body == R"({"halt":0,"cmd":{"c0":"profile"}})");
}

BOOST_AUTO_TEST_CASE(refuses_what_would_lose_the_parameters) {
    auto bad_text = single("m", "{}");
    bad_text.commands.front().params["a"] = "\xFF";
    BOOST_TEST(portal::encode(bad_text).error() == "m: holds a text that is not UTF-8");

    auto reference = single("m", "{}");
    reference.commands.front().references.push_back({{"a"}, "c1"});
    BOOST_TEST(
        portal::encode(reference).error() == "m: a reference to another command needs a batch"
    );

    auto large = single("m", "{}");
    large.commands.front().params["a"] = std::string(9'000'000, 'x');
    BOOST_TEST(!portal::encode(large).has_value());

    BOOST_TEST(!portal::encode(single("m/../../other", "{}")).has_value());
}

BOOST_AUTO_TEST_CASE(carries_exactly_one_command) {
    auto two = single("m", "{}");
    two.commands.push_back(two.commands.front());
    BOOST_TEST(!portal::encode(two).has_value());
    BOOST_TEST(!portal::encode(model::request{}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
