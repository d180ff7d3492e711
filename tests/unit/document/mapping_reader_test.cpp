#include "document/mapping_reader.hpp"

#include "document/yaml.hpp"
#include "support/told.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>

namespace {

using document::mapping_reader;
using document::presence;

// Reads `text` as "p.yaml", hands it to `use`, finishes, and gives what a person is told.
std::string told_by(std::string_view text, const std::function<void(mapping_reader&)>& use) {
    base::diagnostics problems;
    const auto root = document::read_yaml(text, "p.yaml", problems);
    BOOST_TEST_REQUIRE(root.has_value(), support::told(problems));
    mapping_reader reader(*root, "", "config", problems);
    use(reader);
    reader.finish();
    return support::told(problems);
}

void ask_for_all(mapping_reader& reader) {
    reader.text("name", presence::optional);
    reader.integer("retries", presence::optional);
    reader.number("share", presence::optional);
    reader.boolean("strict", presence::optional);
    reader.texts("files", presence::optional);
    if (auto inner = reader.mapping("limits", presence::optional)) {
        inner->integer("burst", presence::required);
        inner->finish();
    }
}

struct row {
    const char* name;
    std::string_view yaml;
    std::string_view told;
};

constexpr row rows[] = {
    {"all is well",
     "name: x\nretries: 1\nshare: 1\nstrict: true\nfiles: [a]\nlimits: {burst: 1}\n",
     ""},
    {"a near miss",
     "retrys: 1\n",
     "p.yaml:1:1: error: the key 'retrys' is not known here [retrys]\n  did you mean 'retries'?"},
    {"a far miss",
     "frobnicate: 1\n",
     "p.yaml:1:1: error: the key 'frobnicate' is not known here [frobnicate]\n"
     "  known here: files, limits, name, retries, share, strict"},
    {"a number for a text",
     "name: 12\n",
     "p.yaml:1:7: error: text was expected, not the number 12 [name]\n"
     "  put it into quotes to make it text"},
    {"a text for a number",
     "retries: six\n",
     "p.yaml:1:10: error: a whole number was expected, not the text 'six' [retries]"},
    {"a quoted number",
     "retries: '6'\n",
     "p.yaml:1:10: error: a whole number was expected, not the text '6' [retries]\n"
     "  write the number without quotes"},
    {"a fraction for a whole number",
     "retries: 1.5\n",
     "p.yaml:1:10: error: a whole number was expected, not the number 1.5 [retries]"},
    {"nothing for a number",
     "share:\n",
     "p.yaml:1:1: error: a number was expected, not nothing [share]"},
    {"yes for a boolean",
     "strict: yes\n",
     "p.yaml:1:9: error: true or false was expected, not the text 'yes' [strict]\n"
     "  write true or false"},
    {"a text for a list",
     "files: a\n",
     "p.yaml:1:8: error: a list was expected, not the text 'a' [files]"},
    {"a number in a list of texts",
     "files: [a, 1]\n",
     "p.yaml:1:12: error: text was expected, not the number 1 [files[1]]\n"
     "  put it into quotes to make it text"},
    {"a missing key below",
     "limits: {}\n",
     "p.yaml:1:9: error: the key 'burst' is missing here [limits.burst]"},
    {"an unknown key below",
     "limits: {burst: 1, brust: 2}\n",
     "p.yaml:1:20: error: the key 'brust' is not known here [limits.brust]\n"
     "  did you mean 'burst'?"},
    {"a list for a mapping",
     "limits: [burst]\n",
     "p.yaml:1:9: error: a mapping was expected, not a list [limits]"},
    {"a forgotten space",
     "limits:\n  burst:1\n",
     "p.yaml:2:3: error: a mapping was expected, not the text 'burst:1' [limits]\n"
     "  a space belongs behind the ':'"},
    {"a text for the whole", "x\n", "p.yaml:1:1: error: a mapping was expected, not the text 'x'"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(mapping)

BOOST_AUTO_TEST_CASE(a_key_that_does_not_fit_is_told_with_its_path) {
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(told_by(each.yaml, ask_for_all) == each.told);
        }
    }
}

BOOST_AUTO_TEST_CASE(gives_what_is_there_and_nothing_for_what_is_not) {
    const auto use = [](mapping_reader& reader) {
        BOOST_TEST(reader.text("a", presence::required).value() == "x");
        BOOST_TEST(reader.integer("b", presence::required).value() == 7);
        BOOST_TEST(reader.number("b", presence::required).value() == 7.0);
        BOOST_TEST(reader.boolean("c", presence::required).value());
        BOOST_TEST(reader.list("d", presence::required)->items.size() == 2U);
        BOOST_TEST(!reader.text("e", presence::optional).has_value());
    };
    BOOST_TEST(told_by("a: x\nb: 7\nc: true\nd: [1, 2]\n", use) == "");
}

BOOST_AUTO_TEST_CASE(a_problem_of_the_callers_own_stands_at_the_value) {
    const auto use = [](mapping_reader& reader) {
        reader.integer("a", presence::required);
        reader.refuse("a", "range", "at most 5 is allowed", "write 5");
    };
    BOOST_TEST(told_by("a: 7\n", use) == "p.yaml:1:4: error: at most 5 is allowed [a]\n  write 5");
}

BOOST_AUTO_TEST_CASE(the_line_is_shown_when_the_file_is_there) {
    const auto file = std::filesystem::temp_directory_path() / "muster_mapping_reader_test.yaml";
    std::ofstream(file) << "a: 1\nretrys: 2\n";
    base::diagnostics problems;
    const auto root = document::read_yaml_file(file, problems);
    BOOST_TEST_REQUIRE(root.has_value());
    mapping_reader reader(*root, "", "config", problems);
    reader.integer("a", presence::required);
    reader.integer("retries", presence::optional);
    reader.finish();
    BOOST_TEST(problems.sorted().at(0).line_text == "retrys: 2");
    BOOST_TEST(problems.sorted().at(0).code == "config.unknown-key");
    std::filesystem::remove(file);
}

BOOST_AUTO_TEST_CASE(what_may_be_secret_is_not_shown) {
    const auto file = std::filesystem::temp_directory_path() / "muster_mapping_secret_test.yaml";
    std::ofstream(file) << "a: hush1\nb: {c: hush2, d: [hush3], e: {f: 1, g: hush4}}\n";
    base::diagnostics problems;
    const auto root = document::read_yaml_file(file, problems);
    BOOST_TEST_REQUIRE(root.has_value());
    mapping_reader reader(*root, "", "config", problems);
    reader.mapping("a", presence::optional, document::discretion::secret);
    auto below = reader.mapping("b", presence::optional, document::discretion::secret);
    below->integer("c", presence::optional);
    below->text("d", presence::optional);
    auto innermost = below->mapping("e", presence::optional);
    innermost->integer("f", presence::optional);
    innermost->refuse("f", "range", "too much");
    innermost->finish();
    below->finish();
    BOOST_TEST(problems.errors() == 5U);
    for (const auto& each : problems.sorted()) {
        BOOST_TEST(!base::to_text(each).contains("hush"));
        BOOST_TEST(each.where.line != 0U);
    }
    std::filesystem::remove(file);
}

BOOST_AUTO_TEST_SUITE_END()
