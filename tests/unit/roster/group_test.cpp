#include "listed.hpp"
#include "roster/open_roster.hpp"
#include "scratch_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>
#include <string_view>

namespace {

// Users 17 and 18 of a CSV file, with these groups from a YAML file.
std::string with_groups(std::string_view groups) {
    const scratch_folder here("muster_group_test");
    const auto people = here.with(
        "p.csv", "id,email,department\n17,ann@x.example,Sales EMEA\n18,bob@x.example,IT\n"
    );
    const auto more =
        here.with("g.yaml", "apiVersion: muster/v1\nkind: Roster\ngroups:\n" + std::string(groups));
    base::diagnostics problems;
    const auto source = roster::open_roster(roster::roster_files{{people, more}}, problems);
    std::string all;
    while (source != nullptr) {
        const auto user = source->next(problems);
        if (!user) break;
        all += std::to_string(user->id.value());
        // What groups gave; sorted, for the order of attributes says nothing.
        std::map<std::string, std::string> given;
        for (const auto& [name, value] : user->attributes)
            given.emplace(name, boost::json::serialize(value));
        for (const auto* own : {"id", "email", "department"}) given.erase(own);
        for (const auto& [name, value] : given) all += ' ' + name + '=' + value;
        all += '\n';
    }
    return here.shown(all + support::told(problems));
}

struct row {
    const char* name;
    std::string_view groups;
    std::string_view given;
};

constexpr row given[] = {
    {"members by id and by email, in any case",
     "  a: {members: [17, BOB@x.example]}\n  b: {members: [18]}\n",
     "17 groups=[\"a\"]\n18 groups=[\"a\",\"b\"]\n"},
    {"patterns: one value of each attribute has to fit",
     "  a: {match: {department: [Sales*, HR], email: \"ann@*\"}}\n  b: {match: {department: "
     "\"I?\"}}\n",
     "17 groups=[\"a\"]\n18 groups=[\"b\"]\n"},
    {"who is in a child is in the parent",
     "  all-sales: {children: [emea]}\n  emea: {members: [17]}\n  top: {children: [all-sales]}\n",
     "17 groups=[\"all-sales\",\"emea\",\"top\"]\n18 groups=[]\n"},
    {"vars are attributes, and null for everybody else",
     "  a: {members: [17], vars: {view: week, days: [1, 2]}}\n",
     "17 days=[1,2] groups=[\"a\"] view=\"week\"\n"
     "18 days=null groups=[] view=null\n"},
    {"a child's var goes before its parents', however far",
     "  top: {children: [mid], vars: {view: day, x: 1}}\n  mid: {children: [low]}\n"
     "  low: {members: [17], vars: {view: week}}\n",
     "17 groups=[\"top\",\"mid\",\"low\"] view=\"week\" x=1\n"
     "18 groups=[] view=null x=null\n"},
    {"groups that agree do not disagree",
     "  a: {members: [17], vars: {view: week}}\n  b: {members: [17], vars: {view: week}}\n",
     "17 groups=[\"a\",\"b\"] view=\"week\"\n18 groups=[] view=null\n"},
    {"an empty group", "  a:\n", "17 groups=[]\n18 groups=[]\n"},
};

constexpr row refused[] = {
    {"two groups disagree, and neither is within the other",
     "  a: {members: [17], vars: {view: week}}\n  b: {members: [17], vars: {view: month}}\n",
     "18 groups=[] view=null\n"
     "g.yaml:5:35: error: the groups 'a' and 'b' disagree on 'view', and the user 17 is in both: "
     "\"week\" at g.yaml:4:35, \"month\" here\n"
     "      b: {members: [17], vars: {view: month}}\n"
     "                                      ^\n"
     "  make one the child of the other, or give the users in both a value of their own"},
    {"a circle",
     "  a: {children: [b]}\n  b: {children: [c]}\n  c: {children: [a]}\n",
     "g.yaml:6:18: error: a group cannot be within itself: a > b > c > a\n"
     "      c: {children: [a]}\n                     ^"},
    {"a group that is its own child",
     "  a: {children: [a]}\n",
     "g.yaml:4:18: error: a group cannot be within itself: a > a\n"
     "      a: {children: [a]}\n                     ^"},
    {"a child that there is not",
     "  a: {children: [moscw]}\n  moscow: {}\n",
     "g.yaml:4:18: error: there is no group 'moscw'\n"
     "      a: {children: [moscw]}\n                     ^\n  did you mean 'moscow'?"},
    {"a pattern over an attribute that nobody has",
     "  a: {match: {departmnt: Sales}}\n",
     "g.yaml:4:15: error: no user of the roster has an attribute 'departmnt'\n"
     "      a: {match: {departmnt: Sales}}\n                  ^\n  did you mean 'department'?"},
    {"no patterns",
     "  a: {match: Sales}\n",
     "g.yaml:4:14: error: patterns by attribute were expected [groups.a.match]\n"
     "      a: {match: Sales}\n                 ^\n"
     "  as in: match: {department: [Sales, \"Sales *\"]}"},
    {"a pattern that is a mapping",
     "  a: {match: {department: {x: y}}}\n",
     "g.yaml:4:27: error: a value or pattern was expected, not a mapping "
     "[groups.a.match.department]\n"
     "      a: {match: {department: {x: y}}}\n                              ^"},
    {"a member that is a group",
     "  a: {members: [emea]}\n",
     "g.yaml:4:17: error: a member is a user's id or email, not the text 'emea' "
     "[groups.a.members[0]]\n      a: {members: [emea]}\n                    ^\n"
     "  groups within a group are its children"},
    {"a key that groups have not",
     "  a: {member: [17]}\n",
     "g.yaml:4:7: error: the key 'member' is not known here [groups.a.member]\n"
     "      a: {member: [17]}\n          ^\n  did you mean 'members'?"},
    {"a var that is the user's own",
     "  a: {vars: {email: x@x.example}}\n",
     "g.yaml:4:14: error: 'email' belongs to the user himself and cannot be a var "
     "[groups.a.vars.email]\n      a: {vars: {email: x@x.example}}\n                 ^"},
    {"a name that a limit could not say",
     "  \"a:b\": {}\n",
     "g.yaml:4:3: error: the name of a group begins with a letter and holds no blanks and none of "
     ": , & ! @ = \" * ? [groups.a:b]\n      \"a:b\": {}\n      ^\n"
     "  --limit and --exclude name groups, too"},
    {"no mapping",
     "  [a, b]\n",
     "g.yaml:4:3: error: a mapping of groups by their names was expected [groups]\n"
     "      [a, b]\n      ^"},
};

// The only file of a roster, r.yaml.
std::string alone(std::string_view yaml) {
    const scratch_folder here("muster_group_test");
    base::diagnostics problems;
    const auto source = roster::open_roster(here.with("r.yaml", yaml), problems);
    return here.shown(listed(source.get(), problems));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(groups)

BOOST_AUTO_TEST_CASE(users_get_their_groups_and_the_vars_of_these) {
    for (const auto& each : given) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(with_groups(each.groups) == each.given);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_together_is_refused_with_its_place) {
    for (const auto& each : refused) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(with_groups(each.groups) == each.given);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_user_s_own_value_goes_before_his_group_s) {
    BOOST_TEST(
        alone("apiVersion: muster/v1\nkind: Roster\n"
              "groups: {a: {vars: {view: week, x: 1}}}\n"
              "users:\n  - {id: 17, groups: [a], vars: {view: month}}\n  - {id: 18, groups: a, x: "
              "2}\n") ==
        "r.yaml:5:5 17  {\"id\":17,\"groups\":[\"a\"],\"view\":\"month\",\"x\":1}\n"
        "r.yaml:6:5 18  {\"id\":18,\"groups\":[\"a\"],\"x\":2,\"view\":\"week\"}\n"
    );
}

BOOST_AUTO_TEST_CASE(a_user_in_a_group_that_there_is_not_is_refused) {
    BOOST_TEST(
        alone("apiVersion: muster/v1\nkind: Roster\ngroups: {sales: {}}\n"
              "users:\n  - {id: 17, groups: [salse]}\n") ==
        "r.yaml:5:5: error: there is no group 'salse'\n      - {id: 17, groups: [salse]}\n"
        "        ^\n  did you mean 'sales'?"
    );
}

BOOST_AUTO_TEST_CASE(every_user_has_the_same_attributes) {
    BOOST_TEST(
        alone("- {id: 1, city: Riga}\n- {id: 2, email: a@x.example, vars: {view: week}}\n") ==
        "r.yaml:1:3 1  {\"id\":1,\"city\":\"Riga\",\"email\":null,\"view\":null}\n"
        "r.yaml:2:3 2 a@x.example "
        "{\"id\":2,\"email\":\"a@x.example\",\"view\":\"week\",\"city\":null}\n"
    );
}

BOOST_AUTO_TEST_CASE(vars_of_a_user_are_a_mapping_and_say_nothing_twice) {
    BOOST_TEST(
        alone("- {id: 1, vars: [x]}\n- {id: 2, vars: {id: 3}}\n- {id: 4, x: 1, vars: {x: 2}}\n") ==
        "r.yaml:1:17: error: the vars of a user are a mapping, not a list [[0].vars]\n"
        "    - {id: 1, vars: [x]}\n                    ^\n"
        "r.yaml:2:18: error: 'id' belongs to the user himself and cannot be a var [[1].id]\n"
        "    - {id: 2, vars: {id: 3}}\n                     ^\n"
        "r.yaml:3:24: error: two keys hold what policies call 'x' [[2].x]\n"
        "    - {id: 4, x: 1, vars: {x: 2}}\n                           ^"
    );
}

BOOST_AUTO_TEST_SUITE_END()
