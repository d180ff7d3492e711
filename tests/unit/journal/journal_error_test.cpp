#include "journal/journal_error.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

BOOST_AUTO_TEST_SUITE(journal_error)

BOOST_AUTO_TEST_CASE(every_value_has_words_of_its_own) {
    std::set<std::string> seen;
    const int last = static_cast<int>(journal::journal_error::unexpected);
    for (int value = 1; value <= last; ++value) {
        seen.insert(journal::journal_category().message(value));
    }
    BOOST_TEST(seen.size() == static_cast<std::size_t>(last));
    BOOST_TEST(!seen.contains(journal::journal_category().message(last + 1)));
}

BOOST_AUTO_TEST_CASE(becomes_an_error_code_by_itself) {
    const std::error_code code = journal::journal_error::full;
    BOOST_TEST(code.category().name() == "muster.journal");
    BOOST_TEST(code.message() == "no space left for the journal; make room on its disk");
}

BOOST_AUTO_TEST_SUITE_END()
