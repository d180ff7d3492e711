#include "catalog/vocabulary.hpp"
#include "unit/catalog/reading.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

// The how-to of config/catalog/README.md is followed to the letter: what it shows reads without a
// fault and is what the program ships.

namespace {

std::string readme() {
    std::ifstream in(MUSTER_CATALOG_FOLDER "/README.md");
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<std::string> examples() {
    constexpr std::string_view begin = "```yaml\n";
    const auto text = readme();
    std::vector<std::string> all;
    for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at)) {
        at += begin.size();
        all.push_back(text.substr(at, text.find("```", at) - at));
    }
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(readme_of_the_catalog)

BOOST_AUTO_TEST_CASE(the_method_of_the_how_to_is_the_one_that_ships) {
    const auto all = examples();
    BOOST_TEST_REQUIRE(all.size() == 3U);
    const auto shown = reading::defined(all[0]);
    BOOST_TEST_REQUIRE(shown.methods().size() == 1U);
    const auto& method = shown.methods().begin()->second;
    const auto* ships = catalog::definitions::built_in().find_method(method.name);
    BOOST_TEST_REQUIRE(ships != nullptr);
    BOOST_TEST(ships->description == method.description);
    BOOST_TEST(ships->scope == method.scope);
    BOOST_TEST((ships->target == method.target));
    BOOST_TEST((ships->repeat == method.repeat));
    BOOST_TEST(!method.parameters.empty());
    for (const auto& each : method.parameters) {
        const auto* parameter = catalog::find_field(ships->parameters, each.name);
        BOOST_TEST_REQUIRE(parameter != nullptr, each.name);
        BOOST_TEST((parameter->type == each.type), each.name);
        BOOST_TEST(parameter->required == each.required, each.name);
    }
}

// It stands in a file with the methods that it names; those that ship have them.
BOOST_AUTO_TEST_CASE(the_resource_of_the_how_to_reads_without_a_fault) {
    auto text = examples().at(2);
    const auto name = text.find("calendar.section:");
    BOOST_TEST_REQUIRE(name != std::string::npos);
    text.replace(name, std::string_view("calendar.section:").size(), "acme.calendar:");
    auto all = catalog::definitions::built_in();
    base::diagnostics problems;
    all.add("apiVersion: muster/v1\nkind: Catalog\n" + text, "README.md", problems);
    for (const auto& each : problems.sorted()) BOOST_TEST_ERROR(base::to_text(each));
    BOOST_TEST(all.find_resource("acme.calendar") != nullptr);
}

BOOST_AUTO_TEST_CASE(every_type_and_word_of_a_definition_is_told) {
    const auto text = readme();
    const auto is_told = [&](std::string_view word) {
        return text.contains("`" + std::string(word));
    };
    for (const auto& each : catalog::field_type_words) BOOST_TEST(is_told(each.text), each.text);
    for (const auto& each : catalog::acts_on_words) BOOST_TEST(is_told(each.text), each.text);
    for (const auto* key :
         {"scope",     "acts_on",    "version", "caution",     "in_batch", "idempotent",
          "read_back", "parameters", "type",    "description", "required", "allowed",
          "default",   "access",     "empty",   "reads_as",    "answered", "values_under",
          "key_field", "id_field",   "pick"}) {
        BOOST_TEST(is_told(key), key);
    }
}

BOOST_AUTO_TEST_SUITE_END()
