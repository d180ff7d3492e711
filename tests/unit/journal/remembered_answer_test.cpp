#include "journal/remembered_answer.hpp"

#include "samples.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace samples;

namespace {

model::command command(model::purpose why) {
    model::command made;
    made.method = "calendar.section.add";
    made.why = why;
    return made;
}

std::optional<std::string> created_by(model::value result) {
    const model::accepted answer{std::move(result), {}, {}, {}};
    return journal::remember(command(model::purpose::write), answer).created;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(remembered_answer)

BOOST_AUTO_TEST_CASE(an_id_is_kept_and_nothing_else_of_a_result) {
    BOOST_TEST((created_by(4711) == "4711"));
    BOOST_TEST((created_by("4711") == "4711"));
    const std::vector<model::value> others = {
        nullptr,
        true,
        0.5,
        "",
        "Ivan",
        "12a",
        "-3",
        boost::json::string(41, '1'),
        model::array{7},
        model::object{{"ID", 7}},
    };
    for (const auto& each : others) {
        BOOST_TEST_CONTEXT(each) {
            BOOST_TEST(!created_by(each).has_value());
        }
    }
    // What is read is somebody's: a department's number, a telephone.
    const model::accepted read{4711, {}, {}, {}};
    for (const auto why : {model::purpose::read, model::purpose::verify, model::purpose::identity})
        BOOST_TEST(!journal::remember(command(why), read).created.has_value());
}

BOOST_AUTO_TEST_CASE(code_and_text_are_the_portals) {
    const model::rejected no{"ERROR_CORE", "Access denied", {}, {}, 400};
    const auto kept = journal::remember(command(model::purpose::write), no);
    BOOST_TEST((kept.what == journal::fate::rejected));
    BOOST_TEST(kept.code == "ERROR_CORE");
    BOOST_TEST(kept.text == "Access denied");
}

BOOST_AUTO_TEST_CASE(a_page_instead_of_a_text_is_cut_between_characters) {
    std::string page = "x";
    while (page.size() < 5000)
        page += "ё";  // two bytes each, so that byte 400 is in the middle of one
    const auto kept = journal::remember(command(model::purpose::write), model::unknown{page}).text;
    BOOST_TEST(kept == page.substr(0, 399) + "...");
    const std::string fits(400, 'y');
    BOOST_TEST(
        journal::remember(command(model::purpose::write), model::unknown{fits}).text == fits
    );
}

BOOST_AUTO_TEST_CASE(a_whole_request_has_a_fate_only_when_all_met_the_same) {
    const model::answer lost = model::unknown{"connection cut"};
    auto all = model::reply_for_all(3, lost);
    const auto whole = journal::remember_whole(all);
    BOOST_TEST_REQUIRE(whole.has_value());
    BOOST_TEST((whole->what == journal::fate::unknown));
    BOOST_TEST(whole->text == "connection cut");

    all.whole.reset();
    BOOST_TEST(!journal::remember_whole(all).has_value());
    // Accepted answers differ from each other even then: each may have made something.
    BOOST_TEST(!journal::remember_whole(model::reply_for_all(1, model::accepted{})).has_value());
}

BOOST_AUTO_TEST_CASE(the_host_that_a_portal_moved_to_is_named) {
    auto moved = model::reply_for_all(1, model::not_sent{model::not_sent_reason::none, "302"});
    moved.moved_to = "new.example";
    BOOST_TEST(journal::remember_whole(moved)->text == "moved to new.example. 302");
}

BOOST_AUTO_TEST_SUITE_END()
