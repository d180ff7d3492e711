#include "roster/csv_source.hpp"

#include "listed.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>

namespace {

std::string read(std::string_view text) {
    base::diagnostics problems;
    auto in = std::make_unique<std::istringstream>(std::string(text));
    auto rows = document::csv_reader::open(std::move(in), "r.csv", problems);
    if (!rows) return support::told(problems);
    const auto source = roster::csv_source::open(std::move(*rows), problems);
    return listed(source.get(), problems);
}

struct row {
    const char* name;
    std::string_view csv;
    std::string_view listed;
};

constexpr row rows[] = {
    {"every column is an attribute under its name",
     "id,email,Department\n17,a@x.example,Sales\n",
     "r.csv:2 17 a@x.example {\"id\":17,\"email\":\"a@x.example\",\"Department\":\"Sales\"}\n"},
    {"names beyond ASCII",
     "id;отдел\n17;Продажи 😀\n",
     "r.csv:2 17  {\"id\":17,\"отдел\":\"Продажи 😀\"}\n"},
    {"user_id will do", "USER_ID\n5\n", "r.csv:2 5  {\"id\":5}\n"},
    {"an empty cell is an empty text",
     "id,email,city\n5,,\n",
     "r.csv:2 5  {\"id\":5,\"email\":\"\",\"city\":\"\"}\n"},
    {"active is true or false",
     "id,active\n1,Y\n2,0\n3,TRUE\n",
     "r.csv:2 1  {\"id\":1,\"active\":true}\nr.csv:3 2  {\"id\":2,\"active\":false}\n"
     "r.csv:4 3  {\"id\":3,\"active\":true}\n"},
    {"what looks like a number is text",
     "id,phone\n1,0123\n",
     "r.csv:2 1  {\"id\":1,\"phone\":\"0123\"}\n"},
    {"nobody is no problem here", "id\n", ""},
    {"no column id",
     "number,e-mail\n1,x\n",
     "r.csv:1: error: no column is named 'id'; the columns are 'number', 'e-mail'\n"
     "  the first line names the columns; name the one that holds the user's number on the portal "
     "'id' ('ID' and 'user_id' will "
     "do)"},
    {"two columns for the id",
     "id,user_id\n1,2\n",
     "r.csv:1: error: the columns 'id' and 'user_id' both hold what policies call 'id'; remove one"
    },
    {"a user twice",
     "id\n17\n4\n17\n",
     "r.csv:2 17  {\"id\":17}\nr.csv:3 4  {\"id\":4}\n"
     "r.csv:4: error: the user 17 is listed twice: first in line 2, and here again in line 4\n"
     "  keep one of the two"},
    {"ids that are none, and all are told",
     "id,name\nx,a\n,b\n-3,c\n4,d\n",
     "r.csv:5 4  {\"id\":4,\"name\":\"d\"}\n"
     "r.csv:2: error: the id of a user is a whole number from 1, not 'x'\n"
     "r.csv:3: error: the id of a user is a whole number from 1, and here is none\n"
     "r.csv:4: error: the id of a user is a whole number from 1, not '-3'"},
    {"active that is neither",
     "id,active\n1,yes\n2,\n",
     "r.csv:2: error: active is true or false, Y or N, 1 or 0, not 'yes'\n"
     "r.csv:3: error: active is true or false, Y or N, 1 or 0, not ''"},
    {"two mistakes in one row",
     "id,active\nx,maybe\n",
     "r.csv:2: error: the id of a user is a whole number from 1, not 'x'\n"
     "r.csv:2: error: active is true or false, Y or N, 1 or 0, not 'maybe'"},
    {"a row with a cell too many",
     "id,name\n1,a,b\n2,c\n",
     "r.csv:3 2  {\"id\":2,\"name\":\"c\"}\n"
     "r.csv:2: error: the number of cells in this row is 3, the header names 2 columns\n"
     "  put a cell that holds ',' into double quotes"},
    {"a row behind a quoted line break",
     "id,name\n1,\"a\nb\"\n1,c\n",
     "r.csv:2 1  {\"id\":1,\"name\":\"a\\nb\"}\n"
     "r.csv:4: error: the user 1 is listed twice: first in line 2, and here again in line 4\n"
     "  keep one of the two"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(csv_source)

BOOST_AUTO_TEST_CASE(users_come_with_their_attributes_and_what_is_wrong_is_told) {
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(read(each.csv) == each.listed);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_roster_full_of_faults_is_not_read_to_its_end) {
    std::string text = "id\n";
    for (int i = 0; i < 1'000; ++i) text += "x\n";
    const auto all = read(text);
    BOOST_TEST(std::ranges::count(all, '\n') == 100);
    BOOST_TEST(
        all.contains("r.csv:101: error: 100 users are wrong up to here; the rest was not read")
    );
}

BOOST_AUTO_TEST_SUITE_END()
