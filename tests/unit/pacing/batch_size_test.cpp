#include "pacing/batch_size.hpp"

#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;

namespace {

struct sizes {
    pacing::batch_size all{{.most = 50, .target = 20s}};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(batch_size, sizes)

BOOST_AUTO_TEST_CASE(follows_what_a_command_of_the_method_took) {
    struct row {
        base::duration each;
        std::size_t fitting;
    };
    const row rows[] = {{10ms, 50}, {300ms, 50}, {400ms, 50}, {500ms, 40}, {1100ms, 18}, {45s, 1}};
    for (const auto& one : rows) {
        pacing::batch_size fresh{{.most = 50, .target = 20s}};
        fresh.answered("calendar.section.add", 10, one.each);
        BOOST_TEST(fresh.fitting("calendar.section.add") == one.fitting);
        BOOST_TEST(fresh.fitting("user.update") == 50U);
    }
}

BOOST_AUTO_TEST_CASE(a_slow_answer_counts_at_once_and_is_forgotten_slowly) {
    all.answered("a", 50, 2s);
    BOOST_TEST(all.fitting("a") == 10U);
    all.answered("a", 10, 100ms);
    BOOST_TEST(all.fitting("a") == 12U);
    for (int i = 0; i < 20; ++i) all.answered("a", 10, 100ms);
    BOOST_TEST(all.fitting("a") == 50U);
}

BOOST_AUTO_TEST_CASE(a_batch_that_timed_out_is_halved_and_grows_again_with_good_answers) {
    all.lost("a", 50, 61s);
    BOOST_TEST(all.fitting("a") == 25U);
    all.lost("a", 25, 61s);
    BOOST_TEST(all.fitting("a") == 12U);
    BOOST_TEST(all.fitting("b") == 50U);
    all.answered("a", 5, 10ms);  // says nothing of twelve
    BOOST_TEST(all.fitting("a") == 12U);
    all.answered("a", 12, 10ms);
    BOOST_TEST(all.fitting("a") == 24U);
    all.answered("a", 24, 10ms);
    all.answered("a", 48, 10ms);
    BOOST_TEST(all.fitting("a") == 50U);
}

BOOST_AUTO_TEST_CASE(a_connection_that_breaks_early_says_nothing_of_the_size) {
    all.lost("a", 50, 3s);
    BOOST_TEST(all.fitting("a") == 50U);
}

BOOST_AUTO_TEST_CASE(one_command_always_fits) {
    for (int i = 0; i < 10; ++i) all.lost("a", 2, 61s);
    all.answered("a", 1, 10min);
    BOOST_TEST(all.fitting("a") == 1U);
    BOOST_TEST(all.share("a") == 1.0);
}

BOOST_AUTO_TEST_CASE(a_batch_that_is_refused_for_its_length_halves_all) {
    all.refused_as_too_long(50);
    BOOST_TEST(all.fitting("a") == 25U);
    BOOST_TEST(all.most() == 25U);
}

BOOST_AUTO_TEST_SUITE_END()
