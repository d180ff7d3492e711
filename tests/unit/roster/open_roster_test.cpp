#include "roster/open_roster.hpp"

#include "listed.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace {

// A folder that goes away with the test.
class folder {
public:
    folder() : path_(std::filesystem::temp_directory_path() / "muster_open_roster_test") {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    ~folder() { std::filesystem::remove_all(path_); }

    std::filesystem::path with(const std::string& name, std::string_view text) const {
        std::ofstream(path_ / name) << text;
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

std::string ids_in(const std::filesystem::path& file) {
    base::diagnostics problems;
    const auto source = roster::open_roster(file, problems);
    BOOST_TEST_REQUIRE(source != nullptr, support::told(problems));
    std::string ids;
    while (const auto user = source->next(problems)) ids += std::to_string(user->id.value()) + ' ';
    BOOST_TEST(problems.empty());
    return ids;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(open_roster)

BOOST_AUTO_TEST_CASE(the_extension_tells_how_to_read) {
    const folder here;
    BOOST_TEST(ids_in(here.with("a.csv", "id;x\n1;a\n2;b\n")) == "1 2 ");
    BOOST_TEST(ids_in(here.with("a.TSV", "id\tx\n3\ta\n")) == "3 ");
    BOOST_TEST(ids_in(here.with("a.yaml", "- id: 4\n")) == "4 ");
    BOOST_TEST(ids_in(here.with("a.yml", "- id: 5\n")) == "5 ");
    BOOST_TEST(ids_in(here.with("a.json", "[{\"id\": 6}]")) == "6 ");
}

BOOST_AUTO_TEST_CASE(another_extension_is_refused) {
    base::diagnostics problems;
    BOOST_TEST(roster::open_roster("people.xlsx", problems) == nullptr);
    BOOST_TEST(
        support::told(problems) ==
        "people.xlsx: error: what kind of roster this is cannot be told from its name\n"
        "  a roster's file ends with .csv, .tsv, .yaml, .yml or .json"
    );
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_says_so) {
    for (const std::string name : {"/nowhere/r.csv", "/nowhere/r.yaml"}) {
        base::diagnostics problems;
        BOOST_TEST(roster::open_roster(name, problems) == nullptr);
        BOOST_TEST(
            support::told(problems) ==
            name + ": error: the file cannot be opened: No such file or directory"
        );
    }
}

BOOST_AUTO_TEST_SUITE_END()
