#include "listed.hpp"
#include "roster/open_roster.hpp"
#include "scratch_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

struct row {
    const char* name;
    roster::join_key key;
    std::string_view first;   // a.csv
    std::string_view second;  // b.yaml
    std::string_view listed;
};

constexpr auto by_id = roster::join_key::id;
constexpr auto by_email = roster::join_key::email;

constexpr row rows[] = {
    {"by id: attributes are added, and null for whom the other does not know",
     by_id,
     "id,city\n1,Riga\n2,Oslo\n",
     "- {id: 2, level: 3}\n",
     "a.csv:2 1  {\"id\":1,\"city\":\"Riga\",\"level\":null}\n"
     "a.csv:3 2  {\"id\":2,\"city\":\"Oslo\",\"level\":3}\n"},
    {"by email, in any case, without an id",
     by_email,
     "id,email\n1,Ann@x.example\n2,\n",
     "- {email: ann@X.example, level: 3}\n",
     "a.csv:2 1 Ann@x.example {\"id\":1,\"email\":\"Ann@x.example\",\"level\":3}\n"
     "a.csv:3 2  {\"id\":2,\"email\":\"\",\"level\":null}\n"},
    {"an empty cell says nothing; the same value twice does not contradict",
     by_id,
     "id,email,city,level\n1,,,3\n",
     "- {id: 1, email: a@x.example, city: Riga, level: 3}\n",
     "a.csv:2 1 a@x.example "
     "{\"id\":1,\"email\":\"a@x.example\",\"city\":\"Riga\",\"level\":\"3\"}\n"},
    {"who is only in the second is added at the end",
     by_id,
     "id,city\n1,Riga\n",
     "- {id: 7, email: g@x.example}\n",
     "a.csv:2 1  {\"id\":1,\"city\":\"Riga\",\"email\":null}\n"
     "b.yaml:1:3 7 g@x.example {\"id\":7,\"email\":\"g@x.example\",\"city\":null}\n"},
    {"two values of one attribute",
     by_id,
     "id,city\n1,Riga\n2,Oslo\n",
     "- {id: 1, city: Moscow}\n",
     "a.csv:3 2  {\"id\":2,\"city\":\"Oslo\"}\n"
     "a.csv:2: error: two rosters contradict each other about the user 1: 'city' is \"Riga\" here "
     "and \"Moscow\" at b.yaml:1:3\n  keep one of the two"},
    {"one id under two addresses",
     by_email,
     "id,email\n1,ann@x.example\n",
     "- {id: 1, email: an@x.example}\n",
     "a.csv:2: error: two rosters contradict each other about the user 1: 'email' is "
     "\"ann@x.example\" here and \"an@x.example\" at b.yaml:1:3\n  keep one of the two"},
    {"one address under two ids",
     by_email,
     "id,email\n1,ann@x.example\n",
     "- {id: 2, email: ann@x.example}\n",
     "a.csv:2: error: two rosters contradict each other about the user 1: 'id' is 1 here and 2 at "
     "b.yaml:1:3\n  keep one of the two"},
    {"who is only in the second and has no id",
     by_email,
     "id,email\n1,ann@x.example\n",
     "- {email: an@x.example}\n",
     "a.csv:2 1 ann@x.example {\"id\":1,\"email\":\"ann@x.example\"}\n"
     "b.yaml:1:3: error: the first roster has no user an@x.example, and here he has no id\n"
     "    - {email: an@x.example}\n      ^\n"
     "  mend the email, or give the id of a user who is to be added"},
    {"no id, where rosters are joined by it",
     by_id,
     "id\n1\n",
     "- {email: an@x.example}\n",
     "b.yaml:1:3: error: this user has no 'id', the number on the portal [[0]]\n"
     "    - {email: an@x.example}\n      ^"},
    {"no email, where rosters are joined by it",
     by_email,
     "id,email\n1,ann@x.example\n",
     "- {id: 1}\n",
     "b.yaml:1:3: error: this user has no email, by which the rosters are joined\n"
     "    - {id: 1}\n      ^\n  give it, or join them by id"},
    {"one address of two users, where rosters are joined by it",
     by_email,
     "id,email\n1,ann@x.example\n2,ann@x.example\n",
     "- {email: ann@x.example, level: 3}\n",
     "a.csv:2 1 ann@x.example {\"id\":1,\"email\":\"ann@x.example\",\"level\":3}\n"
     "a.csv:3: error: a second user has the email ann@x.example, by which rosters are joined\n"
     "  join them by id"},
};

std::string joined_users(const row& what) {
    const scratch_folder here("muster_joined_test");
    base::diagnostics problems;
    const auto source = roster::open_roster(
        roster::roster_files{
            {here.with("a.csv", what.first), here.with("b.yaml", what.second)}, what.key
        },
        problems
    );
    return here.shown(listed(source.get(), problems));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(joined_source)

BOOST_AUTO_TEST_CASE(rosters_add_up_and_do_not_contradict_each_other) {
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(joined_users(each) == each.listed);
        }
    }
}

BOOST_AUTO_TEST_CASE(three_rosters_add_up) {
    const scratch_folder here("muster_joined_test");
    base::diagnostics problems;
    const auto source = roster::open_roster(
        roster::roster_files{
            {here.with("a.csv", "id\n1\n"),
             here.with("b.csv", "id,x\n1,a\n"),
             here.with("c.csv", "id,x,y\n1,a,b\n2,c,d\n")}
        },
        problems
    );
    BOOST_TEST(
        here.shown(listed(source.get(), problems)) ==
        "a.csv:2 1  {\"id\":1,\"x\":\"a\",\"y\":\"b\"}\nc.csv:3 2  "
        "{\"id\":2,\"x\":\"c\",\"y\":\"d\"}\n"
    );
}

BOOST_AUTO_TEST_SUITE_END()
