#include "journal/run_journal.hpp"

#include "faulty_vfs.hpp"
#include "journal/read.hpp"
#include "samples.hpp"
#include "support/jobs.hpp"
#include "support/print.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <memory>

using namespace samples;
using model::purpose;

namespace {

struct fixture {
    temporary_directory directory;
    std::filesystem::path file = directory / "journal.sqlite";
    journal::store store = must(journal::store::open(file));
    std::unique_ptr<journal::run_journal> run = must(store.start_run(header()));
    journal::reader reader{store};
    model::run_id id{"run-1"};

    fixture() { run->name_with(names()); }

    journal::job_row job(std::int64_t user) {
        auto found = must(reader.job_of(id, model::user_id(user)));
        BOOST_TEST_REQUIRE(found.has_value());
        return std::move(*found);
    }
    std::vector<journal::attempt_row> attempts(std::int64_t user) {
        return must(reader.attempts_for(id, model::user_id(user)));
    }
    bool is_proven(std::int64_t user, std::string_view fingerprint) {
        const model::portal_name portal("acme");
        const bool one = must(store.is_proven(portal, model::user_id(user), fingerprint));
        const auto all = must(store.owners_on(portal));
        BOOST_TEST(all.is_proven(model::user_id(user), fingerprint) == one);
        return one;
    }
};

const auto conflict = make_error_code(journal::journal_error::conflict);

}  // namespace

BOOST_FIXTURE_TEST_SUITE(run_journal, fixture)

BOOST_AUTO_TEST_CASE(an_open_job_shows_its_steps_without_an_outcome) {
    auto step = support::section_step("Meetings");
    must(run->open_job(support::item(17, {step, once(support::notify_step(17))}), at(5)));
    const auto row = job(17);
    BOOST_TEST(row.number.value() == 17U);
    BOOST_TEST(row.who.value() == 17);
    BOOST_TEST(row.email == support::user(17).email);
    BOOST_TEST((row.started == at(5)));
    BOOST_TEST(!row.finished.has_value());
    BOOST_TEST(!row.overall.has_value());
    BOOST_TEST_REQUIRE(row.steps.size() == 2U);
    BOOST_TEST(row.steps[0].kind == model::step_kind::collection);
    BOOST_TEST(row.steps[0].target == "calendar.section");
    BOOST_TEST(row.steps[0].id == "meetings");
    BOOST_TEST(row.steps[0].as == model::acts_as::user);
    BOOST_TEST(!row.steps[0].once_key.has_value());
    BOOST_TEST(!row.steps[0].what.has_value());
    BOOST_TEST(row.steps[1].place == 1U);
    BOOST_TEST(row.steps[1].as == model::acts_as::admin);
    BOOST_TEST((row.steps[1].once_key == "im.notify.system.add/"));
}

BOOST_AUTO_TEST_CASE(between_begin_and_settle_an_attempt_is_unknown) {
    must(run->open_job(support::item(17, {support::settings_step({})}), at(0)));
    must(run->begin(
        request(
            4, 17, {{"profile", purpose::identity}, {"calendar.user.settings.get", purpose::read}}
        ),
        at(10)
    ));
    const auto sent = attempts(17);
    BOOST_TEST_REQUIRE(sent.size() == 2U);
    BOOST_TEST(sent[0].request.value() == 4U);
    BOOST_TEST(sent[0].credential == model::credential_id("user 17"));
    BOOST_TEST(sent[0].form == model::request_form::batch);
    BOOST_TEST(sent[0].why == purpose::identity);
    BOOST_TEST(sent[0].method == "profile");
    BOOST_TEST((sent[0].sent == at(10)));
    for (const auto& each : sent) {
        BOOST_TEST((each.what == journal::fate::unknown));
        BOOST_TEST(!each.answered.has_value());
    }
    BOOST_TEST(sent[1].why == purpose::read);
}

BOOST_AUTO_TEST_CASE(every_command_gets_the_answer_that_was_its_own) {
    must(run->open_job(support::item(17, {support::section_step("Meetings")}), at(0)));
    const auto batch = request(
        0,
        17,
        {{"calendar.section.add", purpose::write},
         {"calendar.user.settings.set", purpose::write, 1},
         {"calendar.user.settings.get", purpose::verify, 1},
         {"profile", purpose::identity}}
    );
    must(run->begin(batch, at(10)));
    must(run->settle(
        batch,
        reply(
            {model::accepted{4711, {}, {}, {}},
             model::rejected{"ERROR_CORE", "Access denied", {}, {}, 400},
             model::unknown{"missing in the answer"},
             model::not_sent{model::not_sent_reason::not_executed, "after a halt"}}
        ),
        at(300)
    ));
    const auto sent = attempts(17);
    BOOST_TEST_REQUIRE(sent.size() == 4U);
    BOOST_TEST((sent[0].what == journal::fate::accepted));
    BOOST_TEST((sent[0].created == "4711"));
    BOOST_TEST((sent[1].what == journal::fate::rejected));
    BOOST_TEST(sent[1].code == "ERROR_CORE");
    BOOST_TEST(sent[1].text == "Access denied");
    BOOST_TEST(sent[1].step == 1U);
    BOOST_TEST((sent[2].what == journal::fate::unknown));
    BOOST_TEST(sent[2].text == "missing in the answer");
    BOOST_TEST((sent[3].what == journal::fate::not_sent));
    for (const auto& each : sent) {
        BOOST_TEST((each.answered == at(300)));
        BOOST_TEST(each.http_status == 200);
    }
}

BOOST_AUTO_TEST_CASE(one_fate_of_the_request_is_the_fate_of_each_command) {
    must(run->open_job(support::item(17, {support::settings_step({})}), at(0)));
    const auto batch = request(0, 17, {{"profile"}, {"calendar.user.settings.get"}});
    auto refused = model::reply_for_all(
        2, model::rejected{"QUERY_LIMIT_EXCEEDED", "Too many requests", {}, {}, 503}
    );
    refused.http_status = 503;
    must(run->begin(batch, at(0)));
    must(run->settle(batch, refused, at(20)));
    const auto sent = attempts(17);
    BOOST_TEST_REQUIRE(sent.size() == 2U);
    for (const auto& each : sent) {
        BOOST_TEST((each.what == journal::fate::rejected));
        BOOST_TEST(each.code == "QUERY_LIMIT_EXCEEDED");
        BOOST_TEST(each.text == "Too many requests");
        BOOST_TEST(each.http_status == 503);
        BOOST_TEST((each.answered == at(20)));
    }
}

// A batch of the administrator's serves many users: each has his own part of it in his story.
BOOST_AUTO_TEST_CASE(the_story_of_one_user_holds_nobody_elses_attempts) {
    for (const std::int64_t user : {17, 18}) {
        must(run->open_job(support::item(user, {support::notify_step(user)}), at(0)));
    }
    auto shared = request(0, 17, {{"im.notify.system.add"}, {"im.notify.system.add"}});
    shared.credential = model::admin_credential();
    shared.commands[1].job = model::job_number(18);
    must(run->begin(shared, at(0)));
    must(run->settle(
        shared, reply({model::accepted{1, {}, {}, {}}, model::accepted{2, {}, {}, {}}}), at(1)
    ));
    must(run->begin(request(1, 18, {{"profile"}}), at(2)));
    BOOST_TEST_REQUIRE(attempts(17).size() == 1U);
    BOOST_TEST((attempts(17)[0].created == "1"));
    const auto other = attempts(18);
    BOOST_TEST_REQUIRE(other.size() == 2U);
    BOOST_TEST((other[0].created == "2"));
    BOOST_TEST(other[0].credential == model::admin_credential());
    BOOST_TEST(other[1].request.value() == 1U);
}

BOOST_AUTO_TEST_CASE(a_closed_job_comes_back_with_images_and_changes) {
    const auto item = support::item(
        17,
        {support::settings_step({}), support::section_step("Meetings"), support::notify_step(17)}
    );
    must(run->open_job(item, at(0)));
    auto settings = result(model::outcome::changed);
    settings.before = model::object{{"view", "month"}, {"defaultSections", model::array{}}};
    settings.after = model::object{{"view", "week"}, {"defaultSections", model::array{}}};
    settings.changes = {{"view", "month", "week", "week", "critical", "CHG-1042"}};
    settings.attempts = 3;
    auto section = result(model::outcome::changed);
    section.before = model::value(nullptr);  // read, and there was none
    section.remote_id = "4711";
    auto notify = result(model::outcome::failed);
    notify.code = "ERROR_CORE";
    notify.reason = "Access denied";
    auto end = closed(item, {settings, section, notify});
    end.reason = "notify: Access denied";
    must(run->close_job(end));

    const auto row = job(17);
    BOOST_TEST((row.overall == model::user_outcome::failed));
    BOOST_TEST(row.blocked == model::block_reason::none);
    BOOST_TEST(row.reason == "notify: Access denied");
    BOOST_TEST((row.finished == at(500)));
    BOOST_TEST_REQUIRE(row.steps.size() == 3U);
    BOOST_TEST((row.steps[0].what == model::outcome::changed));
    BOOST_TEST((row.steps[0].before == settings.before));
    BOOST_TEST((row.steps[0].after == settings.after));
    BOOST_TEST(row.steps[0].attempts == 3U);
    BOOST_TEST_REQUIRE(row.steps[0].changes.size() == 1U);
    BOOST_TEST(row.steps[0].changes[0].key == "view");
    BOOST_TEST(row.steps[0].changes[0].before == model::value("month"));
    BOOST_TEST(row.steps[0].changes[0].why == "CHG-1042");
    // "There was nothing" is not "nobody looked".
    BOOST_TEST((row.steps[1].before == std::optional<model::value>(std::in_place, nullptr)));
    BOOST_TEST(!row.steps[1].after.has_value());
    BOOST_TEST((row.steps[1].remote_id == "4711"));
    BOOST_TEST((row.steps[2].what == model::outcome::failed));
    BOOST_TEST(row.steps[2].code == "ERROR_CORE");
    BOOST_TEST(row.steps[2].reason == "Access denied");
    BOOST_TEST(!row.steps[2].before.has_value());
    BOOST_TEST(!row.steps[2].remote_id.has_value());
}

BOOST_AUTO_TEST_CASE(a_blocked_user_needs_no_open_job) {
    auto item = support::item(17, {support::settings_step({})});
    auto end = closed(item, {result(model::outcome::skipped)});
    end.overall = model::user_outcome::blocked;
    end.blocked = model::block_reason::no_credential;
    end.reason = "no credential for user 17";
    must(run->close_job(end));
    const auto row = job(17);
    BOOST_TEST((row.overall == model::user_outcome::blocked));
    BOOST_TEST(row.blocked == model::block_reason::no_credential);
    BOOST_TEST(row.reason == "no credential for user 17");
    BOOST_TEST(row.steps.size() == 1U);
    BOOST_TEST(attempts(17).empty());
}

BOOST_AUTO_TEST_CASE(nothing_is_said_twice) {
    const auto item = support::item(17, {support::settings_step({})});
    const auto sent = request(0, 17, {{"profile"}});
    const auto answer = reply({model::accepted{}});
    must(run->open_job(item, at(0)));
    BOOST_TEST(code_of(run->open_job(item, at(1))) == conflict);
    must(run->begin(sent, at(2)));
    BOOST_TEST(code_of(run->begin(sent, at(3))) == conflict);
    must(run->settle(sent, answer, at(4)));
    BOOST_TEST(code_of(run->settle(sent, answer, at(5))) == conflict);
    BOOST_TEST(code_of(run->settle(request(9, 17, {{"profile"}}), answer, at(5))) == conflict);
    must(run->close_job(closed(item, {result(model::outcome::changed)})));
    BOOST_TEST(code_of(run->close_job(closed(item, {result(model::outcome::failed)}))) == conflict);
    BOOST_TEST((job(17).overall == model::user_outcome::changed));
    BOOST_TEST((attempts(17)[0].answered == at(4)));
}

BOOST_AUTO_TEST_CASE(what_fails_names_what_was_being_done) {
    const auto item = support::item(17, {support::settings_step({})});
    must(run->close_job(closed(item, {result(model::outcome::changed)})));
    const auto again = run->close_job(closed(item, {result(model::outcome::changed)}));
    BOOST_TEST_REQUIRE(!again.has_value());
    BOOST_TEST(again.error().doing == "appending outcome of job 17");
    const auto settled =
        run->settle(request(9, 17, {{"profile"}}), reply({model::accepted{}}), at(5));
    BOOST_TEST_REQUIRE(!settled.has_value());
    BOOST_TEST(settled.error().doing == "recording the answer to request 9");
}

BOOST_AUTO_TEST_CASE(a_run_without_an_end_is_counted_as_far_as_it_goes) {
    for (const std::int64_t user : {1, 2, 3}) {
        const auto item =
            support::item(user, {support::settings_step({}), support::notify_step(user)});
        must(run->open_job(item, at(0)));
        if (user == 3) continue;
        must(run->close_job(
            closed(item, {result(model::outcome::changed), result(model::outcome::skipped)})
        ));
    }
    const auto row = must(store.find_run(id)).value();
    BOOST_TEST(!row.finished.has_value());
    BOOST_TEST(
        (row.totals.users ==
         std::map<model::user_outcome, std::uint64_t>{{model::user_outcome::skipped, 2}})
    );
    BOOST_TEST(
        (row.totals.steps ==
         std::map<model::outcome, std::uint64_t>{
             {model::outcome::changed, 2}, {model::outcome::skipped, 2}
         })
    );
}

BOOST_AUTO_TEST_CASE(a_proven_credential_is_remembered_for_its_portal_and_its_user) {
    BOOST_TEST(!is_proven(17, "print of user 17"));
    must(run->remember_identity(model::credential_id("user 17"), model::user_id(17), at(0)));
    BOOST_TEST(is_proven(17, "print of user 17"));
    BOOST_TEST(!is_proven(18, "print of user 17"));
    BOOST_TEST(!is_proven(17, "print of user 18"));
    BOOST_TEST(
        !must(store.is_proven(model::portal_name("other"), model::user_id(17), "print of user 17"))
    );
}

BOOST_AUTO_TEST_CASE(what_is_known_of_a_credential_already_is_not_written_again) {
    const faulty_vfs disk;
    auto watched = must(journal::store::open(directory / "watched.sqlite"));
    const auto writing = must(watched.start_run(header()));
    writing->name_with(names());
    const auto remember_at = [&](int moment) {
        const int before = disk.writes();
        const auto now = at(moment);
        must(writing->remember_identity(model::credential_id("user 17"), model::user_id(17), now));
        return disk.writes() - before;
    };
    BOOST_TEST(remember_at(0) > 0);
    BOOST_TEST(remember_at(1) == 0);
}

BOOST_AUTO_TEST_CASE(a_credential_without_a_fingerprint_is_nobodys) {
    run->name_with({[](const model::credential_id&) { return std::string(); }, {}});
    must(run->remember_identity(model::credential_id("user 17"), model::user_id(17), at(0)));
    BOOST_TEST(!is_proven(17, ""));
}

BOOST_AUTO_TEST_CASE(a_credential_belongs_to_the_user_it_was_seen_with_last) {
    must(run->remember_identity(model::credential_id("admin"), model::user_id(1), at(0)));
    must(run->remember_identity(model::credential_id("admin"), model::user_id(2), at(1)));
    BOOST_TEST(!is_proven(1, "print of admin"));
    BOOST_TEST(is_proven(2, "print of admin"));
}

BOOST_AUTO_TEST_CASE(a_credential_that_is_somebody_elses_is_no_longer_proven) {
    const auto item = support::item(17, {support::settings_step({})});
    must(run->remember_identity(model::credential_id("user 17"), model::user_id(17), at(0)));
    must(run->remember_identity(model::credential_id("user 18"), model::user_id(18), at(0)));
    must(run->open_job(item, at(1)));
    auto written = result(model::outcome::skipped);
    written.before = model::object{{"view", "month"}};
    auto end = closed(item, {written});
    end.overall = model::user_outcome::blocked;
    end.blocked = model::block_reason::wrong_identity;
    must(run->close_job(end));
    BOOST_TEST(!is_proven(17, "print of user 17"));
    BOOST_TEST(is_proven(18, "print of user 18"));
    BOOST_TEST(job(17).blocked == model::block_reason::wrong_identity);
    BOOST_TEST((job(17).steps[0].before == written.before));
}

BOOST_AUTO_TEST_CASE(without_names_nothing_is_remembered_beyond_the_run) {
    const auto nameless = must(store.start_run(header("nameless")));
    must(nameless->remember_identity(model::credential_id("user 17"), model::user_id(17), at(0)));
    BOOST_TEST(!is_proven(17, "print of user 17"));
    const auto item = support::item(17, {once(support::notify_step(17))});
    must(nameless->open_job(item, at(0)));
    must(nameless->close_job(closed(item, {result(model::outcome::changed)})));
    const auto row = must(reader.job_of(model::run_id("nameless"), model::user_id(17))).value();
    BOOST_TEST(!row.steps[0].once_key.has_value());
}

// Thousands of users whom nothing changes, every night: what is kept of each must stay small.
BOOST_AUTO_TEST_CASE(an_unchanged_user_costs_less_than_a_kilobyte) {
    constexpr std::int64_t users = 1000;
    model::object image;
    for (int key = 0; key < 20; ++key)
        image["setting" + std::to_string(key)] = "a value of a setting";
    for (std::int64_t user = 0; user < users; ++user) {
        const auto item =
            support::item(user, {support::settings_step({}), support::section_step("Meetings")});
        const auto sent = request(
            static_cast<std::uint64_t>(user),
            user,
            {{"profile", purpose::identity},
             {"calendar.user.settings.get", purpose::read},
             {"calendar.section.get", purpose::read, 1}}
        );
        must(run->open_job(item, at(0)));
        must(run->begin(sent, at(0)));
        must(run->settle(
            sent, reply({model::accepted{}, model::accepted{}, model::accepted{}}), at(200)
        ));
        must(run->remember_identity(sent.credential, model::user_id(user), at(200)));
        auto same = result(model::outcome::unchanged);
        same.before = image;
        must(run->close_job(closed(item, {same, same})));
    }
    BOOST_TEST(!job(17).steps[0].before.has_value());
    run.reset();
    reader = journal::reader(store = must(journal::store::open(directory / "other.sqlite")));
    BOOST_TEST(std::filesystem::file_size(file) / users < 1000U);
}

BOOST_AUTO_TEST_SUITE_END()
