#include "scratch_folder.hpp"
#include "snapshot/file_beside.hpp"
#include "snapshot/line.hpp"
#include "snapshot/packed_file.hpp"
#include "snapshot/reader.hpp"
#include "snapshot/writer.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>
#include <vector>

namespace {

const snapshot::head acme{
    "acme", "https://acme.example", {"calendar.section", "calendar.user.settings"}
};

snapshot::entry somebody(std::int64_t id, const std::string& view = "week") {
    snapshot::entry made;
    made.user = model::user_id(id);
    made.email = "user" + std::to_string(id) + "@acme.example";
    made.state["calendar.section"] =
        model::array{model::object{{"ID", std::to_string(100 + id)}, {"NAME", "Ann's"}}};
    made.state["calendar.user.settings"] =
        model::object{{"syncPeriodPast", 3}, {"view", view}, {"meetSection", false}};
    return made;
}

snapshot::entry nobody(std::int64_t id) {
    auto made = somebody(id);
    made.state.clear();
    made.unread = {model::block_reason::wrong_identity, "it belongs to user 1"};
    return made;
}

std::filesystem::path write(
    const scratch_folder& folder,
    const std::string& name,
    const std::vector<snapshot::entry>& all,
    const snapshot::head& of = acme
) {
    auto into = snapshot::writer::create(folder.path(name));
    BOOST_REQUIRE(into.has_value());
    for (const auto& each : all) into->add(each);
    BOOST_REQUIRE(into->commit(of).has_value());
    return folder.path(name);
}

std::vector<std::string> lines_of(const std::filesystem::path& file) {
    auto lines = snapshot::packed_lines::open(file);
    BOOST_REQUIRE(lines.has_value());
    std::vector<std::string> all;
    while (const auto line = lines->next()) all.emplace_back(*line);
    return all;
}

// As somebody does who unpacks it, changes it and packs it again.
std::filesystem::path pack(
    const scratch_folder& folder, const std::string& name, const std::vector<std::string>& lines
) {
    auto file = snapshot::file_beside::create(folder.path(name));
    BOOST_REQUIRE(file.has_value());
    auto packed = snapshot::packed_writer::on(file->descriptor());
    BOOST_REQUIRE(packed.has_value());
    for (const auto& each : lines) packed->put(each + '\n');
    BOOST_REQUIRE(packed->finish().has_value());
    BOOST_REQUIRE(file->take_name().has_value());
    return folder.path(name);
}

// Reads all of it; the code of the first problem, "" when there is none.
std::string refusal(const std::filesystem::path& file) {
    base::diagnostics problems;
    auto from = snapshot::reader::open(file, problems);
    while (from && from->next(problems)) {
    }
    if (problems.has_errors()) return problems.sorted().front().code;
    BOOST_REQUIRE(from.has_value());
    return "";
}

std::vector<snapshot::entry> entries_of(const std::filesystem::path& file) {
    base::diagnostics problems;
    auto from = snapshot::reader::open(file, problems);
    std::vector<snapshot::entry> all;
    while (from) {
        auto each = from->next(problems);
        if (!each) break;
        all.push_back(std::move(*each));
    }
    BOOST_TEST(problems.empty());
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_snapshot)

BOOST_AUTO_TEST_CASE(gives_what_was_put_into_it_in_the_order_of_the_users_ids) {
    const scratch_folder folder("muster-snapshot-order");
    const auto file = write(folder, "a", {somebody(12), nobody(7), somebody(3, "день")});
    base::diagnostics problems;
    const auto from = snapshot::reader::open(file, problems);
    BOOST_REQUIRE(from.has_value());
    BOOST_TEST(from->about().portal == "acme");
    BOOST_TEST(from->about().url == "https://acme.example");
    BOOST_TEST(from->about().resources == acme.resources, boost::test_tools::per_element());
    BOOST_TEST(from->about().users == 3U);
    BOOST_TEST(from->about().unread == 1U);
    const auto all = entries_of(file);
    BOOST_REQUIRE(all.size() == 3U);
    BOOST_TEST(all[0].user.value() == 3);
    BOOST_TEST(all[0].state == somebody(3, "день").state);
    BOOST_TEST(all[0].email == "user3@acme.example");
    BOOST_REQUIRE(all[1].unread.has_value());
    BOOST_TEST(all[1].user.value() == 7);
    BOOST_TEST((all[1].unread->what == model::block_reason::wrong_identity));
    BOOST_TEST(all[1].unread->why == "it belongs to user 1");
    BOOST_TEST(all[1].state.empty());
    BOOST_TEST(all[2].user.value() == 12);
}

BOOST_AUTO_TEST_CASE(of_the_same_state_is_the_same_bytes_in_whatever_order_the_users_came) {
    const scratch_folder folder("muster-snapshot-same");
    const auto one = write(folder, "a", {somebody(3), nobody(7), somebody(12)});
    const auto other = write(folder, "b", {somebody(12), somebody(3), nobody(7)});
    BOOST_TEST(bytes_of(one) == bytes_of(other));
    const auto another = write(folder, "c", {somebody(12), somebody(3, "day"), nobody(7)});
    BOOST_TEST(bytes_of(one) != bytes_of(another));
}

BOOST_AUTO_TEST_CASE(keeps_the_types_of_php) {
    const scratch_folder folder("muster-snapshot-types");
    auto one = somebody(3);
    one.state["calendar.user.settings"] = boost::json::parse(
        R"({"a":3,"b":"3","c":false,"d":null,"e":[],"f":{},"g":1.5,"h":"","i":"false"})"
    );
    const auto all = entries_of(write(folder, "a", {one}));
    BOOST_TEST(all.front().state == one.state);
}

BOOST_AUTO_TEST_CASE(is_for_its_owner_alone_and_has_no_name_before_it_is_whole) {
    const scratch_folder folder("muster-snapshot-beside");
    {
        auto into = snapshot::writer::create(folder.path("a"));
        BOOST_REQUIRE(into.has_value());
        into->add(somebody(3));
        BOOST_TEST(folder.files().empty());
    }
    BOOST_TEST(folder.files().empty());
    const auto file = write(folder, "a", {somebody(3)});
    BOOST_TEST(folder.files().size() == 1U);
    BOOST_TEST(
        (std::filesystem::status(file).permissions() ==
         (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write))
    );
}

BOOST_AUTO_TEST_CASE(replaces_another_one_only_when_it_is_whole) {
    const scratch_folder folder("muster-snapshot-replace");
    const auto file = write(folder, "a", {somebody(3)});
    const auto before = bytes_of(file);
    {
        auto into = snapshot::writer::create(file);
        into->add(somebody(4));
    }
    BOOST_TEST(bytes_of(file) == before);
    write(folder, "a", {somebody(4)});
    BOOST_TEST(entries_of(file).front().user.value() == 4);
}

BOOST_AUTO_TEST_CASE(fails_where_it_cannot_be_written) {
    const auto into = snapshot::writer::create("/nowhere/at/all");
    BOOST_REQUIRE(!into.has_value());
    BOOST_TEST(into.error().doing.contains("/nowhere/at/all"));
}

BOOST_AUTO_TEST_CASE(holds_many_users_without_holding_them_in_memory) {
    const scratch_folder folder("muster-snapshot-many");
    std::vector<snapshot::entry> all;
    for (std::int64_t id = 2000; id > 0; --id) all.push_back(somebody(id));
    const auto file = write(folder, "a", all);
    const auto read = entries_of(file);
    BOOST_REQUIRE(read.size() == 2000U);
    BOOST_TEST(read.front().user.value() == 1);
    BOOST_TEST(read.back().state == all.front().state);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_snapshot_that_is_refused)

BOOST_AUTO_TEST_CASE(is_cut_short_wherever_that_is) {
    const scratch_folder folder("muster-snapshot-cut");
    const auto whole = bytes_of(write(folder, "a", {somebody(3), nobody(7), somebody(12)}));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto said = refusal(folder.with("cut", whole.substr(0, size)));
        BOOST_TEST_CONTEXT(size << " bytes of " << whole.size())
        BOOST_TEST((said == "snapshot.cut-short" || said == "snapshot.not-one"), said);
    }
}

BOOST_AUTO_TEST_CASE(has_a_byte_that_is_not_what_it_was) {
    const scratch_folder folder("muster-snapshot-flip");
    const auto file = write(folder, "a", {somebody(3), nobody(7), somebody(12)});
    const auto whole = bytes_of(file);
    const auto lines = lines_of(file);
    std::size_t refused = 0;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto spoilt = whole;
        spoilt[at] = static_cast<char>(spoilt[at] ^ 0x10);
        const auto other = folder.with("flipped", spoilt);
        // Some bytes of the packing mean nothing: then all of it still says the same.
        if (refusal(other).empty())
            BOOST_TEST(lines_of(other) == lines, boost::test_tools::per_element());
        else
            ++refused;
    }
    BOOST_TEST(refused > whole.size() - 12);
}

BOOST_AUTO_TEST_CASE(was_edited_by_hand) {
    const scratch_folder folder("muster-snapshot-edit");
    const auto lines = lines_of(write(folder, "a", {somebody(3), nobody(7), somebody(12)}));
    BOOST_TEST(refusal(pack(folder, "b", lines)) == "");
    using edit = std::function<void(std::vector<std::string>&)>;
    const struct {
        const char* name;
        edit by;
        const char* code;
    } edits[] = {
        {"a value",
         [](auto& all) { all[1].replace(all[1].find("week"), 4, "days"); },
         "snapshot.damaged"},
        {"the portal",
         [](auto& all) { all[0].replace(all[0].find("acme"), 4, "emca"); },
         "snapshot.damaged"},
        {"a user taken out", [](auto& all) { all.erase(all.begin() + 1); }, "snapshot.damaged"},
        {"a user put in", [](auto& all) { all.insert(all.begin() + 1, all[1]); }, "snapshot.damaged"
        },
        {"two changed places", [](auto& all) { std::swap(all[1], all[3]); }, "snapshot.damaged"},
        {"a line behind the last", [](auto& all) { all.push_back(all[1]); }, "snapshot.cut-short"},
        {"the last line gone", [](auto& all) { all.pop_back(); }, "snapshot.cut-short"},
        {"all but the first gone", [](auto& all) { all.resize(1); }, "snapshot.cut-short"},
        {"nothing left", [](auto& all) { all.clear(); }, "snapshot.not-one"},
    };
    for (const auto& each : edits) {
        auto changed = lines;
        each.by(changed);
        BOOST_TEST_CONTEXT(each.name)
        BOOST_TEST(refusal(pack(folder, "b", changed)) == each.code);
    }
}

BOOST_AUTO_TEST_CASE(has_lines_that_nobody_wrote_although_the_checksum_fits) {
    const scratch_folder folder("muster-snapshot-forged");
    auto lacking = somebody(3);
    lacking.state.erase("calendar.section");
    BOOST_TEST(refusal(write(folder, "a", {lacking})) == "snapshot.damaged");
    BOOST_TEST(refusal(write(folder, "b", {somebody(3), somebody(3)})) == "snapshot.damaged");
}

BOOST_AUTO_TEST_CASE(is_of_a_newer_format) {
    const scratch_folder folder("muster-snapshot-newer");
    auto lines = lines_of(write(folder, "a", {somebody(3)}));
    const std::string version = "\"format_version\":1";
    lines[0].replace(lines[0].find(version), version.size(), "\"format_version\":2");
    BOOST_TEST(refusal(pack(folder, "b", lines)) == "snapshot.newer");
}

BOOST_AUTO_TEST_CASE(is_something_else) {
    const scratch_folder folder("muster-snapshot-else");
    BOOST_TEST(refusal(folder.with("a", "portals: {}\n")) == "snapshot.not-one");
    BOOST_TEST(refusal(folder.with("b", "")) == "snapshot.not-one");
    BOOST_TEST(refusal(pack(folder, "c", {"{\"kind\":\"muster.plan\"}"})) == "snapshot.not-one");
    BOOST_TEST(refusal(pack(folder, "d", {"no JSON at all"})) == "snapshot.not-one");
    BOOST_TEST(refusal(folder.path("missing")) == "snapshot.cannot-read");
    BOOST_TEST(!snapshot::looks_like_one(folder.path("a")));
    BOOST_TEST(!snapshot::looks_like_one(folder.path("c")));
    BOOST_TEST(!snapshot::looks_like_one(folder.path("missing")));
    BOOST_TEST(snapshot::looks_like_one(write(folder, "e", {somebody(3)})));
}

BOOST_AUTO_TEST_SUITE_END()
