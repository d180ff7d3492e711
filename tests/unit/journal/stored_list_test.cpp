#include "journal/stored_list.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

using namespace std::string_view_literals;

namespace {

std::string commands(const std::vector<journal::sent_command>& all) {
    std::string text = "of before";
    journal::write_commands(all, text);
    return text;
}

std::string steps(const std::vector<journal::planned_step>& all) {
    std::string text = "of before";
    journal::write_steps(all, text);
    return text;
}

journal::planned_step settings() {
    return {model::step_kind::settings, "calendar.user.settings", {}, model::acts_as::user, {}};
}

journal::sent_command write(std::optional<journal::sent_command::reply> answer) {
    return {17, 2, model::purpose::write, "calendar.section.add", answer};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stored_list)

BOOST_AUTO_TEST_CASE(a_command_ends_with_the_last_that_is_known_of_it) {
    using journal::fate;
    struct row {
        std::optional<journal::sent_command::reply> answer;
        std::string_view text;
    };
    const row rows[] = {
        {std::nullopt, R"([[17,2,"write","calendar.section.add"]])"},
        {{{fate::unknown, {}, {}, {}}}, R"([[17,2,"write","calendar.section.add","unknown"]])"},
        {{{fate::rejected, "ACCESS_DENIED", {}, {}}},
         R"([[17,2,"write","calendar.section.add","rejected","ACCESS_DENIED"]])"},
        {{{fate::rejected, {}, "no", {}}},
         R"([[17,2,"write","calendar.section.add","rejected",null,"no"]])"},
        {{{fate::accepted, {}, {}, "31"}},
         R"([[17,2,"write","calendar.section.add","accepted",null,null,"31"]])"},
    };
    for (const auto& [answer, text] : rows) BOOST_TEST(commands({write(answer)}) == text);
}

BOOST_AUTO_TEST_CASE(there_may_be_none_or_many) {
    BOOST_TEST(commands({}) == "[]");
    BOOST_TEST(steps({}) == "[]");
    const auto one = write(std::nullopt);
    BOOST_TEST(
        commands({one, one}) ==
        R"([[17,2,"write","calendar.section.add"],[17,2,"write","calendar.section.add"]])"
    );
}

BOOST_AUTO_TEST_CASE(any_text_comes_back_as_it_was) {
    const std::string_view texts[] = {
        "plain"sv,
        "Отдел \"продаж\""sv,
        "back\\slash"sv,
        "line\nbreak\ttab"sv,
        "nothing\0within"sv,
        "\x7f"sv,
        "],[1,2,\"write\""sv,
    };
    for (const auto text : texts) {
        const auto parsed = boost::json::parse(
            commands({write(journal::sent_command::reply{journal::fate::rejected, text, {}, {}})})
        );
        const auto& command = parsed.as_array().at(0).as_array();
        BOOST_TEST(std::string_view(command.at(5).as_string()) == text);
        BOOST_TEST(command.size() == 6U);
    }
}

BOOST_AUTO_TEST_CASE(a_step_is_planned_and_then_ended) {
    auto once = settings();
    once.once_key = "key";
    BOOST_TEST(
        steps({settings(), once}) == R"([["settings","calendar.user.settings","","user"],)"
                                     R"(["settings","calendar.user.settings","","user","key"]])"
    );

    journal::job_closed::step unchanged;
    unchanged.which = settings();
    unchanged.what = model::outcome::unchanged;
    unchanged.attempts = 1;
    auto changed = unchanged;
    changed.what = model::outcome::changed;
    changed.remote_id = "";
    const std::vector all{unchanged, changed};
    const std::vector<std::optional<std::int64_t>> evidence{std::nullopt, 9};
    std::string text;
    journal::write_steps(all, evidence, text);
    BOOST_TEST(
        text ==
        R"([["settings","calendar.user.settings","","user",null,"unchanged",null,null,null,1],)"
        R"(["settings","calendar.user.settings","","user",null,"changed",null,null,"",1,9]])"
    );
}

BOOST_AUTO_TEST_CASE(numbers) {
    std::string text;
    const auto written = [&](const std::vector<std::uint64_t>& all) {
        journal::write_numbers(all, text);
        return text;
    };
    BOOST_TEST(written({}) == "[]");
    BOOST_TEST(written({0}) == "[0]");
    BOOST_TEST(
        written({3, std::numeric_limits<std::uint64_t>::max()}) == "[3,18446744073709551615]"
    );
}

BOOST_AUTO_TEST_SUITE_END()
