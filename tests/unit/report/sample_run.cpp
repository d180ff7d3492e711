#include "unit/report/sample_run.hpp"

#include <utility>

namespace sample {

namespace {

using model::outcome;
using model::user_outcome;

constexpr auto beginning = base::wall_time(std::chrono::milliseconds(1'795'404'000'000));

model::key_change change(
    std::string key, model::value before, model::value wanted, model::value after
) {
    return {std::move(key), std::move(before), std::move(wanted), std::move(after), "", ""};
}

model::step_result step(outcome what, std::string code, std::string reason) {
    model::step_result made;
    made.what = what;
    made.code = std::move(code);
    made.reason = std::move(reason);
    made.attempts = what == outcome::skipped ? 0 : 1;
    return made;
}

std::string email_of(std::int64_t id) {
    return "user" + std::to_string(id) + "@acme.example";
}

}  // namespace

base::wall_time at(std::int64_t milliseconds) {
    return beginning + std::chrono::milliseconds(milliseconds);
}

model::user user(std::int64_t id, std::string email) {
    model::user made;
    made.id = model::user_id(id);
    made.email = std::move(email);
    return made;
}

model::setting setting(std::string key, model::value wanted) {
    return setting({.key = std::move(key), .policy = "calendar-standard"}, std::move(wanted));
}

model::setting setting(model::key_origin origin, model::value wanted) {
    return {std::make_shared<const model::key_origin>(std::move(origin)), std::move(wanted)};
}

model::job job(model::user who) {
    model::step section;
    section.id = "meetings";
    section.kind = model::step_kind::collection;
    section.target = "calendar.section";
    section.with = {setting("name", "Meetings"), setting("color", "#9cbe1c")};

    model::step settings;
    settings.kind = model::step_kind::settings;
    settings.target = "calendar.user.settings";
    settings.with = {
        setting("view", "week"),
        setting(
            {.key = "denyBusyInvitation",
             .policy = "calendar-standard",
             .severity = "critical",
             .why = "double bookings, CHG-1042"},
            true
        ),
        setting("meetSection", nullptr),
        setting("sendFromEmail", model::value(who.email))
    };
    settings.with[2].wanted = model::step_reference{"meetings"};

    model::job made;
    made.who = std::move(who);
    made.steps = {std::move(section), std::move(settings)};
    return made;
}

model::job_result result(std::uint64_t number, model::user who) {
    model::job_result made;
    made.number = model::job_number(number);
    made.what = job(std::move(who));
    const auto start = static_cast<std::int64_t>(number) * 500;
    made.started = at(start);
    made.finished = at(start + 720);
    return made;
}

model::job_result unchanged(std::uint64_t number, std::int64_t id) {
    auto made = result(number, user(id, email_of(id)));
    made.overall = user_outcome::unchanged;
    made.steps = {step(outcome::unchanged, "", ""), step(outcome::unchanged, "", "")};
    return made;
}

model::job_result changed(std::uint64_t number, std::int64_t id) {
    auto made = result(number, user(id, email_of(id)));
    made.overall = user_outcome::changed;
    made.steps = {step(outcome::unchanged, "", ""), step(outcome::changed, "", "")};
    made.steps[1].attempts = 2;
    made.steps[1].changes = {
        change("view", "month", "week", "week"), change("denyBusyInvitation", false, true, true)
    };
    made.steps[1].changes[1].severity = "critical";
    made.steps[1].changes[1].why = "double bookings, CHG-1042";
    return made;
}

model::job_result not_effective(std::uint64_t number, std::int64_t id) {
    auto made = result(number, user(id, email_of(id)));
    made.overall = user_outcome::failed;
    made.reason = "denyBusyInvitation: sent true, seen false";
    made.steps = {
        step(outcome::unchanged, "", ""), step(outcome::failed, "not-effective", made.reason)
    };
    made.steps[1].changes = {change("denyBusyInvitation", false, true, false)};
    return made;
}

model::job_result rejected(std::uint64_t number, std::int64_t id, std::string text) {
    auto made = result(number, user(id, email_of(id)));
    made.overall = user_outcome::failed;
    made.reason = text;
    made.steps = {
        step(outcome::failed, "ERROR_ARGUMENT", std::move(text)),
        step(outcome::skipped, "earlier-step-failed", "an earlier step failed")
    };
    return made;
}

model::job_result lost(std::uint64_t number, std::int64_t id) {
    auto made = result(number, user(id, email_of(id)));
    made.overall = user_outcome::unknown;
    made.reason = "the connection was cut before the answer";
    made.steps = {
        step(outcome::unknown, "lost-answer", made.reason),
        step(outcome::skipped, "earlier-step-failed", "an earlier step failed")
    };
    return made;
}

model::job_result blocked(std::uint64_t number, std::int64_t id) {
    auto made = result(number, user(id, ""));
    made.overall = user_outcome::blocked;
    made.blocked = model::block_reason::no_credential;
    made.reason = "no webhook is known for user " + std::to_string(id);
    made.steps = {step(outcome::skipped, "", ""), step(outcome::skipped, "", "")};
    return made;
}

model::job_result skipped(std::uint64_t number, std::int64_t id) {
    auto made = result(number, user(id, email_of(id)));
    made.overall = user_outcome::skipped;
    made.reason = "the run was interrupted";
    made.steps = {
        step(outcome::skipped, "interrupted", made.reason),
        step(outcome::skipped, "interrupted", made.reason)
    };
    return made;
}

model::job_result hostile(std::uint64_t number, std::int64_t id) {
    auto made = result(number, user(id, "=cmd|' /C calc'!A0,\"<script>alert(1)</script>"));
    made.overall = user_outcome::failed;
    made.reason =
        "</style>]]><img src=x onerror=alert(1)>\x1b[2J\r\nsecond line\x01 \xFF|`{{run}}`";
    made.steps = {
        step(outcome::failed, "<b>CODE</b>", made.reason), step(outcome::unchanged, "", "")
    };
    made.steps[0].changes = {
        change("+name", "-1+1", "@SUM(A1)", "\t\"quoted\", \u202Ereversed"),
        change("<i>key</i>", nullptr, model::object{{"a\"b", {1, 2.5, "3"}}}, nullptr)
    };
    made.steps[0].changes[0].why = "</td></table>";
    return made;
}

std::vector<model::job_result> results() {
    return {
        unchanged(0, 17),
        changed(1, 18),
        changed(2, 19),
        not_effective(3, 20),
        rejected(4, 21, "Section 4711 of \"Anna\" not found"),
        rejected(5, 22, "Section 4712 of \"Bert\" not found"),
        lost(6, 23),
        blocked(7, 24),
        skipped(8, 25),
        hostile(9, 26)
    };
}

model::work_item item_of(const model::job_result& what) {
    model::work_item item;
    item.number = what.number;
    item.what = what.what;
    if (what.blocked == model::block_reason::none) {
        item.credential = model::credential_of(what.what.who.id);
    }
    return item;
}

model::request request(std::uint64_t number, std::int64_t user) {
    model::request made;
    made.number = model::request_number(number);
    made.credential = model::credential_of(model::user_id(user));
    made.form = model::request_form::batch;
    for (const auto& [key, method, why] :
         {std::tuple{"who", "profile", model::purpose::identity},
          std::tuple{"get", "calendar.user.settings.get", model::purpose::read}}) {
        model::command command;
        command.key = key;
        command.method = method;
        command.why = why;
        command.job = model::job_number(number);
        command.params = {{"planted", "must not be told"}};
        made.commands.push_back(std::move(command));
    }
    return made;
}

model::run_header header() {
    model::run_header made;
    made.id = model::run_id("20261123T032000Z-1f3a9c");
    made.portal = model::portal_name("acme");
    made.portal_url = "https://acme.bitrix24.com";
    made.command = "apply";
    made.policies = {"calendar-standard", "onboarding"};
    made.reason = "CHG-1042";
    made.started = at(0);
    return made;
}

model::run_summary summary(const report::totals& all) {
    model::run_summary made;
    made.header = header();
    made.finished = at(98'000);
    made.users = all.users();
    made.steps = all.steps();
    made.unmatched = 12;
    made.lane = {402, 804, 3, 1, 1};
    return made;
}

std::string advice(std::string_view code) {
    if (code == "not-effective") return "The portal took the value and kept the old one.";
    if (code == "no-credential") return "Add a webhook for these users.";
    return {};
}

std::string next_command(std::string_view code) {
    if (code == "no-credential") return "muster creds check --portal acme";
    return "muster apply --limit @reports/acme/20261123T032000Z-1f3a9c/failed.txt";
}

report::totals totals() {
    report::totals all(advice, next_command);
    for (const auto& each : results()) all.add(each);
    return all;
}

void tell(dispatch::progress_port& who) {
    std::uint64_t number = 0;
    for (const auto& each : results()) {
        who.job_opened(item_of(each));
        const auto sent = each.started + std::chrono::milliseconds(20);
        const auto what = request(number, each.what.who.id.value());
        who.request_sent(what, sent);
        model::reply reply;
        reply.http_status = 200;
        reply.answers = {model::accepted{}, model::accepted{}};
        if (number == 4) {
            reply.answers[1] = model::rejected{
                "ERROR_ARGUMENT", each.reason, model::reaction::fail, model::effect::none, 0
            };
        } else if (number == 5) {
            reply = model::reply_for_all(
                2,
                model::rejected{
                    "QUERY_LIMIT_EXCEEDED",
                    "Too many requests",
                    model::reaction::slow_down,
                    model::effect::none,
                    503
                }
            );
            reply.http_status = 503;
        } else if (number == 6) {
            reply = model::reply_for_all(2, model::unknown{each.reason});
        }
        who.request_answered(what, reply, sent, each.finished);
        who.job_closed(each);
        ++number;
    }
}

}  // namespace sample
