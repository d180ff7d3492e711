#include "unit/run/plan_files.hpp"

#include <sys/stat.h>

using namespace plan_files;

BOOST_FIXTURE_TEST_SUITE(saved_plans, folder)

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
            BOOST_TEST((step.with[k].form == expected.what.steps[i].with[k].form));
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
