#include "roster/document_source.hpp"

#include "document/yaml.hpp"
#include "listed.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace {

std::string read(std::string_view text) {
    base::diagnostics problems;
    auto root = document::read_yaml(text, "r.yaml", problems);
    if (!root) return support::told(problems);
    const auto source = roster::document_source::open(std::move(*root), problems);
    return listed(source.get(), problems);
}

struct row {
    const char* name;
    std::string_view yaml;
    std::string_view listed;
};

constexpr row rows[] = {
    {"a roster",
     "apiVersion: muster/v1\nkind: Roster\nusers:\n  - id: 17\n    email: a@x.example\n",
     "r.yaml:4:5 17 a@x.example {\"id\":17,\"email\":\"a@x.example\"}\n"},
    {"a bare list", "- {id: 1}\n- {ID: 2}\n", "r.yaml:1:3 1  {\"id\":1}\nr.yaml:2:3 2  {\"id\":2}\n"
    },
    {"JSON", R"([{"id":"3","name":"Ж"}])", "r.yaml:1:2 3  {\"id\":3,\"name\":\"Ж\"}\n"},
    {"attributes are what the file says",
     "- {id: 1, level: 3, teams: [a, b], phone: 0123, active: N, left: }\n",
     "r.yaml:1:3 1  {\"id\":1,\"level\":3,\"teams\":[\"a\",\"b\"],\"phone\":\"0123\","
     "\"active\":false,\"left\":null}\n"},
    {"active as a number", "- {id: 1, active: 1}\n", "r.yaml:1:3 1  {\"id\":1,\"active\":true}\n"},
    {"nobody is no problem here", "[]\n", ""},
    {"no users",
     "apiVersion: muster/v1\nkind: Roster\nuser: []\n",
     "r.yaml:1:1: error: the key 'users' is missing here [users]\n"
     "r.yaml:3:1: error: the key 'user' is not known here [user]\n  did you mean 'users'?"},
    {"another version",
     "apiVersion: muster/v2\nkind: Roster\nusers: []\n",
     "r.yaml:1:13: error: this program reads apiVersion muster/v1 [apiVersion]"},
    {"another kind",
     "apiVersion: muster/v1\nkind: Policy\nusers: []\n",
     "r.yaml:2:7: error: a roster has kind: Roster [kind]"},
    {"a text", "x\n", "r.yaml:1:1: error: a mapping was expected, not the text 'x'"},
    {"a user without an id",
     "- {email: a@x.example}\n",
     "r.yaml:1:3: error: this user has no 'id', the number on the portal [[0]]"},
    {"a user that is a number",
     "- 17\n",
     "r.yaml:1:3: error: a user is a mapping with the key 'id', not the number 17 [[0]]"},
    {"ids that are none",
     "- {id: x}\n- {id: 0}\n- {id: 1.5}\n- {id: }\n- {id: [1]}\n",
     "r.yaml:1:8: error: the id of a user is a whole number from 1, not the text 'x' [[0].id]\n"
     "r.yaml:2:8: error: the id of a user is a whole number from 1, not the number 0 [[1].id]\n"
     "r.yaml:3:8: error: the id of a user is a whole number from 1, not the number 1.5 [[2].id]\n"
     "r.yaml:4:4: error: the id of a user is a whole number from 1, not nothing [[3].id]\n"
     "r.yaml:5:8: error: the id of a user is a whole number from 1, not a list [[4].id]"},
    {"a user twice",
     "apiVersion: muster/v1\nkind: Roster\nusers:\n  - {id: 17}\n  - {id: 17}\n",
     "r.yaml:4:5 17  {\"id\":17}\n"
     "r.yaml:5:5: error: the user 17 is listed twice: first in line 4, and here again in line 5 "
     "[users[1]]\n  keep one of the two"},
    {"an id in two keys",
     "- {id: 1, user_id: 2}\n",
     "r.yaml:1:11: error: two keys hold what policies call 'id' [[0].user_id]"},
    {"active that is neither",
     "- {id: 1, active: yes}\n",
     "r.yaml:1:19: error: active is true or false, Y or N, 1 or 0, not the text 'yes' "
     "[[0].active]"},
    {"an email that is none",
     "- {id: 1, email: 5}\n",
     "r.yaml:1:18: error: an email is text, not the number 5 [[0].email]"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(document_source)

BOOST_AUTO_TEST_CASE(users_come_with_their_attributes_and_what_is_wrong_is_told) {
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(read(each.yaml) == each.listed);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_roster_full_of_faults_is_not_read_to_its_end) {
    std::string text;
    for (int i = 0; i < 1'000; ++i) text += "- x\n";
    const auto all = read(text);
    BOOST_TEST(std::ranges::count(all, '\n') == 100);
    BOOST_TEST(
        all.contains("r.yaml:100:3: error: 100 users are wrong up to here; the rest was not read")
    );
}

BOOST_AUTO_TEST_SUITE_END()
