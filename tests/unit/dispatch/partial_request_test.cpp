#include "dispatch/partial_request.hpp"

#include <boost/test/unit_test.hpp>

#include <variant>

namespace {

model::request of_methods(std::initializer_list<const char*> methods) {
    model::request made;
    for (const auto* each : methods) made.commands.emplace_back().method = each;
    return made;
}

model::rejected refused() {
    return {"insufficient_scope", "text", model::reaction::stop_credential};
}

const dispatch::foreknown middle{std::nullopt, refused(), std::nullopt};

}  // namespace

BOOST_AUTO_TEST_SUITE(a_request_of_which_something_is_known)

BOOST_AUTO_TEST_CASE(is_sent_without_it) {
    const auto part = dispatch::unanswered_part(of_methods({"a", "b", "c"}), middle);
    BOOST_REQUIRE(part.commands.size() == 2U);
    BOOST_TEST(part.commands[0].method == "a");
    BOOST_TEST(part.commands[1].method == "c");
    BOOST_TEST(!dispatch::is_all_known(middle));
    BOOST_TEST(!dispatch::is_all_known({}));
    BOOST_TEST(dispatch::is_all_known({refused()}));
}

BOOST_AUTO_TEST_CASE(has_every_answer_in_its_place) {
    model::reply of_part;
    of_part.http_status = 200;
    of_part.answers = {model::unknown{"first"}, model::accepted{}};
    const auto all = dispatch::with_foreknown(of_part, middle);
    BOOST_REQUIRE(all.answers.size() == 3U);
    BOOST_TEST(std::get<model::unknown>(all.answers[0]).why == "first");
    BOOST_TEST(std::get<model::rejected>(all.answers[1]).code == "insufficient_scope");
    BOOST_TEST(std::holds_alternative<model::accepted>(all.answers[2]));
    BOOST_TEST(all.http_status == 200);
}

BOOST_AUTO_TEST_CASE(meets_as_a_whole_what_its_part_met) {
    auto lost = model::reply_for_all(2, model::unknown{"lost"});
    const auto all = dispatch::with_foreknown(lost, middle);
    BOOST_REQUIRE(all.answers.size() == 3U);
    for (const auto& each : all.answers) BOOST_TEST(std::get<model::unknown>(each).why == "lost");
}

BOOST_AUTO_TEST_SUITE_END()
