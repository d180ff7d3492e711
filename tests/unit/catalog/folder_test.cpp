#include "catalog/folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

constexpr std::string_view head = "apiVersion: muster/v1\nkind: Catalog\nmethods:\n";

// A folder of a company's, gone with the test.
class company_folder {
public:
    company_folder() {
        static int count = 0;
        path_ = fs::temp_directory_path() /
                ("muster-catalog-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
        fs::create_directories(path_);
    }
    ~company_folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    company_folder(const company_folder&) = delete;
    company_folder& operator=(const company_folder&) = delete;

    void file(const std::string& name, std::string_view methods) const {
        std::ofstream(path_ / name) << head << methods;
    }
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

constexpr std::string_view badge =
    "  acme.badge.add: { description: x, scope: acme, acts_on: named_user, idempotent: false }\n";

base::diagnostics added(catalog::definitions& all, const fs::path& folder) {
    base::diagnostics problems;
    catalog::add_folder(all, folder, "named in m.yaml", problems);
    return problems;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(folder)

BOOST_AUTO_TEST_CASE(a_companys_definitions_stand_beside_the_built_in_ones) {
    const company_folder own;
    own.file("badge.yaml", badge);
    own.file("notes.txt", "no catalog");
    auto all = catalog::definitions::built_in();
    BOOST_TEST(added(all, own.path()).empty());
    BOOST_TEST(all.find_method("acme.badge.add") != nullptr);
    BOOST_TEST(all.find_method("user.update") != nullptr);
    BOOST_TEST(catalog::definitions::built_in().find_method("acme.badge.add") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_built_in_name_is_not_redefined_and_both_places_are_told) {
    const company_folder own;
    own.file(
        "mine.yaml",
        "  profile: { description: mine, scope: s, acts_on: portal, idempotent: true }\n"
    );
    auto all = catalog::definitions::built_in();
    const auto problems = added(all, own.path());
    BOOST_REQUIRE(problems.errors() == 1U);
    const auto fault = problems.sorted().front();
    BOOST_TEST(fault.code == "catalog.defined-twice");
    BOOST_TEST(base::to_string(fault.where) == (own.path() / "mine.yaml").string() + ":4:3");
    BOOST_TEST(
        fault.hint ==
        "the first definition is at built-in catalog, profile.yaml:6:3; give this one another name"
    );
    BOOST_TEST(all.find_method("profile")->scope == "basic");
}

BOOST_AUTO_TEST_CASE(nor_is_a_name_of_an_earlier_file) {
    const company_folder own;
    own.file("b.yaml", badge);
    own.file("a.yaml", badge);
    auto all = catalog::definitions::built_in();
    const auto problems = added(all, own.path());
    BOOST_REQUIRE(problems.errors() == 1U);
    const auto fault = problems.sorted().front();
    BOOST_TEST(base::to_string(fault.where) == (own.path() / "b.yaml").string() + ":4:3");
    BOOST_TEST(
        fault.hint == "the first definition is at " + (own.path() / "a.yaml").string() +
                          ":4:3; give this one another name"
    );
}

BOOST_AUTO_TEST_CASE(a_folder_that_gives_nothing_is_a_problem) {
    const company_folder own;
    auto all = catalog::definitions::built_in();
    const auto empty = added(all, own.path());
    BOOST_REQUIRE(empty.errors() == 1U);
    BOOST_TEST(empty.sorted().front().message == "this folder of a catalog holds no .yaml file");
    const auto missing = added(all, own.path() / "no");
    BOOST_REQUIRE(missing.errors() == 1U);
    BOOST_TEST(missing.sorted().front().message.contains("No such file or directory"));
    BOOST_TEST(missing.sorted().front().hint == "named in m.yaml");
}

BOOST_AUTO_TEST_SUITE_END()
