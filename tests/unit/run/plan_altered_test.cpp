#include "unit/run/plan_files.hpp"

using namespace plan_files;

BOOST_FIXTURE_TEST_SUITE(altered_plans, folder)

BOOST_AUTO_TEST_CASE(a_letter_changed_in_any_line_is_noticed) {
    write();
    const auto whole = lines();
    for (std::size_t i = 0; i < whole.size(); ++i) {
        // Every tenth letter, so that every member of every line has its turn.
        for (std::size_t at_byte = 0; at_byte + 1 < whole[i].size(); at_byte += 10) {
            auto altered = whole;
            altered[i][at_byte] = altered[i][at_byte] == 'x' ? 'y' : 'x';
            put(altered);
            BOOST_TEST(refused() != "", "line " << i + 1 << ", byte " << at_byte);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_line_taken_out_doubled_or_moved_is_noticed) {
    write();
    const auto whole = lines();
    for (std::size_t i = 0; i < whole.size(); ++i) {
        auto without = whole;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
        put(without);
        BOOST_TEST(refused() != "", "without line " << i + 1);
        auto doubled = whole;
        doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), whole[i]);
        put(doubled);
        BOOST_TEST(refused() != "", "line " << i + 1 << " twice");
        if (i + 1 == whole.size()) continue;
        auto moved = whole;
        std::swap(moved[i], moved[i + 1]);
        put(moved);
        BOOST_TEST(refused() != "", "lines " << i + 1 << " and the next exchanged");
    }
}

BOOST_AUTO_TEST_CASE(a_plan_cut_off_anywhere_is_noticed) {
    write();
    const auto whole = text();
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        put(whole.substr(0, size));
        BOOST_TEST(refused() != "", size);
    }
    put(whole.substr(0, whole.size() - 1));
    BOOST_TEST(refused() != "", "without the last line end");
    put(whole + "\n");
    BOOST_TEST(refused() != "", "with a line too many");
    put(whole);
    BOOST_TEST(refused() == "");
}

BOOST_AUTO_TEST_CASE(a_newer_format_is_told_as_that) {
    write();
    auto changed = text();
    const std::string version = "\"format_version\":1";
    changed.replace(changed.find(version), version.size(), "\"format_version\":2");
    put(changed);
    BOOST_TEST(
        complaint().find("this plan has format 2, and this program knows 1: a newer Muster has "
                         "made it") != std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(another_file_is_no_plan) {
    put(std::string("portals:\n  acme: {}\n"));
    BOOST_TEST(refused() == "plan.not-a-plan");
    put(std::string("{\"format_version\": 1, \"run\": {}}\n"));
    BOOST_TEST(refused() == "plan.not-a-plan");
    put(std::string());
    BOOST_TEST(refused() == "plan.not-a-plan");
}

// Whoever writes the checksum anew as well gets no further than this.
BOOST_AUTO_TEST_CASE(what_the_catalog_does_not_know_is_refused_in_a_plan_that_is_whole) {
    auto people = folder::people();
    people[0].what.steps[2].target = "user.delete";
    write(people, head(4));
    BOOST_TEST(
        complaint().find("'target' is not in this program's catalog: user.delete") !=
        std::string::npos
    );
}

BOOST_AUTO_TEST_SUITE_END()
