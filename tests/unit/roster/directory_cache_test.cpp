#include "listed.hpp"
#include "roster/directory_source.hpp"
#include "roster/directory_writer.hpp"
#include "roster/open_roster.hpp"
#include "scratch_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <sys/stat.h>

namespace {

model::user user(std::int64_t id, model::object more = {}) {
    model::user made;
    made.id = model::user_id(id);
    made.email = "u" + std::to_string(id) + "@x.example";
    made.attributes = {{"id", id}, {"email", made.email}};
    for (auto& each : more) made.attributes[each.key()] = each.value();
    return made;
}

roster::directory_stamp stamp() {
    roster::directory_stamp made;
    made.portal = "acme";
    made.query = R"({"url":"https://acme.example"})";
    made.read_at = base::wall_time(std::chrono::milliseconds(1'795'404'000'789));
    made.requests = 4;
    made.attributes = {"id", "email", "phone"};
    return made;
}

std::string content(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t files_beside(const std::filesystem::path& file) {
    std::size_t count = 0;
    for (const auto& each : std::filesystem::directory_iterator(file.parent_path()))
        count += each.path() == file ? 0 : 1;
    return count;
}

// Ann (3) with a field of the company's own, and Bob (7).
std::filesystem::path written(const scratch_folder& folder) {
    const auto file = folder.with("acme.jsonl", "");
    auto writer = roster::directory_writer::create(file);
    BOOST_REQUIRE(writer.has_value());
    writer->add(user(3, {{"uf_usr_desk", "4-17"}, {"department", model::array{"Sales"}}}));
    writer->add(user(7, {{"phone", "12"}}));
    BOOST_REQUIRE(writer->commit(stamp()).has_value());
    return file;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(directory_cache)

BOOST_AUTO_TEST_CASE(everybody_has_every_attribute_that_somebody_has) {
    const scratch_folder folder("muster-directory-read");
    const auto file = written(folder);
    base::diagnostics problems;
    const auto source = roster::directory_source::open(file, problems);
    BOOST_REQUIRE(source);
    const auto known = source->describe().attributes;
    const std::vector<std::string> expected{"id", "email", "phone", "department", "uf_usr_desk"};
    BOOST_TEST(known == expected, boost::test_tools::per_element());
    BOOST_TEST(
        listed(source.get(), problems) ==
        "directory of acme 3 u3@x.example {\"id\":3,\"email\":\"u3@x.example\",\"uf_usr_desk\":"
        "\"4-17\",\"department\":[\"Sales\"],\"phone\":null}\n"
        "directory of acme 7 u7@x.example {\"id\":7,\"email\":\"u7@x.example\",\"phone\":\"12\","
        "\"department\":null,\"uf_usr_desk\":null}\n"
    );
}

BOOST_AUTO_TEST_CASE(what_was_read_is_stamped_and_its_owners_alone) {
    const scratch_folder folder("muster-directory-stamp");
    const auto file = written(folder);
    const auto found = roster::look_into_cache(file, stamp().query);
    BOOST_REQUIRE(found.has_value());
    BOOST_TEST(found->portal == "acme");
    BOOST_TEST((found->read_at == stamp().read_at));
    BOOST_TEST(found->users == 2U);
    BOOST_TEST(found->requests == 4U);
    struct stat what{};
    BOOST_REQUIRE(::stat(file.c_str(), &what) == 0);
    BOOST_TEST((what.st_mode & 0777U) == 0600U);
    BOOST_TEST(files_beside(file) == 0U);
}

BOOST_AUTO_TEST_CASE(a_cache_that_is_not_whole_or_of_another_question_is_none) {
    const scratch_folder folder("muster-directory-damage");
    const auto file = written(folder);
    const auto whole = content(file);
    const auto state = [&](const std::string& text, std::string_view query) {
        std::ofstream(file, std::ios::binary) << text;
        const auto found = roster::look_into_cache(file, query);
        return found                                           ? "good"
               : found.error() == roster::cache_state::missing ? "missing"
               : found.error() == roster::cache_state::damaged ? "damaged"
                                                               : "of another";
    };
    const auto query = stamp().query;
    auto changed = whole;
    changed[changed.find("4-17")] = '5';
    BOOST_TEST(state(whole, query) == "good");
    BOOST_TEST(state(changed, query) == "damaged");
    BOOST_TEST(state(whole + "\n", query) == "damaged");
    BOOST_TEST(state("", query) == "damaged");
    BOOST_TEST(state("{\"format_version\":1}\n", query) == "damaged");
    BOOST_TEST(state(whole, "{}") == "of another");
    // Whatever it was cut after: never good, never a crash.
    for (std::size_t length = 0; length < whole.size(); ++length)
        BOOST_TEST_REQUIRE(state(whole.substr(0, length), query) == "damaged", length);
    std::filesystem::remove(file);
    const auto gone = roster::look_into_cache(file, query);
    BOOST_TEST((!gone && gone.error() == roster::cache_state::missing));
}

BOOST_AUTO_TEST_CASE(a_line_that_is_no_user_ends_the_roster_with_an_error) {
    const scratch_folder folder("muster-directory-line");
    const auto file = written(folder);
    auto text = content(file);
    text.replace(text.find("{\"id\":7"), 7, "[\"id\":7");
    std::ofstream(file, std::ios::binary) << text;
    base::diagnostics problems;
    const auto source = roster::directory_source::open(file, problems);
    BOOST_REQUIRE(source);
    BOOST_TEST(source->next(problems).has_value());
    BOOST_TEST(!source->next(problems).has_value());
    BOOST_TEST(problems.errors() == 1U);
    BOOST_TEST(!source->next(problems).has_value());
    BOOST_TEST(problems.errors() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_given_up_leaves_what_was_there) {
    const scratch_folder folder("muster-directory-given-up");
    const auto file = written(folder);
    const auto before = content(file);
    {
        auto writer = roster::directory_writer::create(file);
        BOOST_REQUIRE(writer.has_value());
        writer->add(user(1));
        BOOST_TEST(files_beside(file) == 1U);
        const auto moved = std::move(*writer);
        BOOST_TEST(moved.users() == 1U);
    }
    BOOST_TEST(content(file) == before);
    BOOST_TEST(files_beside(file) == 0U);
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_is_a_failure) {
    const auto writer = roster::directory_writer::create("/nonexistent/muster/acme.jsonl");
    BOOST_REQUIRE(!writer.has_value());
    BOOST_TEST(base::describe(writer.error()).starts_with("creating /nonexistent/muster/"));
}

BOOST_AUTO_TEST_CASE(files_add_attributes_and_groups_to_it) {
    const scratch_folder folder("muster-directory-joined");
    roster::roster_files what;
    what.directory = written(folder);
    what.files = {
        folder.with("desks.csv", "email,desk\nU3@x.example,9\n"),
        folder.with("groups.yaml", R"(apiVersion: muster/v1
kind: Roster
groups: { sales: { match: { department: [Sales] } } }
)")
    };
    what.key = roster::join_key::email;
    base::diagnostics problems;
    const auto source = roster::open_roster(what, problems);
    BOOST_REQUIRE_MESSAGE(source, support::told(problems));
    const auto first = source->next(problems);
    BOOST_REQUIRE(first.has_value());
    BOOST_TEST(first->attributes.at("desk") == model::value("9"));
    BOOST_TEST(first->attributes.at("groups") == model::value(model::array{"sales"}));
    const auto second = source->next(problems);
    BOOST_REQUIRE(second.has_value());
    BOOST_TEST(second->attributes.at("desk").is_null());
    BOOST_TEST(!source->next(problems).has_value());
    BOOST_TEST(support::told(problems) == "");
}

BOOST_AUTO_TEST_SUITE_END()
