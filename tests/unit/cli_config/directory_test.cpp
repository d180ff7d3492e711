#include "cli/config/config.hpp"
#include "document/yaml.hpp"
#include "support/told.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <string_view>

using namespace std::chrono_literals;

namespace {

std::optional<cli::config> read(std::string_view roster, base::diagnostics& problems) {
    const auto text =
        "apiVersion: muster/v1\nkind: Config\nportals: {a: {url: https://a.example}}\n"
        "roster: " +
        std::string(roster) + "\n";
    const auto root = document::read_yaml(text, "m.yaml", problems);
    if (!root) return std::nullopt;
    return cli::read_config(*root, "m.yaml", problems);
}

struct row {
    std::string_view roster;
    std::string_view told;
};

const row refused[] = {
    {"{directory: {departments: [1.5]}}",
     "m.yaml:4:35: error: a department is named by its name, path or id, not by the number 1.5 "
     "[roster.directory.departments]"},
    {"{directory: {departments: []}}", "would be nobody"},
    {"{directory: {departments: [0]}}", "not by the number 0"},
    {"{directory: {filter: {NAM: x}}}",
     "m.yaml:4:31: error: the portal knows no field 'NAM', and would select everybody "
     "[roster.directory.filter.NAM]\n  did you mean 'NAME'?"},
    {"{directory: {filter: {name: x}}}", "did you mean 'NAME'?"},
    {"{directory: {filter: {'>=ID': 5}}}", "there are no operators here"},
    {"{directory: {filter: {'%NAM': x}}}",
     "there are no operators here: a field has one of the values listed; did you mean 'NAME'?"},
    {"{directory: {filter: {UF_USR_x: 5}}}", "the portal knows no field 'UF_USR_x'"},
    {"{directory: {filter: {NAME: ''}}}", "a text or a whole number was expected"},
    {"{directory: {filter: {NAME: [Ann, true]}}}", "a text or a whole number was expected"},
    {"{directory: {filter: {NAME: []}}}", "the portal takes it for everybody"},
    {"{directory: {filter: {ACTIVE: Y}}}", "'include: [inactive, extranet]' adds others"},
    {"{directory: {filter: {USER_TYPE: extranet}}}", "'include: [inactive, extranet]' adds others"},
    {"{directory: {filter: {UF_DEPARTMENT: 3}}}", "'departments: [Sales]' names departments"},
    {"{directory: {filter: {NAME_SEARCH: ann}}}", "could not be seen from its answer"},
    {"{directory: {filter: {DATE_REGISTER: '2026'}}}", "could not be seen from its answer"},
    {"{directory: {include: [bots]}}", "the portal lists no bots"},
    {"{directory: {include: [guests]}}", "'inactive' or 'extranet' was expected, not 'guests'"},
    {"{directory: {departments: a, include: [extranet]}}", "are in no department"},
    {"{directory: {max_age: 5}}", "seconds are written 5s"},
    {"{directory: {max_age: 721h}}", "from 0h to 720h"},
    {"{directory: {departmnts: a}}", "did you mean 'departments'?"},
    {"{directory: yes}", "a mapping was expected"},
    {"{key: id}", "the key 'files' is missing here [roster.files]"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(directory)

BOOST_AUTO_TEST_CASE(says_which_users_are_meant) {
    base::diagnostics problems;
    const auto made = read(
        "{directory: {departments: [Sales, Company/HR, 17, '17'], max_age: 30m,"
        " filter: {WORK_CITY: [Riga, Oslo], ID: 5, UF_USR_X: '1'}, include: [inactive]}}",
        problems
    );
    BOOST_REQUIRE_MESSAGE(made, support::told(problems));
    BOOST_REQUIRE(made->directory.has_value());
    const auto& asked = *made->directory;
    BOOST_REQUIRE(asked.departments.size() == 4U);
    BOOST_TEST(asked.departments[0].name == "Sales");
    BOOST_TEST(!asked.departments[0].id.has_value());
    BOOST_TEST(asked.departments[2].id.value_or(0) == 17);
    BOOST_TEST(!asked.departments[3].id.has_value());
    BOOST_TEST(asked.departments[3].where.column == 59U);
    BOOST_REQUIRE(asked.filter.size() == 3U);
    BOOST_TEST(asked.filter[0].field == "WORK_CITY");
    BOOST_TEST((asked.filter[0].values == std::vector<std::string>{"Riga", "Oslo"}));
    BOOST_TEST((asked.filter[1].values == std::vector<std::string>{"5"}));
    BOOST_TEST((asked.active == portal::activity::all));
    BOOST_TEST((asked.from == portal::company::employees));
    BOOST_TEST((asked.max_age == 30min));
    BOOST_TEST(made->roster.files.empty());
}

BOOST_AUTO_TEST_CASE(goes_together_with_files) {
    base::diagnostics problems;
    const auto made = read("{directory: {}, files: [a.csv], key: email}", problems);
    BOOST_REQUIRE_MESSAGE(made, support::told(problems));
    BOOST_REQUIRE(made->directory.has_value());
    BOOST_TEST(made->directory->departments.empty());
    BOOST_TEST((made->directory->active == portal::activity::active));
    BOOST_TEST((made->directory->max_age == 12h));
    BOOST_TEST(made->roster.files.size() == 1U);
    BOOST_TEST((made->roster.key == roster::join_key::email));
}

BOOST_AUTO_TEST_CASE(what_the_portal_would_misunderstand_is_refused) {
    for (const auto& each : refused) {
        base::diagnostics problems;
        BOOST_TEST(!read(each.roster, problems).has_value(), each.roster);
        const auto told = support::told(problems);
        BOOST_TEST(told.find(each.told) != std::string::npos, each.roster << " told: " << told);
        BOOST_TEST(problems.errors() == 1U, each.roster << " told: " << told);
    }
}

BOOST_AUTO_TEST_SUITE_END()
