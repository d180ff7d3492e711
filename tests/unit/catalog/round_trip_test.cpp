#include "catalog/calls.hpp"
#include "catalog/values.hpp"
#include "unit/catalog/field_values.hpp"
#include "unit/catalog/portal_store.hpp"
#include "unit/catalog/reading.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// The property that keeps a nightly run quiet: what is in normal form and was just written never
// shows as different, whichever way it travelled.

using reading::json;

namespace {

using answer_of = std::function<model::value(const std::string&, const model::value&)>;

model::value value_in(
    const model::object& params, const catalog::call_template& from, const std::string& name
) {
    if (from.values_under.empty()) return params.at(name);
    return params.at(from.values_under).as_object().at(name);
}

struct tally {
    int singly = 0;
    int in_batch = 0;
};

// Writes one value, both ways where the batch can carry it, and compares what comes back.
void write_and_compare(
    const catalog::resource& what,
    const catalog::call_template& from,
    const catalog::call& write,
    const catalog::field& which,
    const model::value& normal,
    const answer_of& answer,
    tally& counted
) {
    const auto& key = catalog::answer_name(which);
    const auto stored = portal_store::from_json(value_in(write.params, from, which.name));
    BOOST_TEST(catalog::same(which, normal, answer(key, stored)), what.name << " as JSON");
    ++counted.singly;

    const auto form = catalog::batch_form(catalog::definitions::built_in(), write);
    if (!form) return;
    const auto from_text = portal_store::from_batch(value_in(*form, from, which.name));
    BOOST_TEST(catalog::same(which, normal, answer(key, from_text)), what.name << " in a batch");
    ++counted.in_batch;
}

void every_value_survives(std::string_view name, const answer_of& answer, tally& counted) {
    const auto& what = reading::built_in_resource(name);
    model::user who;
    who.id = model::user_id(17);
    const model::value item{{"ID", "42"}};
    field_values::source source;
    for (const auto& which : what.fields) {
        if (which.may == catalog::access::read_only) continue;
        for (const auto& each : field_values::worth_trying(which, source)) {
            BOOST_TEST_CONTEXT(which.name << " = " << each) {
                const auto normal = catalog::normalise(which, each);
                if (!normal && which.when_empty == catalog::emptiness::refused) continue;
                BOOST_REQUIRE(normal.has_value());
                const std::vector<catalog::assignment> values{{which.name, *normal}};
                const auto write = catalog::write_call(what, who, item, values);
                write_and_compare(what, what.write, write, which, *normal, answer, counted);
            }
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(round_trip)

BOOST_AUTO_TEST_CASE(calendar_settings) {
    tally counted;
    every_value_survives("calendar.user.settings", portal_store::settings_answer, counted);
    // Every setting has a form for the batch, so that one user's calls always share a request.
    BOOST_TEST(counted.singly == counted.in_batch);
    BOOST_TEST(counted.singly > 300);
}

BOOST_AUTO_TEST_CASE(calendars) {
    tally counted;
    every_value_survives("calendar.section", portal_store::section_answer, counted);
    BOOST_TEST(counted.in_batch > 100);
    BOOST_TEST(counted.singly > counted.in_batch);  // texts that look like references go singly
}

BOOST_AUTO_TEST_CASE(users) {
    tally counted;
    every_value_survives("user", portal_store::user_answer, counted);
    BOOST_TEST(counted.in_batch > 500);
    BOOST_TEST(counted.singly > counted.in_batch);
}

// The store above does poison: without this, the property would hold for an encoder that writes
// an empty map as an empty text.
BOOST_AUTO_TEST_CASE(the_model_of_the_store_is_poisoned_by_an_empty_text) {
    BOOST_CHECK_THROW(portal_store::settings_answer("defaultSections", ""), std::runtime_error);
    BOOST_TEST(portal_store::settings_answer("defaultSections", "{}") == json("[]"));
    BOOST_TEST(portal_store::user_answer("ACTIVE", true) == false);
    BOOST_TEST(
        portal_store::from_batch(json(R"({"a": [true, false, 3]})")) ==
        json(R"({"a": ["1", "0", "3"]})")
    );
}

BOOST_AUTO_TEST_SUITE_END()
