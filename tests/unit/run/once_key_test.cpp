#include "run/once_key.hpp"

#include "support/jobs.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

BOOST_AUTO_TEST_SUITE(once_key)

BOOST_AUTO_TEST_CASE(is_the_same_on_every_machine_and_in_every_version) {
    // Written down once: a journal of last year must still know it.
    BOOST_TEST(run::once_key(support::notify_step(17)) == "im.notify.system.add::04f6f6ececc756df");
}

BOOST_AUTO_TEST_CASE(the_order_of_the_parameters_does_not_matter_and_their_values_do) {
    const auto step = support::notify_step(17);
    auto turned = step;
    std::reverse(turned.with.begin(), turned.with.end());
    BOOST_TEST(run::once_key(turned) == run::once_key(step));

    auto other = step;
    other.with[1].wanted = model::value("hello again");
    BOOST_TEST(run::once_key(other) != run::once_key(step));

    auto named = step;
    named.id = "welcome";
    BOOST_TEST(run::once_key(named) != run::once_key(step));
}

BOOST_AUTO_TEST_CASE(neighbouring_names_and_values_do_not_run_together) {
    auto one = support::notify_step(1);
    one.with = {support::set("a", model::value("x")), support::set("b", model::value("y"))};
    auto two = one;
    two.with = {support::set("a", model::value("xb")), support::set("", model::value("y"))};
    BOOST_TEST(run::once_key(one) != run::once_key(two));
}

BOOST_AUTO_TEST_CASE(a_reference_is_a_value_of_its_own) {
    auto one = support::notify_step(1);
    one.with = {support::refer("a", "meetings")};
    auto two = one;
    two.with = {support::refer("a", "focus")};
    BOOST_TEST(run::once_key(one) != run::once_key(two));
}

BOOST_AUTO_TEST_SUITE_END()
