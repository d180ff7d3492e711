#include "report/summary_json.hpp"

#include "report/characters.hpp"

#include <utility>

namespace report {

using model::object;

model::array texts_json(const std::vector<std::string>& all) {
    model::array out;
    for (const auto& each : all) out.push_back(model::value(valid_utf8(each)));
    return out;
}

model::array reasons_json(const std::vector<reason_group>& groups) {
    model::array out;
    for (const auto& group : groups) {
        out.push_back(object{
            {"code", valid_utf8(group.code)},
            {"text", valid_utf8(group.text)},
            {"users", group.users},
            {"samples", texts_json(group.samples)},
            {"targets", texts_json(group.targets)},
            {"advice", valid_utf8(group.advice)},
            {"next", valid_utf8(group.next_command)}
        });
    }
    return out;
}

model::object counts_json(const std::map<model::user_outcome, std::uint64_t>& users) {
    object made;
    for (const auto what : all_user_outcomes) made[model::to_string(what)] = count_of(users, what);
    return made;
}

model::value after_json(const std::optional<model::kin>& after) {
    if (!after) return nullptr;
    return object{{"how", model::to_string(after->how)}, {"run", valid_utf8(after->of.value())}};
}

model::object run_json(const model::run_header& run) {
    return {
        {"id", valid_utf8(run.id.value())},
        {"portal", valid_utf8(run.portal.value())},
        {"portal_url", valid_utf8(run.portal_url)},
        {"command", valid_utf8(run.command)},
        {"policies", texts_json(run.policies)},
        {"reason", valid_utf8(run.reason)},
        {"started", base::to_rfc3339(run.started)},
        {"after", after_json(run.after)}
    };
}

model::object counts_json(const model::run_summary& run, const totals& all) {
    object steps;
    for (const auto what : all_outcomes) steps[model::to_string(what)] = count_of(run.steps, what);
    return {
        {"selected", sum_of(run.users)},
        {"users", counts_json(run.users)},
        {"carried", counts_json(run.carried)},
        {"unmatched", run.unmatched},
        {"steps", std::move(steps)},
        {"requests",
         object{
             {"sent", run.lane.requests},
             {"commands", run.lane.commands},
             {"retries", run.lane.retries},
             {"rate_limited", run.lane.rate_limited},
             {"lost_answers", run.lane.lost_answers}
         }},
        {"failures", reasons_json(all.failures())},
        {"blocked", reasons_json(all.blocked())},
        {"skipped", reasons_json(all.skipped())},
        {"left", reasons_json(all.left())}
    };
}

model::object summary_json(const model::run_summary& run, const totals& all) {
    object made{
        {"end", model::to_string(run.end)},
        {"end_reason", valid_utf8(run.end_reason)},
        {"finished", base::to_rfc3339(run.finished)},
        {"duration_ms", (run.finished - run.header.started).count()}
    };
    for (auto& member : counts_json(run, all)) made[member.key()] = std::move(member.value());
    return made;
}

model::object summary_document(const model::run_summary& run, const totals& all) {
    return {
        {"format_version", format_version},
        {"run", run_json(run.header)},
        {"summary", summary_json(run, all)}
    };
}

}  // namespace report
