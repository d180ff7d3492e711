#include "listed.hpp"
#include "roster/open_roster.hpp"
#include "scratch_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using enum roster::column_type;

base::source_pos asked_at(std::uint32_t column) {
    return {std::make_shared<const std::string>("muster.yaml"), 9, column};
}

const std::vector<roster::typed_column> columns{
    {"floor", integer, asked_at(1)},
    {"share", number, asked_at(2)},
    {"remote", boolean, asked_at(3)},
    {"teams", list, asked_at(4)},
    {"badge", text, asked_at(5)},
};

struct row {
    const char* name;
    std::string_view file;
    std::string_view content;
    std::string_view listed;
};

constexpr row rows[] = {
    {"cells become what their columns are",
     "a.csv",
     "id,floor,share,remote,teams,badge,city\n1,4,0.5,Y,a; b;;c,007,9\n",
     "a.csv:2 1  "
     "{\"id\":1,\"floor\":4,\"share\":5E-1,\"remote\":true,\"teams\":[\"a\",\"b\",\"c\"],"
     "\"badge\":\"007\",\"city\":\"9\"}\n"},
    {"empty cells are null, and the empty list",
     "a.csv",
     "id,floor,share,remote,teams,badge\n1,,,,,\n",
     "a.csv:2 1  "
     "{\"id\":1,\"floor\":null,\"share\":null,\"remote\":null,\"teams\":[],\"badge\":\"\"}"
     "\n"},
    {"what YAML says stays, text is read",
     "a.yaml",
     "- {id: 1, floor: 4, share: 2, remote: false, teams: [a], badge: 7}\n"
     "- {id: 2, floor: \"4\", share: \"1.5\", remote: \"n\", teams: \"a;b\", badge: \"7\"}\n",
     "a.yaml:1:3 1  "
     "{\"id\":1,\"floor\":4,\"share\":2,\"remote\":false,\"teams\":[\"a\"],\"badge\":\"7\"}"
     "\n"
     "a.yaml:2:3 2  {\"id\":2,\"floor\":4,\"share\":1.5E0,\"remote\":false,\"teams\":[\"a\",\"b\"],"
     "\"badge\":\"7\"}\n"},
    {"what is none of its type",
     "a.csv",
     "id,floor,share,remote,teams,badge\n1,4th,1,Y,,\n2,4,\"1,5\",Y,,\n3,4,inf,maybe,,\n4,1,1,N,,"
     "\n",
     "a.csv:5 4  "
     "{\"id\":4,\"floor\":1,\"share\":1E0,\"remote\":false,\"teams\":[],\"badge\":\"\"}\n"
     "a.csv:2: error: 'floor' is a whole number, not '4th'\n"
     "  mend the cell, or the column's type at muster.yaml:9:1\n"
     "a.csv:3: error: 'share' is a number, with a point before its decimals, not '1,5'\n"
     "  mend the cell, or the column's type at muster.yaml:9:2\n"
     "a.csv:4: error: 'share' is a number, with a point before its decimals, not 'inf'\n"
     "  mend the cell, or the column's type at muster.yaml:9:2\n"
     "a.csv:4: error: 'remote' is true or false, Y or N, 1 or 0, not 'maybe'\n"
     "  mend the cell, or the column's type at muster.yaml:9:3"},
    {"a column that nobody has",
     "a.csv",
     "id,flor,share,remote,teams,badge\n1,4,1,Y,,\n",
     "muster.yaml:9:1: error: no roster has a column 'floor'\n  did you mean 'flor'?"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(typed_columns)

BOOST_AUTO_TEST_CASE(of_one_file) {
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.name) {
            const scratch_folder here("muster_typed_test");
            base::diagnostics problems;
            const auto source = roster::open_roster(
                roster::roster_files{
                    {here.with(each.file, each.content)}, roster::join_key::id, columns
                },
                problems
            );
            BOOST_TEST(here.shown(listed(source.get(), problems)) == each.listed);
        }
    }
}

// Otherwise "4" of one file and 4 of another would contradict each other.
BOOST_AUTO_TEST_CASE(of_several_files_before_they_are_joined) {
    const scratch_folder here("muster_typed_test");
    base::diagnostics problems;
    const auto source = roster::open_roster(
        roster::roster_files{
            {here.with("a.csv", "id,floor\n1,4\n2,\n"), here.with("b.yaml", "- {id: 1, floor: 4}\n")
            },
            roster::join_key::id,
            {{"floor", integer, asked_at(1)}}
        },
        problems
    );
    BOOST_TEST(
        here.shown(listed(source.get(), problems)) ==
        "a.csv:2 1  {\"id\":1,\"floor\":4}\na.csv:3 2  {\"id\":2,\"floor\":null}\n"
    );
}

BOOST_AUTO_TEST_SUITE_END()
