#include "portal/token_file.hpp"

#include "portal/portal_error.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>

namespace {

namespace fs = std::filesystem;

constexpr const char* two_users = R"({"format_version":1,"more":[1],"tokens":{
  "7":{"access_token":"a7","refresh_token":"r7","expires":5,"member_id":"m",
       "server_endpoint":"https://o.example/rest/","enrolment":"e","note":"kept"},
  "8":{"access_token":"a8","refresh_token":"r8","member_id":"m"}}})";

struct scratch {
    scratch() {
        auto pattern = (fs::temp_directory_path() / "muster-tokens-XXXXXX").string();
        BOOST_REQUIRE(mkdtemp(pattern.data()) != nullptr);
        folder = pattern;
        file = folder / "tokens.json";
        write(two_users);
    }
    ~scratch() { fs::remove_all(folder); }

    void write(const std::string& text) const {
        std::ofstream(file) << text;
        ::chmod(file.c_str(), 0600);
    }
    [[nodiscard]] std::string text() const {
        std::ifstream in(file);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    fs::path folder;
    fs::path file;
};

portal::token_pair renewed(const portal::token_pair& from) {
    auto made = from;
    made.access = base::secret("new-access");
    made.refresh = base::secret("new-refresh");
    made.expires = 99;
    return made;
}

const model::user_id seven(7);
const model::user_id eight(8);

}  // namespace

BOOST_FIXTURE_TEST_SUITE(token_file, scratch)

BOOST_AUTO_TEST_CASE(reads_every_users_pair) {
    const auto table = portal::token_file(file).read().value();
    BOOST_TEST(table.size() == 2U);
    const auto& pair = table.at(seven);
    BOOST_TEST(pair.access.reveal() == "a7");
    BOOST_TEST(pair.refresh.reveal() == "r7");
    BOOST_TEST(pair.expires == 5);
    BOOST_TEST(pair.member_id == "m");
    BOOST_TEST(pair.server_endpoint == "https://o.example/rest/");
    BOOST_TEST(pair.enrolment == "e");
    BOOST_TEST(table.at(eight).expires == 0);
}

BOOST_AUTO_TEST_CASE(a_replaced_pair_leaves_everything_else_as_it_was) {
    portal::token_file store(file);
    const auto before = store.read().value();
    BOOST_REQUIRE(store.replace(seven, renewed(before.at(seven))).has_value());
    const auto after = portal::token_file(file).read().value();
    BOOST_TEST(after.at(seven).access.reveal() == "new-access");
    BOOST_TEST(after.at(seven).refresh.reveal() == "new-refresh");
    BOOST_TEST(after.at(seven).enrolment == "e");
    BOOST_TEST(after.at(eight).access.reveal() == "a8");
    BOOST_TEST(text().contains(R"("note":"kept")"));
    BOOST_TEST(text().contains(R"("more":[1])"));
    struct stat about{};
    BOOST_REQUIRE(::stat(file.c_str(), &about) == 0);
    BOOST_TEST((about.st_mode & 07777U) == 0600U);
    BOOST_TEST(!fs::exists(file.string() + ".new"));
}

BOOST_AUTO_TEST_CASE(what_a_crash_left_beside_is_in_nobodys_way) {
    std::ofstream(file.string() + ".new") << "half";
    portal::token_file store(file);
    BOOST_TEST(store.replace(seven, renewed(store.read().value().at(seven))).has_value());
    BOOST_TEST(store.read().value().at(seven).access.reveal() == "new-access");
}

BOOST_AUTO_TEST_CASE(a_symbolic_link_stays_one) {
    const auto link = folder / "link.json";
    fs::create_symlink(file, link);
    portal::token_file store(link);
    BOOST_REQUIRE(store.replace(seven, renewed(store.read().value().at(seven))).has_value());
    BOOST_TEST(fs::is_symlink(link));
    BOOST_TEST(portal::token_file(file).read().value().at(seven).access.reveal() == "new-access");
}

BOOST_AUTO_TEST_CASE(one_claim_for_each_user_and_none_in_anothers_way) {
    portal::token_file one(file);
    portal::token_file two(file);
    auto claim = one.claim(seven).value();
    BOOST_TEST((claim != nullptr));
    BOOST_TEST((two.claim(seven).value() == nullptr));
    BOOST_TEST((one.claim(seven).value() == nullptr));
    BOOST_TEST((two.claim(eight).value() != nullptr));
    BOOST_TEST(two.replace(eight, two.read().value().at(eight)).has_value());
    claim.reset();
    BOOST_TEST((two.claim(seven).value() != nullptr));
}

BOOST_AUTO_TEST_CASE(others_may_not_read_it) {
    for (const mode_t mode : {0640U, 0604U, 0620U, 0602U, 0660U, 0644U}) BOOST_TEST_CONTEXT(mode) {
            ::chmod(file.c_str(), mode);
            const auto read = portal::token_file(file).read();
            BOOST_REQUIRE(!read);
            BOOST_TEST((read.error().code == portal::portal_error::store_open_to_others));
        }
}

BOOST_AUTO_TEST_CASE(what_is_no_store_is_refused_without_quoting_it) {
    for (const char* each :
         {"",
          "[]",
          "s3cr3t",
          R"({"tokens":{}})",
          R"({"format_version":2,"tokens":{}})",
          R"({"format_version":1,"tokens":[]})",
          R"({"format_version":1,"tokens":{"s3cr3t":{}}})",
          R"({"format_version":1,"tokens":{"0":{}}})",
          R"({"format_version":1,"tokens":{"7":"s3cr3t"}})",
          R"({"format_version":1,"tokens":{"7":{"access_token":"s3cr3t"}}})",
          R"({"format_version":1,"tokens":{"7":{"access_token":"s3c\"r3t","refresh_token":"r","member_id":"m"}}})",
          R"({"format_version":1,"tokens":{"7":{"access_token":"s3cr3t","refresh_token":"r"}}})",
          R"({"format_version":1,"tokens":{"7":{"access_token":"s3cr3t","refresh_token":"r","member_id":"m","expires":"x"}}})"
         })
        BOOST_TEST_CONTEXT(each) {
            write(each);
            const auto read = portal::token_file(file).read();
            BOOST_REQUIRE(!read);
            BOOST_TEST((read.error().code == portal::portal_error::store_malformed));
            BOOST_TEST(!base::describe(read.error()).contains("s3c"));
        }
}

BOOST_AUTO_TEST_CASE(a_store_that_went_away_is_not_made_anew) {
    portal::token_file store(file);
    const auto pair = store.read().value().at(seven);
    fs::remove(file);
    BOOST_TEST(!store.replace(seven, pair).has_value());
    BOOST_TEST(!fs::exists(file));
}

BOOST_AUTO_TEST_SUITE_END()
