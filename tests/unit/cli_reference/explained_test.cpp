#include "cli/reference/explained.hpp"

#include "cli/reference/explained_directory.hpp"
#include "cli/reference/indented_json.hpp"
#include "cli/reference/subject.hpp"
#include "support/golden.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace {

const catalog::definitions& known() {
    return catalog::definitions::built_in();
}

std::string misfit_of(std::string_view name) {
    const auto found = cli::find_subject(known(), name);
    if (found) return "found";
    return found.error().message + " (" + found.error().hint + ")";
}

struct unknown_row {
    std::string_view name;
    std::string_view told;
};

const unknown_row unknown_names[] = {
    {"user.updat", "there is no method or resource 'user.updat' (did you mean 'user.update'?)"},
    {"im.chat.user",
     "there is no method or resource 'im.chat.user' (there are: im.chat.user.add, "
     "im.chat.user.list)"},
    {"telephony",
     "there is no method or resource 'telephony' (muster explain without a name lists them all)"},
    {"calendar.user.settings.showDeclind",
     "calendar.user.settings has no field 'showDeclind' (did you mean "
     "'calendar.user.settings.showDeclined'?)"},
    {"profile.anything_at_all", "profile has no field 'anything_at_all' (profile has no fields)"},
    {"im.user.status.set.colour", "im.user.status.set has no field 'colour' (its fields: STATUS)"},
    {"", "there is no method or resource '' (muster explain without a name lists them all)"},
};

const std::string_view subjects[] = {
    "user.add",
    "timeman.open",
    "user.option.set",
    "humanresources.node.member.set",
    "calendar.section",
    "calendar.section.color",
    "calendar.user.settings",
    "calendar.user.settings.view",
    "im.user.status.set.STATUS",
    "profile",
};

}  // namespace

BOOST_AUTO_TEST_SUITE(explained)

BOOST_AUTO_TEST_CASE(a_name_that_is_not_known_is_told_with_what_may_be_meant) {
    for (const auto& row : unknown_names) BOOST_TEST(misfit_of(row.name) == row.told);
}

BOOST_AUTO_TEST_CASE(what_is_known_is_told_to_a_person_and_to_a_script) {
    for (const auto name : subjects) {
        const auto found = cli::find_subject(known(), name);
        BOOST_TEST_REQUIRE(found.has_value(), name);
        const auto file = "tests/golden/explain/" + std::string(name);
        support::check_golden(file + ".txt", cli::explained_text(known(), *found));
        support::check_golden(
            file + ".json", cli::indented_json(cli::explained_json(known(), *found))
        );
    }
}

BOOST_AUTO_TEST_CASE(without_a_name_all_are_listed) {
    support::check_golden("tests/golden/explain/list.txt", cli::listed_text(known()));
    const auto listed = cli::listed_json(known());
    BOOST_TEST(listed.at("methods").as_array().size() == known().methods().size());
    BOOST_TEST(listed.at("resources").as_array().size() == known().resources().size());
}

BOOST_AUTO_TEST_CASE(a_directory_is_told_with_every_attribute) {
    support::check_golden("tests/golden/explain/directory.txt", cli::explained_directory_text());
    support::check_golden(
        "tests/golden/explain/directory.json", cli::indented_json(cli::explained_directory_json())
    );
}

// Whatever stands in a catalog can be explained: every field of every name.
BOOST_AUTO_TEST_CASE(every_field_is_found_by_its_name) {
    std::size_t count = 0;
    const auto each_of = [&](const std::string& name, const std::vector<catalog::field>& fields) {
        for (const auto& field : fields) {
            const auto found = cli::find_subject(known(), name + "." + field.name);
            BOOST_TEST_REQUIRE(found.has_value(), name + "." + field.name);
            BOOST_TEST_REQUIRE(found->field != nullptr);
            BOOST_TEST(found->field->name == field.name);
            BOOST_TEST(!cli::explained_text(known(), *found).empty());
            ++count;
        }
    };
    for (const auto& [name, what] : known().methods()) each_of(name, what.parameters);
    for (const auto& [name, what] : known().resources()) each_of(name, what.fields);
    BOOST_TEST(count > 150U);
}

BOOST_AUTO_TEST_SUITE_END()
