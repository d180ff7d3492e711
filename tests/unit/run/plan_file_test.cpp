#include "catalog/definitions.hpp"
#include "model/planned.hpp"
#include "run/plan_reader.hpp"
#include "run/plan_writer.hpp"
#include "support/jobs.hpp"
#include "unit/report/temporary_dir.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace {

const catalog::definitions& all = catalog::definitions::built_in();

model::setting origin_set(std::string key, model::value wanted, std::string severity) {
    model::key_origin origin;
    origin.key = std::move(key);
    origin.policy = "calendar";
    origin.severity = std::move(severity);
    origin.why = "CHG-1042";
    return {std::make_shared<const model::key_origin>(std::move(origin)), std::move(wanted)};
}

// User `id`, for whom a calendar is to be made and settings are to be set.
model::job_result differing(std::uint64_t number, std::int64_t id) {
    model::job_result made;
    made.number = model::job_number(number);
    made.what.who = support::user(id);
    made.what.under = {"calendar", 2, 7};
    auto settings = support::settings_step(
        {origin_set("view", "week", "critical"),
         origin_set("showTasks", "Y", ""),
         support::refer("meetSection", "meetings")}
    );
    made.what.steps = {support::section_step("Meetings"), settings, support::notify_step(id)};
    made.steps.resize(3);
    made.steps[0].what = model::outcome::differs;
    made.steps[0].changes = {{"name", nullptr, "Meetings", nullptr, "", ""}};
    made.steps[1].what = model::outcome::differs;
    made.steps[1].before =
        model::object{{"view", "month"}, {"showTasks", "Y"}, {"meetSection", false}};
    made.steps[1].changes = {
        {"view", "month", "week", nullptr, "critical", "CHG-1042"},
        {"meetSection", false, "${steps.meetings.id}", nullptr, "", ""}
    };
    made.steps[2].what = model::outcome::differs;
    made.overall = model::user_outcome::differs;
    return made;
}

model::job_result right(std::uint64_t number, std::int64_t id) {
    model::job_result made;
    made.number = model::job_number(number);
    made.what.who = support::user(id);
    made.what.steps = {support::settings_step({support::set("view", "week")})};
    made.steps.emplace_back().what = model::outcome::unchanged;
    made.overall = model::user_outcome::unchanged;
    return made;
}

model::job_result unreadable(std::uint64_t number, std::int64_t id, std::string reason) {
    auto made = right(number, id);
    made.overall = model::user_outcome::blocked;
    made.blocked = model::block_reason::unreadable;
    made.reason = std::move(reason);
    made.steps[0].what = model::outcome::skipped;
    made.steps[0].code = "insufficient_scope";
    return made;
}

model::job_result excepted(std::uint64_t number, std::int64_t id) {
    auto made = right(number, id);
    made.what.steps.clear();
    made.steps.clear();
    made.overall = model::user_outcome::excepted;
    model::exemption one;
    one.target = "calendar.user.settings";
    one.key = "view";
    one.accepted = "month";
    one.reason = "works by the month";
    one.owner = "it-desk";
    one.until = "2027-03-31";
    made.what.exempt = {one};
    return made;
}

plan::saved_head head(std::uint64_t selected) {
    plan::saved_head made;
    made.program = "muster 0.1.0";
    made.command = "plan";
    made.portal = model::portal_name("acme");
    made.portal_url = "https://acme.bitrix24.com";
    made.created = "2026-11-25T04:05:06.000Z";
    made.policies = {"calendar"};
    made.policy_hash = "9e62c2f9a508497c";
    made.selected = selected;
    return made;
}

struct folder {
    temporary_dir at;
    std::filesystem::path name = at.path() / "plan.jsonl";

    static std::vector<model::job_result> people() {
        return {differing(0, 17), right(1, 18), unreadable(2, 19, "no access"), excepted(3, 20)};
    }

    plan::saved_end write(const std::vector<model::job_result>& users, const plan::saved_head& with)
        const {
        auto file = run::plan_file::beside(name);
        BOOST_REQUIRE(file.has_value());
        run::plan_writer writer(*file, with, all, [](const model::user& who) {
            return who.id.value() == 17 ? plan::protection::is_protected : plan::protection::none;
        });
        for (const auto& each : users) writer.job_closed(each);
        const auto end = writer.finish(5, 0);
        BOOST_REQUIRE(end.has_value());
        BOOST_REQUIRE(file->take_name().has_value());
        return *end;
    }
    plan::saved_end write() const { return write(people(), head(4)); }

    [[nodiscard]] std::string text() const {
        std::ifstream in(name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }
    void put(const std::string& text) const {
        std::ofstream(name, std::ios::binary | std::ios::trunc) << text;
    }
    [[nodiscard]] std::vector<std::string> lines() const {
        std::vector<std::string> made;
        std::string one;
        for (const auto c : text()) {
            one += c;
            if (c != '\n') continue;
            made.push_back(one);
            one.clear();
        }
        return made;
    }
    void put(const std::vector<std::string>& all_lines) const {
        std::string whole;
        for (const auto& each : all_lines) whole += each;
        put(whole);
    }

    // The codes of what is wrong with the file; "" = nothing is.
    [[nodiscard]] std::string refused() const {
        const auto file = run::plan_file::existing(name);
        BOOST_REQUIRE(file.has_value());
        base::diagnostics problems;
        const auto reader = run::plan_reader::open(*file, all, problems);
        BOOST_TEST(reader.has_value() == !problems.has_errors());
        return problems.empty() ? "" : problems.sorted().front().code;
    }
    [[nodiscard]] std::string complaint() const {
        const auto file = run::plan_file::existing(name);
        base::diagnostics problems;
        run::plan_reader::open(*file, all, problems);
        return problems.empty() ? "" : base::to_text(problems.sorted().front());
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(plan_files, folder)

BOOST_AUTO_TEST_CASE(what_was_written_is_read_again) {
    const auto end = write();
    const auto file = run::plan_file::existing(name);
    base::diagnostics problems;
    auto reader = run::plan_reader::open(*file, all, problems);
    BOOST_REQUIRE_MESSAGE(reader.has_value(), complaint());
    BOOST_TEST(reader->head().portal.value() == "acme");
    BOOST_TEST(reader->head().policies == std::vector<std::string>{"calendar"});
    BOOST_TEST(reader->end().plan == end.plan);
    BOOST_TEST(reader->end().unmatched == 5U);

    const auto first = reader->next();
    BOOST_REQUIRE(first.has_value());
    BOOST_REQUIRE(first->has_value());
    const auto expected = differing(0, 17);
    const auto& user = **first;
    BOOST_TEST(user.seen.what.who.id.value() == 17);
    BOOST_TEST(user.seen.what.who.email == expected.what.who.email);
    BOOST_TEST((user.shield == plan::protection::is_protected));
    BOOST_TEST(user.seen.what.under.policy == "calendar");
    BOOST_TEST(user.seen.what.under.weight == 2U);
    BOOST_TEST(user.seen.what.under.throttle == 7U);
    BOOST_REQUIRE(user.seen.steps.size() == 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        const auto& step = user.seen.what.steps[i];
        BOOST_TEST(model::label(step) == model::label(expected.what.steps[i]));
        BOOST_TEST((step.kind == expected.what.steps[i].kind));
        BOOST_TEST((step.as == expected.what.steps[i].as));
        BOOST_TEST((step.repeat == expected.what.steps[i].repeat));
        BOOST_REQUIRE(step.with.size() == expected.what.steps[i].with.size());
        for (std::size_t k = 0; k < step.with.size(); ++k) {
            BOOST_TEST(step.with[k].key() == expected.what.steps[i].with[k].key());
            BOOST_TEST(
                model::in_words(step.with[k].wanted) ==
                model::in_words(expected.what.steps[i].with[k].wanted)
            );
        }
        BOOST_TEST(user.seen.steps[i].before.has_value() == expected.steps[i].before.has_value());
    }
    BOOST_TEST(*user.seen.steps[1].before == *expected.steps[1].before);
    BOOST_TEST(user.seen.steps[1].changes.size() == 2U);
    BOOST_TEST(user.seen.steps[1].changes[0].severity == "critical");
    BOOST_TEST(user.seen.steps[1].changes[0].why == "CHG-1042");
    BOOST_TEST(std::holds_alternative<model::step_reference>(user.seen.what.steps[1].with[2].wanted)
    );

    BOOST_TEST(((**reader->next()).seen.overall == model::user_outcome::unchanged));
    const auto blocked = **reader->next();
    BOOST_TEST((blocked.seen.blocked == model::block_reason::unreadable));
    BOOST_TEST(blocked.seen.reason == "no access");
    BOOST_TEST(blocked.seen.steps.front().code == "insufficient_scope");
    const auto left = **reader->next();
    BOOST_TEST((model::planned_for(left.seen) == model::planned::excepted));
    BOOST_REQUIRE(left.seen.what.exempt.size() == 1U);
    BOOST_TEST(left.seen.what.exempt[0].accepted == model::value("month"));
    const auto after = reader->next();
    BOOST_TEST((after.has_value() && !after->has_value()));
}

BOOST_AUTO_TEST_CASE(only_its_owner_may_read_it_and_nothing_is_left_beside_it) {
    write();
    struct stat seen{};
    BOOST_REQUIRE(::stat(name.c_str(), &seen) == 0);
    BOOST_TEST((seen.st_mode & 0777U) == 0600U);
    BOOST_TEST(std::distance(std::filesystem::directory_iterator(at.path()), {}) == 1);
}

BOOST_AUTO_TEST_CASE(a_plan_that_was_not_finished_leaves_nothing_and_the_old_one_stays) {
    put(std::string("the old one"));
    {
        auto file = run::plan_file::beside(name);
        run::plan_writer writer(*file, head(4), all);
        writer.job_closed(differing(0, 17));
    }
    BOOST_TEST(text() == "the old one");
    BOOST_TEST(std::distance(std::filesystem::directory_iterator(at.path()), {}) == 1);
}

BOOST_AUTO_TEST_CASE(users_stand_in_the_order_of_the_roster_whenever_they_come) {
    const auto in_order = write().plan;
    const auto expected = text();
    auto people = folder::people();
    std::swap(people[0], people[3]);
    std::swap(people[1], people[2]);
    BOOST_TEST(write(people, head(4)).plan == in_order);
    BOOST_TEST(text() == expected);
}

BOOST_AUTO_TEST_CASE(the_plan_has_the_same_name_whenever_the_same_is_found) {
    const auto one = write().plan;
    auto later = head(4);
    later.created = "2026-11-26T04:05:06.000Z";
    later.policy_hash = "0000000000000000";
    auto people = folder::people();
    people[2] = unreadable(2, 19, "no access, told in other words");
    BOOST_TEST(write(people, later).plan == one);
}

BOOST_AUTO_TEST_CASE(the_plan_has_another_name_when_anything_else_is_found) {
    const auto one = write().plan;
    struct row {
        const char* name;
        void (*change)(std::vector<model::job_result>&, plan::saved_head&);
    };
    using people_list = std::vector<model::job_result>;
    const row rows[] = {
        {"another value before",
         [](people_list& people, plan::saved_head&) {
             people[0].steps[1].before->as_object()["view"] = "day";
         }},
        {"another value wanted",
         [](people_list& people, plan::saved_head&) {
             people[0].what.steps[1].with[0].wanted = model::value("day");
         }},
        {"a key less that differs",
         [](people_list& people, plan::saved_head&) { people[0].steps[1].changes.pop_back(); }},
        {"another user", [](people_list& people, plan::saved_head&) { people[1] = right(1, 99); }},
        {"somebody could be read",
         [](people_list& people, plan::saved_head&) { people[2] = right(2, 19); }},
        {"another portal",
         [](people_list&, plan::saved_head& what) {
             what.portal_url = "https://other.bitrix24.com";
         }},
    };
    for (const auto& each : rows) {
        auto people = folder::people();
        auto changed = head(4);
        each.change(people, changed);
        BOOST_TEST(write(people, changed).plan != one, each.name);
    }
}

BOOST_AUTO_TEST_CASE(a_letter_changed_in_any_line_is_noticed) {
    write();
    const auto whole = lines();
    for (std::size_t i = 0; i < whole.size(); ++i) {
        // Every tenth letter, so that every member of every line has its turn.
        for (std::size_t at_byte = 0; at_byte + 1 < whole[i].size(); at_byte += 10) {
            auto altered = whole;
            altered[i][at_byte] = altered[i][at_byte] == 'x' ? 'y' : 'x';
            put(altered);
            BOOST_TEST(refused() != "", "line " << i + 1 << ", byte " << at_byte);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_line_taken_out_doubled_or_moved_is_noticed) {
    write();
    const auto whole = lines();
    for (std::size_t i = 0; i < whole.size(); ++i) {
        auto without = whole;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
        put(without);
        BOOST_TEST(refused() != "", "without line " << i + 1);
        auto doubled = whole;
        doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), whole[i]);
        put(doubled);
        BOOST_TEST(refused() != "", "line " << i + 1 << " twice");
        if (i + 1 == whole.size()) continue;
        auto moved = whole;
        std::swap(moved[i], moved[i + 1]);
        put(moved);
        BOOST_TEST(refused() != "", "lines " << i + 1 << " and the next exchanged");
    }
}

BOOST_AUTO_TEST_CASE(a_plan_cut_off_anywhere_is_noticed) {
    write();
    const auto whole = text();
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        put(whole.substr(0, size));
        BOOST_TEST(refused() != "", size);
    }
    put(whole.substr(0, whole.size() - 1));
    BOOST_TEST(refused() != "", "without the last line end");
    put(whole + "\n");
    BOOST_TEST(refused() != "", "with a line too many");
    put(whole);
    BOOST_TEST(refused() == "");
}

BOOST_AUTO_TEST_CASE(a_newer_format_is_told_as_that) {
    write();
    auto changed = text();
    const std::string version = "\"format_version\":1";
    changed.replace(changed.find(version), version.size(), "\"format_version\":2");
    put(changed);
    BOOST_TEST(
        complaint().find("this plan has format 2, and this program knows 1: a newer Muster has "
                         "made it") != std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(another_file_is_no_plan) {
    put(std::string("portals:\n  acme: {}\n"));
    BOOST_TEST(refused() == "plan.not-a-plan");
    put(std::string("{\"format_version\": 1, \"run\": {}}\n"));
    BOOST_TEST(refused() == "plan.not-a-plan");
    put(std::string());
    BOOST_TEST(refused() == "plan.not-a-plan");
}

// Whoever writes the checksum anew as well gets no further than this.
BOOST_AUTO_TEST_CASE(what_the_catalog_does_not_know_is_refused_in_a_plan_that_is_whole) {
    auto people = folder::people();
    people[0].what.steps[2].target = "user.delete";
    write(people, head(4));
    BOOST_TEST(
        complaint().find("'target' is not in this program's catalog: user.delete") !=
        std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(fewer_users_than_announced_are_no_plan) {
    auto file = run::plan_file::unnamed(at.path());
    BOOST_REQUIRE(file.has_value());
    run::plan_writer writer(*file, head(4), all);
    writer.job_closed(differing(0, 17));
    BOOST_TEST(!writer.finish(0, 0).has_value());
    BOOST_TEST(std::filesystem::is_empty(at.path()), "a file without a name");
}

BOOST_AUTO_TEST_CASE(values_of_every_kind_come_back_as_they_were) {
    const model::value values[] = {
        nullptr,
        true,
        -3,
        0.5,
        "text \" with \n anything \xf0\x9f\x8e\x89",
        model::array{1, "1", nullptr},
        model::object{{"a", model::object{{"b", model::array{}}}}}
    };
    for (const auto& each : values) {
        auto one = differing(0, 17);
        one.steps[1].before->as_object()["view"] = each;
        one.steps[1].changes[0].before = each;
        write({one}, head(1));
        const auto file = run::plan_file::existing(name);
        base::diagnostics problems;
        auto reader = run::plan_reader::open(*file, all, problems);
        BOOST_REQUIRE_MESSAGE(reader.has_value(), complaint());
        const auto user = **reader->next();
        BOOST_TEST(user.held[1][0] == each);
        BOOST_TEST(user.seen.steps[1].changes[0].before == each);
    }
}

BOOST_AUTO_TEST_SUITE_END()
