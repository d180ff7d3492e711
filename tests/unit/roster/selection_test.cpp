#include "roster/selection.hpp"

#include "document/yaml.hpp"
#include "roster/document_source.hpp"
#include "roster/selected_source.hpp"
#include "support/told.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>

namespace {

constexpr std::string_view people = R"(
- {id: 1, email: ann@acme.example, department: Sales, city: Moscow, groups: [sales, moscow], level: 3}
- {id: 2, email: Bob@acme.example, department: Sales EMEA, city: Riga, groups: [sales], level: 12}
- {id: 3, email: cy@contractor.example, department: "R&D: core, tools", city: "", groups: [interns, moscow], level: 3}
- {id: 4, department: Sales, city: Moscow, groups: [sales, moscow, interns], active: true}
)";

std::optional<roster::selection> read(
    const char* text, std::string_view flag, base::diagnostics& problems
) {
    if (text == nullptr) return std::nullopt;
    return roster::selection::read(text, flag, problems);
}

// Ids of those who are left, then what was told.
std::string selected(const char* limit, const char* exclude = nullptr) {
    base::diagnostics problems;
    roster::selections whom{read(limit, "--limit", problems), read(exclude, "--exclude", problems)};
    if (problems.has_errors()) return support::told(problems);
    auto root = document::read_yaml(people, "r.yaml", problems);
    roster::selected_source source(
        roster::document_source::open(std::move(*root), problems), std::move(whom)
    );
    std::string ids;
    while (const auto user = source.next(problems)) ids += std::to_string(user->id.value()) + ' ';
    return ids + support::told(problems);
}

struct row {
    const char* limit;
    const char* selected;
};

constexpr row taken[] = {
    {"all", "1 2 3 4 "},
    {"*", "1 2 3 4 "},
    {"2", "2 "},
    {"2:4", "2 4 "},
    {"4,2", "2 4 "},
    {"ANN@acme.example", "1 "},
    {"*@acme.example", "1 2 "},
    {"sales", "1 2 4 "},
    {"sales:&moscow", "1 4 "},
    {"sales:&moscow:!interns", "1 "},
    {"!interns:&moscow:sales", "1 "},
    {" sales : & moscow , ! interns ", "1 "},
    {"all:!4", "1 2 3 "},
    {"s*", "1 2 4 "},
    {"department=Sales", "1 4 "},
    {"department=Sales*", "1 2 4 "},
    {"department=\"R&D: core, tools\"", "3 "},
    {"\"department=R&D: core, tools\"", "3 "},
    {"city=\"\"", "3 "},
    {"level=3", "1 3 "},
    {"active=true", "4 "},
    {"groups=interns", "3 4 "},
    {"ID=2", "2 "},
};

constexpr row refused[] = {
    {"", "--limit:1:1: error: --limit is empty\n  leave it out to take every user of the roster"},
    {"  ",
     "--limit:1:1: error: --limit is empty\n      \n    ^\n  leave it out to take every user of "
     "the "
     "roster"},
    {":",
     "--limit:1:1: error: a name is missing here\n    :\n    ^\n  as in: sales:&moscow:!interns\n"
     "--limit:1:2: error: a name is missing here\n    :\n     ^\n  as in: sales:&moscow:!interns"},
    {"sales::moscow",
     "--limit:1:7: error: a name is missing here\n    sales::moscow\n          ^\n"
     "  as in: sales:&moscow:!interns"},
    {"sales:&",
     "--limit:1:8: error: a name is missing after this sign\n    sales:&\n           ^\n"
     "  as in: sales:&moscow:!interns"},
    {"!interns",
     "--limit:1:1: error: --limit takes nobody: it only restricts\n    !interns\n    ^\n"
     "  begin with whom it takes, as in: all:!interns"},
    {"&moscow",
     "--limit:1:1: error: --limit takes nobody: it only restricts\n    &moscow\n    ^\n"
     "  begin with whom it takes, as in: all:&moscow"},
    {"department=\"R&D",
     "--limit:1:12: error: this quote is never closed\n    department=\"R&D\n               ^"},
    {"sales:017",
     "--limit:1:7: error: the id of a user is a whole number from 1, not '017'\n    sales:017\n"
     "          ^\n"
     "  as in: 17, ann@acme.example, department=Sales; the name of a group begins with a letter"},
    {"=Sales",
     "--limit:1:1: error: the name of an attribute is missing before '='\n    =Sales\n    ^\n"
     "  as in: department=Sales, city=M*"},
    {"city=",
     "--limit:1:1: error: a value is missing after '='\n    city=\n    ^\n"
     "  as in: city=\"\" for users who have none, city=* for everybody"},
    {"@",
     "--limit:1:1: error: the name of a file is missing after '@'\n    @\n    ^\n"
     "  as in: @failed.txt"},
    {"@/nowhere/failed.txt",
     "/nowhere/failed.txt: error: the file cannot be opened: No such file or directory"},
};

constexpr row nobody[] = {
    {"99", "--limit:1:1: error: '99' fits nobody of the roster\n    99\n    ^"},
    {"an@acme.example",
     "--limit:1:1: error: 'an@acme.example' fits nobody of the roster\n    an@acme.example\n    ^\n"
     "  did you mean 'ann@acme.example'?"},
    {"departmnt=Sales",
     "--limit:1:1: error: no user of the roster has an attribute 'departmnt'\n    departmnt=Sales\n"
     "    ^\n  did you mean 'department'?"},
    {"colour=red",
     "--limit:1:1: error: no user of the roster has an attribute 'colour'\n    colour=red\n    ^\n"
     "  there are: id, email, department, city, groups, level"},
    {"department=Saels",
     "--limit:1:1: error: 'department=Saels' fits nobody of the roster\n    department=Saels\n    "
     "^\n"
     "  did you mean 'department=Sales'?"},
    {"Sales",
     "--limit:1:1: error: no user of the roster is in a group 'Sales'\n    Sales\n    ^\n"
     "  did you mean 'department=Sales'?"},
    {"riga",
     "--limit:1:1: error: no user of the roster is in a group 'riga'\n    riga\n    ^\n"
     "  did you mean 'city=Riga'?"},
    // Who means to leave somebody out and misspells it would reach just him.
    {"all:!intern",
     "1 2 3 4 --limit:1:6: error: no user of the roster is in a group 'intern'\n    all:!intern\n"
     "         ^\n  this roster defines no groups; users are also named by id, email, "
     "attribute=value or @file"},
    {"2:&moscow", "error: --limit leaves nobody of the 4 users of the roster"},
};

// A file that goes away with the test.
class list {
public:
    explicit list(std::string_view text)
        : path_(std::filesystem::temp_directory_path() / "muster_selection_test.txt") {
        std::ofstream(path_) << text;
    }
    list(const list&) = delete;
    list& operator=(const list&) = delete;
    ~list() { std::filesystem::remove(path_); }

    [[nodiscard]] std::string name() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

// What is told of `text` as a file to limit by, which is called FILE.
std::string selected_by_file(std::string_view text) {
    const list file(text);
    auto said = selected(("@" + file.name()).c_str());
    for (auto at = said.find(file.name()); at != std::string::npos; at = said.find(file.name()))
        said.replace(at, file.name().size(), "FILE");
    return said;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(selection)

BOOST_AUTO_TEST_CASE(it_takes_whom_it_names) {
    for (const auto& each : taken) {
        BOOST_TEST_CONTEXT(each.limit) {
            BOOST_TEST(selected(each.limit) == each.selected);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_shown_with_its_place) {
    for (const auto& each : refused) {
        BOOST_TEST_CONTEXT(each.limit) {
            BOOST_TEST(selected(each.limit) == each.selected);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_fits_nobody_is_an_error_and_never_everybody) {
    for (const auto& each : nobody) {
        BOOST_TEST_CONTEXT(each.limit) {
            BOOST_TEST(selected(each.limit) == each.selected);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_exclusion_takes_away_from_what_the_limit_left) {
    BOOST_TEST(selected(nullptr, "interns") == "1 2 ");
    BOOST_TEST(selected("sales", "interns:2") == "1 ");
    BOOST_TEST(selected("sales", "sales:&moscow") == "2 ");
    BOOST_TEST(
        selected("sales", "all") ==
        "error: --limit and --exclude leave nobody of the 4 users of the roster"
    );
    BOOST_TEST(
        selected(nullptr, "all") == "error: --exclude leaves nobody of the 4 users of the roster"
    );
    BOOST_TEST(
        selected(nullptr, "") ==
        "--exclude:1:1: error: --exclude is empty\n  leave it out to take every user of the roster"
    );
}

BOOST_AUTO_TEST_CASE(a_file_names_users_line_by_line) {
    BOOST_TEST(
        selected_by_file("\xEF\xBB\xBF"
                         "4\r\n\n# left over\n ann@acme.example \n") == "1 4 "
    );
    BOOST_TEST(
        selected_by_file("4\nzed@acme.example\n77\n") ==
        "4 --limit:1:1: warning: 2 of the 3 users in 'FILE' are not in the roster: "
        "zed@acme.example, 77\n    @FILE\n    ^"
    );
    BOOST_TEST(
        selected_by_file("77\n") ==
        "--limit:1:1: error: none of the users in 'FILE' is in the roster\n    @FILE\n    ^"
    );
    BOOST_TEST(selected_by_file("\n# nobody\n") == "FILE: error: this file names nobody");
    BOOST_TEST(
        selected_by_file("4\nAnn Smith\n*@acme.example\n") ==
        "FILE:2:1: error: a line names one user by id or email, not 'Ann Smith'\n    Ann Smith\n"
        "    ^\n  write one number or one address a line, such as failed.txt of a report\n"
        "FILE:3:1: error: a line names one user by id or email, not '*@acme.example'\n"
        "    *@acme.example\n    ^\n"
        "  write one number or one address a line, such as failed.txt of a report"
    );
}

BOOST_AUTO_TEST_CASE(its_lists_can_be_looked_for_elsewhere) {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"@a.txt", "@\"/here/\"a.txt"},
        {"sales:&@a.txt,! @b.txt", "sales:&@\"/here/\"a.txt,! @\"/here/\"b.txt"},
        {"\"@a:b.txt\"", "\"@/here/a:b.txt\""},
        {"@/etc/a.txt", "@/etc/a.txt"},
        {"@\"/etc/a.txt\"", "@\"/etc/a.txt\""},
        {"ann@acme.example:17", "ann@acme.example:17"},
        {"name=@a", "name=@a"},
        {"@", "@"},
    };
    for (const auto& [typed, expected] : rows)
        BOOST_TEST(roster::with_lists_in("/here", typed) == expected);
    base::diagnostics problems;
    const auto read =
        roster::selection::read(roster::with_lists_in("/a:b, c", "@list.txt"), "--limit", problems);
    BOOST_TEST(!read.has_value());
    BOOST_TEST(support::told(problems).contains("/a:b, c/list.txt"));
}

BOOST_AUTO_TEST_SUITE_END()
