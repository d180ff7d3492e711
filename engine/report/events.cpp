#include "report/events.hpp"

#include "report/characters.hpp"
#include "report/totals.hpp"

#include <boost/json/serialize.hpp>

#include <type_traits>
#include <variant>

namespace report {

namespace {

using model::array;
using model::object;

std::string line_of(const object& event) {
    return boost::json::serialize(event) + '\n';
}

std::string_view name_of(model::purpose why) {
    switch (why) {
        case model::purpose::identity:
            return "identity";
        case model::purpose::read:
            return "read";
        case model::purpose::contents:
            return "contents";
        case model::purpose::write:
            return "write";
        case model::purpose::verify:
            return "verify";
        case model::purpose::restore:
            return "restore";
    }
    return "";
}

// What kind of answer it is, and for a bad one which.
void add_answer(object& entry, const model::answer& what) {
    std::visit(
        [&entry](const auto& kind) {
            using type = std::decay_t<decltype(kind)>;
            if constexpr (std::is_same_v<type, model::accepted>) {
                entry["answer"] = "accepted";
            } else if constexpr (std::is_same_v<type, model::rejected>) {
                entry["answer"] = "rejected";
                entry["code"] = valid_utf8(kind.code);
                entry["text"] = valid_utf8(kind.text);
            } else if constexpr (std::is_same_v<type, model::unknown>) {
                entry["answer"] = "unknown";
                entry["text"] = valid_utf8(kind.why);
            } else {
                entry["answer"] = "not-sent";
                entry["text"] = valid_utf8(kind.text);
            }
        },
        what
    );
}

array commands_of(const model::request& what, const model::reply& reply) {
    array all;
    for (std::size_t i = 0; i < what.commands.size(); ++i) {
        const auto& command = what.commands[i];
        object entry;
        entry["method"] = valid_utf8(command.method);
        entry["job"] = command.job.value();
        entry["purpose"] = name_of(command.why);
        if (!reply.whole && i < reply.answers.size()) add_answer(entry, reply.answers[i]);
        all.push_back(std::move(entry));
    }
    return all;
}

}  // namespace

std::string opened_event(const model::work_item& item, base::wall_time when) {
    object event;
    event["time"] = base::to_rfc3339(when);
    event["event"] = "job-opened";
    event["job"] = item.number.value();
    event["user"] = item.what.who.id.value();
    event["email"] = valid_utf8(item.what.who.email);
    event["steps"] = item.what.steps.size();
    if (item.credential) event["credential"] = valid_utf8(item.credential->value());
    return line_of(event);
}

std::string answered_event(
    const model::request& what, const model::reply& reply, base::wall_time sent, base::wall_time now
) {
    object event;
    event["time"] = base::to_rfc3339(now);
    event["event"] = "request-answered";
    event["request"] = what.number.value();
    event["credential"] = valid_utf8(what.credential.value());
    event["form"] = what.form == model::request_form::batch ? "batch" : "single";
    event["http_status"] = reply.http_status;
    event["waited_ms"] = (now - sent).count();
    if (reply.whole) add_answer(event, *reply.whole);
    if (reply.moved_to) event["moved_to"] = valid_utf8(*reply.moved_to);
    event["commands"] = commands_of(what, reply);
    return line_of(event);
}

std::string closed_event(const model::job_result& what) {
    object event;
    event["time"] = base::to_rfc3339(what.finished);
    event["event"] = "job-closed";
    event["job"] = what.number.value();
    event["user"] = what.what.who.id.value();
    event["outcome"] = model::to_string(what.overall);
    if (what.blocked != model::block_reason::none) event["blocked"] = code_of(what.blocked);
    if (!what.reason.empty()) event["reason"] = valid_utf8(what.reason);
    event["started"] = base::to_rfc3339(what.started);
    array steps;
    for (const auto& step : what.steps) {
        object entry{{"outcome", model::to_string(step.what)}, {"attempts", step.attempts}};
        if (!step.code.empty()) entry["code"] = valid_utf8(step.code);
        steps.push_back(std::move(entry));
    }
    event["steps"] = std::move(steps);
    return line_of(event);
}

}  // namespace report
