#include "journal/sheet.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

// Every third a number, so that what follows it has to be aligned.
void fill_and_check(journal::sheet& on, std::size_t count, std::size_t length) {
    std::vector<std::pair<std::string, std::string_view>> texts;
    std::vector<std::pair<std::uint64_t, std::span<std::uint64_t>>> numbers;
    for (std::size_t at = 0; at < count; ++at) {
        std::string said(length + at % 7, static_cast<char>('a' + at % 26));
        const auto kept = on.keep(said);
        texts.emplace_back(std::move(said), kept);
        if (at % 3 != 0) continue;
        auto rows = on.rows<std::uint64_t>(2);
        rows[0] = at;
        numbers.emplace_back(at, rows);
    }
    std::size_t wrong = 0;
    for (const auto& [said, kept] : texts) wrong += said == kept ? 0 : 1;
    for (const auto& [number, rows] : numbers) {
        wrong += rows[0] == number && rows[1] == 0 ? 0 : 1;
        wrong += reinterpret_cast<std::uintptr_t>(rows.data()) % alignof(std::uint64_t);
    }
    BOOST_TEST(wrong == 0U);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sheet)

BOOST_AUTO_TEST_CASE(what_is_kept_outlives_what_it_was_copied_from) {
    journal::sheet on;
    std::string said = "said";
    const auto kept = on.keep(said);
    said = "????";
    BOOST_TEST(kept == "said");
}

BOOST_AUTO_TEST_CASE(nothing_takes_no_room) {
    journal::sheet on;
    BOOST_TEST(on.keep({}).empty());
    BOOST_TEST(on.rows<int>(0).empty());
}

// More than one block holds, and more than a block for one of them.
BOOST_AUTO_TEST_CASE(everything_stays_where_it_is_while_more_comes) {
    journal::sheet on;
    fill_and_check(on, 20'000, 11);
    fill_and_check(on, 20, 100'000);
    fill_and_check(on, 2'000, 500);
}

BOOST_AUTO_TEST_CASE(a_wiped_sheet_is_used_again) {
    journal::sheet on;
    for (const std::size_t length : {10U, 70'000U, 3U, 65'536U, 1U, 5'000U}) {
        BOOST_TEST_CONTEXT(length) {
            fill_and_check(on, 100, length);
            on.wipe();
        }
    }
    const auto* const first = on.keep("x").data();
    on.wipe();
    BOOST_TEST(static_cast<const void*>(on.keep("y").data()) == static_cast<const void*>(first));
}

BOOST_AUTO_TEST_CASE(what_is_kept_goes_with_its_sheet_to_another_owner) {
    journal::sheet one;
    const auto kept = one.keep("said");
    const auto other = std::move(one);
    BOOST_TEST(kept == "said");
}

BOOST_AUTO_TEST_SUITE_END()
