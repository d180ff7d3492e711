#include "samples.hpp"

namespace samples {

base::wall_time at(int milliseconds) {
    return base::wall_time(std::chrono::milliseconds(1795406706000 + milliseconds));
}

model::run_header header(std::string id, std::string portal) {
    model::run_header made;
    made.id = model::run_id(std::move(id));
    made.portal = model::portal_name(std::move(portal));
    made.portal_url = "https://acme.example";
    made.command = "apply";
    made.policies = {"calendar-standard", "Отдел \"продаж\""};
    made.reason = "CHG-1042";
    made.started = at(0);
    made.seed = 0xFEDCBA9876543210U;
    return made;
}

model::run_summary summary(const model::run_header& of) {
    model::run_summary made;
    made.header = of;
    made.end = model::run_end::interrupted;
    made.end_reason = "SIGINT";
    made.finished = at(90000);
    made.users = {{model::user_outcome::changed, 3}, {model::user_outcome::blocked, 1}};
    made.steps = {{model::outcome::changed, 5}, {model::outcome::skipped, 2}};
    made.unmatched = 7;
    made.lane = {11, 22, 33, 44, 55};
    return made;
}

journal::run_journal::naming names() {
    return {
        [](const model::credential_id& whose) { return "print of " + whose.value(); },
        [](const model::step& which) { return which.target + "/" + which.id; },
    };
}

model::step once(model::step which) {
    which.repeat = model::repetition::once_per_user;
    return which;
}

model::request request(
    std::uint64_t number, std::int64_t user, std::initializer_list<sent> commands
) {
    model::request made;
    made.number = model::request_number(number);
    made.credential = model::credential_of(model::user_id(user));
    made.form = model::request_form::batch;
    for (const auto& each : commands) {
        model::command command;
        command.method = each.method;
        command.why = each.why;
        command.step = each.step;
        command.job = model::job_number(static_cast<std::uint64_t>(user));
        made.commands.push_back(std::move(command));
    }
    return made;
}

model::reply reply(std::vector<model::answer> answers) {
    model::reply made;
    made.answers = std::move(answers);
    made.http_status = 200;
    return made;
}

model::step_result result(model::outcome what) {
    model::step_result made;
    made.what = what;
    made.attempts = 1;
    return made;
}

model::job_result closed(const model::work_item& item, std::vector<model::step_result> steps) {
    model::job_result made;
    made.number = item.number;
    made.what = item.what;
    made.overall = model::worst(steps);
    made.steps = std::move(steps);
    made.started = at(0);
    made.finished = at(500);
    return made;
}

}  // namespace samples
