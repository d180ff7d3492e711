#include "journal/stored_name.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace {

// The words of all enumerators in their order; each must lead back to its own.
template <class Enum>
std::vector<std::string> words() {
    std::vector<std::string> all;
    for (int value = 0;; ++value) {
        const auto what = static_cast<Enum>(value);
        const auto name = journal::stored_name(what);
        if (name.empty()) return all;
        const auto back = journal::from_stored_name<Enum>(name);
        BOOST_TEST_REQUIRE(back.has_value());
        BOOST_TEST(static_cast<int>(*back) == value, "two enumerators are called " << name);
        all.emplace_back(name);
    }
}

using list = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(stored_name)

// These words stand in databases of users: to change one is to need a migration.
BOOST_AUTO_TEST_CASE(words_never_change) {
    BOOST_TEST(
        words<model::outcome>() ==
        (list{"unchanged", "changed", "differs", "failed", "skipped", "unknown"})
    );
    BOOST_TEST(
        words<model::user_outcome>() ==
        (list{
            "unchanged", "changed", "differs", "failed", "skipped", "unknown", "blocked", "excepted"
        })
    );
    BOOST_TEST(
        words<model::block_reason>() ==
        (list{"none", "no-credential", "wrong-identity", "unreadable"})
    );
    BOOST_TEST(
        words<model::run_end>() == (list{
                                       "complete",
                                       "interrupted",
                                       "portal-stopped",
                                       "unavailable",
                                       "unauthorized",
                                       "state-lost",
                                       "too-many-failures",
                                       "deadline",
                                       "locked",
                                   })
    );
    BOOST_TEST(words<model::step_kind>() == (list{"settings", "collection", "call"}));
    BOOST_TEST(words<model::acts_as>() == (list{"user", "admin"}));
    BOOST_TEST(words<model::request_form>() == (list{"single", "batch"}));
    BOOST_TEST(
        words<model::purpose>() ==
        (list{"identity", "read", "contents", "write", "verify", "restore"})
    );
    BOOST_TEST(
        words<journal::fate>() == (list{"not-sent", "accepted", "rejected", "in-doubt", "unknown"})
    );
    BOOST_TEST(words<model::kinship>() == (list{"continues", "retries", "takes-back"}));
    BOOST_TEST(words<journal::once_state>() == (list{"never", "perhaps", "done"}));
}

BOOST_AUTO_TEST_CASE(a_word_of_nobody_is_nothing) {
    for (const std::string_view word : {"", "Changed", "change", "changed ", "blocked"}) {
        BOOST_TEST_CONTEXT(word) {
            BOOST_TEST(!journal::from_stored_name<model::outcome>(word).has_value());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
