#include "document/yaml.hpp"
#include "support/told.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

namespace {

using namespace std::string_view_literals;

struct row {
    const char* name;
    std::string_view yaml;
    std::string_view told;
};

constexpr row rows[] = {
    {"nothing", "", "p.yaml: error: the file is empty: it holds nothing, or nothing but comments"},
    {"comments",
     "# a\n\n# b\n",
     "p.yaml: error: the file is empty: it holds nothing, or nothing but comments"},
    {"a marker",
     "---\n",
     "p.yaml: error: the file is empty: it holds nothing, or nothing but comments"},
    {"a key twice",
     "a: 1\nb: 2\na: 3\n",
     "p.yaml:3:1: error: the key 'a' is given twice in one mapping: first in line 1, column 1, and "
     "here again [a]\n    a: 3\n    ^"},
    {"two keys twice",
     "x:\n  - b: 1\n    c: {d: 1, d: 2}\n    b: 2\n",
     "p.yaml:3:15: error: the key 'd' is given twice in one mapping: first in line 3, column 9, "
     "and "
     "here again [x[0].c.d]\n        c: {d: 1, d: 2}\n                  ^\n"
     "p.yaml:4:5: error: the key 'b' is given twice in one mapping: first in line 2, column 5, and "
     "here again [x[0].b]\n        b: 2\n        ^"},
    {"the same key, quoted",
     "a: 1\n'a': 2\n",
     "p.yaml:2:1: error: the key 'a' is given twice in one mapping: first in line 1, column 1, and "
     "here again [a]\n    'a': 2\n    ^"},
    {"a list as a key",
     "? [1, 2]\n: x\n",
     "p.yaml:1:3: error: a key has to be a plain word or text, not a list, a mapping or an alias\n"
     "    ? [1, 2]\n      ^"},
    {"no key", "a: 1\n: x\n", "p.yaml:2:1: error: a key was expected before the ':'\n    : x\n    ^"
    },
    {"a tab before a key",
     "a:\n\tb: 2\n",
     "p.yaml:2:1: error: a tab stands in the indentation; YAML is indented with spaces only\n"
     "    \tb: 2\n    ^\n  replace the tab by spaces"},
    {"a tab before a dash",
     "a:\n\t- 1\n",
     "p.yaml:2:1: error: a tab stands in the indentation; YAML is indented with spaces only\n"
     "    \t- 1\n    ^\n  replace the tab by spaces"},
    {"a tab that the parser would fold away",
     "a: 1\n \tb\n",
     "p.yaml:2:2: error: a tab stands in the indentation; YAML is indented with spaces only [a]\n"
     "     \tb\n     ^\n  replace the tab by spaces"},
    {"spaces and a tab",
     "a:\n  b: 1\n  \tc: 2\n",
     "p.yaml:3:3: error: a tab stands in the indentation; YAML is indented with spaces only\n"
     "      \tc: 2\n      ^\n  replace the tab by spaces"},
    {"a forgotten colon at the end",
     "a: 1\nb\n",
     "p.yaml:2:1: error: a ':' and a value were expected after 'b' [b]\n    b\n    ^"},
    {"a colon within a text",
     "a: b: c\n",
     "p.yaml:1:5: error: a ':' is not allowed here\n    a: b: c\n        ^\n"
     "  quote a text that holds ': '; check that the key has the indentation of its neighbours and "
     "that the line above has its own ':'"},
    {"a key too far left",
     "a:\n    b: 1\n  c: 2\n",
     "p.yaml:3:3: error: this does not fit the mapping it stands in: its indentation differs from "
     "that of the keys above, or it follows a value that was complete\n      c: 2\n      ^\n"
     "  give keys that belong together the same indentation"},
    {"a list that is not closed",
     "a: [1, 2\n",
     "p.yaml:2:1: error: the list that opens with '[' is not closed, or a ',' is missing in it\n"
     "  close it with ']', put ',' between its items, and quote texts that hold { } [ ] or ,"},
    {"a mapping that is not closed",
     "a: {b: 1\nc: 2\n",
     "p.yaml:2:2: error: the mapping that opens with '{' is not closed, or a ',' is missing in it\n"
     "    c: 2\n     ^\n"
     "  close it with '}', put ',' between its entries, and quote texts that hold { } [ ] or ,"},
    {"a quote that is not closed",
     "a: 'x\nb: 1\n",
     "p.yaml:1:4: error: the quote that opens here is never closed [a]\n    a: 'x\n       ^"},
    {"a placeholder that is not closed",
     "a: {b: ${x}\n",
     "p.yaml:2:1: error: the mapping that opens with '{' is not closed, or a ',' is missing in it\n"
     "  close it with '}', put ',' between its entries, and quote texts that hold { } [ ] or ,"},
    {"an @",
     "a: @x\n",
     "p.yaml:1:4: error: a value cannot begin with this character\n    a: @x\n       ^\n"
     "  put the text into quotes"},
    {"an unknown escape",
     "a: \"\\q\"\n",
     "p.yaml:1:7: error: this backslash begins no escape that YAML knows\n    a: \"\\q\"\n         "
     " ^\n"
     "  write \\\\ for a backslash, or use single quotes"},
    {"half of a surrogate pair",
     "a: \"\\ud83d\"\n",
     "p.yaml:1:11: error: this escape stands for no character\n    a: \"\\ud83d\"\n              "
     "^\n"
     "  write the character itself"},
    {"an unknown alias",
     "a: *x\n",
     "p.yaml:1:4: error: this alias names an anchor that is not defined above it\n    a: *x\n"
     "       ^\n  define it with '&' before, or quote the text that begins with '*'"},
    {"a glob without quotes",
     "a: *@acme.example\n",
     "p.yaml:1:4: error: this alias names an anchor that is not defined above it\n"
     "    a: *@acme.example\n       ^\n"
     "  define it with '&' before, or quote the text that begins with '*'"},
    {"an alias in itself",
     "a: &x [1, *x]\n",
     "p.yaml:1:11: error: this alias stands inside the very thing it names, so it would have no "
     "end "
     "[a[1]]\n    a: &x [1, *x]\n              ^"},
    {"two documents",
     "a: 1\n---\nb: 1\n",
     "p.yaml:2:1: error: a second document begins here; a file holds one, so put it into a file of "
     "its own\n    ---\n    ^"},
    {"a mapping below a list",
     "- a\nb: 1\n",
     "p.yaml:2:1: error: this does not belong to what stands above: the file's list or value has "
     "ended before\n    b: 1\n    ^"},
    {"Latin-1",
     "a: x\nb: na\xEFve\n",
     "p.yaml:2:6: error: this is not UTF-8; save the file as UTF-8"},
    {"UTF-16",
     "\xFF\xFE"
     "a\0:\0"sv,
     "p.yaml:1:1: error: the file is UTF-16; save it as UTF-8"},
    {"a NUL",
     "a: x\0y\n"sv,
     "p.yaml:1:5: error: the control character U+0000, which a text file cannot hold\n"
     "    a: x?y\n        ^"},
    {"old Macintosh line ends",
     "a: 1\rb: 2\r",
     "p.yaml:1:5: error: a carriage return without a line feed; save the file with Unix line ends\n"
     "    a: 1?b: 2\n        ^"},
    {"a number without end",
     "a: {b: 12345678901234567890}\n",
     "p.yaml:1:8: error: the number '12345678901234567890' is too large to be kept exactly; put it "
     "into quotes if it is meant as text [a.b]\n    a: {b: 12345678901234567890}\n           ^"},
    {"a tag that does not fit",
     "a: [!!int x, !!str [1]]\n",
     "p.yaml:1:5: error: 'x' cannot be read as !!int [a[0]]\n    a: [!!int x, !!str [1]]\n        "
     "^\n"
     "p.yaml:1:14: error: the tag !!str does not fit a list [a[1]]\n    a: [!!int x, !!str [1]]\n"
     "                 ^"},
    {"a tag that is not supported",
     "a: !!binary aGk=\n",
     "p.yaml:1:4: error: 'aGk=' cannot be read as !!binary [a]\n    a: !!binary aGk=\n       ^"},
    {"a merge of a text",
     "a:\n  <<: x\n",
     "p.yaml:2:7: error: '<<' takes a mapping or a list of mappings, not text [a.<<]\n      <<: x\n"
     "          ^"},
    {"a mistake below an anchor is told once",
     "a: &x 99999999999999999999\nb: [*x, *x]\n",
     "p.yaml:1:4: error: the number '99999999999999999999' is too large to be kept exactly; put it "
     "into quotes if it is meant as text [a]\n    a: &x 99999999999999999999\n       ^"},
    {"a webhook beside a mistake",
     "a: b: https://x.example/rest/1/c0de/\n",
     "p.yaml:1:5: error: a ':' is not allowed here\n    a: b: https://x.example/rest/1/****/\n"
     "        ^\n  quote a text that holds ': '; check that the key has the indentation of its "
     "neighbours and that the line above has its own ':'"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(yaml_refused)

BOOST_AUTO_TEST_CASE(what_is_wrong_is_told_with_its_place_and_what_to_do) {
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.name) {
            base::diagnostics problems;
            const auto root = document::read_yaml(each.yaml, "p.yaml", problems);
            BOOST_TEST(!root.has_value());
            BOOST_TEST(support::told(problems) == each.told);
        }
    }
}

BOOST_AUTO_TEST_CASE(codes_are_for_scripts) {
    const std::pair<std::string_view, std::string_view> expected[] = {
        {"", "yaml.empty"},
        {"a: 1\na: 2\n", "yaml.duplicate-key"},
        {"a:\n\t- 1\n", "yaml.tab"},
        {"a: b: c\n", "yaml.syntax"},
        {"a: 1\n---\nb: 1\n", "yaml.several-documents"},
        {"a: \xFF\n", "yaml.not-utf8"},
        {"a: 99999999999999999999\n", "yaml.number-range"},
        {"? {a: 1}\n: x\n", "yaml.key-not-text"},
    };
    for (const auto& [text, code] : expected) {
        base::diagnostics problems;
        BOOST_TEST(!document::read_yaml(text, "p.yaml", problems).has_value());
        BOOST_TEST_REQUIRE(!problems.empty());
        BOOST_TEST(problems.sorted().front().code == code);
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_says_so) {
    base::diagnostics problems;
    BOOST_TEST(!document::read_yaml_file("/nowhere/at/all.yaml", problems).has_value());
    BOOST_TEST(
        support::told(problems) ==
        "/nowhere/at/all.yaml: error: the file cannot be opened: No such file or directory"
    );
}

BOOST_AUTO_TEST_CASE(a_folder_is_no_file) {
    base::diagnostics problems;
    BOOST_TEST(!document::read_yaml_file("/", problems).has_value());
    BOOST_TEST(support::told(problems) == "/: error: this is a folder, a file was expected");
}

BOOST_AUTO_TEST_CASE(earlier_problems_of_other_files_do_not_count) {
    base::diagnostics problems;
    BOOST_TEST(!document::read_yaml("", "a.yaml", problems).has_value());
    BOOST_TEST(document::read_yaml("a: 1\n", "b.yaml", problems).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
