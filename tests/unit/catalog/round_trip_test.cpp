#include "catalog/calls.hpp"
#include "catalog/values.hpp"
#include "unit/catalog/portal_store.hpp"
#include "unit/catalog/reading.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <functional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// The property that keeps a nightly run quiet: what is in normal form and was just written never
// shows as different, whichever way it travelled.

using reading::json;

namespace {

using answer_of = std::function<model::value(const std::string&, const model::value&)>;

// Deterministic, so that a failure is the same on every machine.
class value_source {
public:
    std::int64_t number(std::int64_t least, std::int64_t most) {
        return least +
               static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(most - least + 1));
    }

    std::string text() {
        static const std::vector<std::string> pieces{
            "a",  "Z",  "0", " ",  "+",     "&",    "#",     "=",        "%",    "\"",
            "'",  "\\", "[", "]",  "{",     "}",    "$",     "$result[", "$[x]", "\n",
            "\t", ".",  "Ж", "🙂", "&amp;", "<br>", "false", "null",     "1e3",  "?"
        };
        std::string made;
        for (auto count = number(0, 12); count > 0; --count) {
            made += pieces[static_cast<std::size_t>(
                number(0, static_cast<std::int64_t>(pieces.size()) - 1)
            )];
        }
        return made;
    }

    model::array reminders() {
        static const std::vector<std::string> types{"min", "hour", "day"};
        model::array made;
        for (auto count = number(0, 3); count > 0; --count) {
            if (number(0, 3) == 0) {
                made.push_back(
                    {{"type", "daybefore"}, {"before", number(0, 9)}, {"time", number(0, 1439)}}
                );
            } else {
                made.push_back(
                    {{"type", types[static_cast<std::size_t>(number(0, 2))]},
                     {"count", number(1, 5000)}}
                );
            }
        }
        return made;
    }

    model::object sections() {
        model::object made;
        for (auto count = number(0, 4); count > 0; --count) {
            made[(number(0, 1) == 0 ? "user" : "group") + std::to_string(number(1, 99999))] =
                number(1, 1'000'000);
        }
        return made;
    }

    model::value color() {
        static constexpr std::string_view digits = "0123456789abcdefABCDEF";
        std::string made = "#";
        for (auto count = number(0, 1) == 0 ? 3 : 6; count > 0; --count) {
            made += digits[static_cast<std::size_t>(number(0, 21))];
        }
        return model::value(made);
    }

private:
    std::mt19937_64 random_{20261123};
};

// Everything worth trying for a type, before it is normalised.
std::vector<model::value> values_for(const catalog::field& which, value_source& source) {
    std::vector<model::value> all;
    const auto repeat = [&](const auto& make) {
        for (int count = 0; count < 60; ++count) all.push_back(make());
    };
    switch (which.type) {
        case catalog::field_type::boolean:
        case catalog::field_type::yes_no:
            return {true, false};
        case catalog::field_type::text:
            repeat([&] { return model::value(source.text()); });
            break;
        case catalog::field_type::email:
            return {false, "", "a@b.de", "o'neil+cal&co@example.com", "иван@пример.рф"};
        case catalog::field_type::integer:
        case catalog::field_type::number_text:
            repeat([&] { return model::value(source.number(0, 1000)); });
            break;
        case catalog::field_type::choice:
            for (const auto& each : which.allowed) all.push_back(model::value(each));
            break;
        case catalog::field_type::color:
            repeat([&] { return source.color(); });
            break;
        case catalog::field_type::section_id:
            all = {false, "", "false", 0, nullptr, "7"};
            repeat([&] { return model::value(source.number(1, 1'000'000'000)); });
            break;
        case catalog::field_type::section_map:
            all = {json("{}"), json("[]")};
            repeat([&] { return model::value(source.sections()); });
            break;
        case catalog::field_type::reminders:
            repeat([&] {
                return model::value(
                    {{"fullDay", source.reminders()}, {"withTime", source.reminders()}}
                );
            });
            break;
        case catalog::field_type::id_list:
            all = {json("[]"), json("[1]"), json(R"(["5", 7])")};
            break;
        case catalog::field_type::object:
            all = {json(R"({"a": {"b": [1, true, "x"]}})"), json("[1, 2]")};
            break;
    }
    if (which.portal_default) all.push_back(*which.portal_default);
    return all;
}

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
    value_source source;
    for (const auto& which : what.fields) {
        if (which.may == catalog::access::read_only) continue;
        for (const auto& each : values_for(which, source)) {
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
