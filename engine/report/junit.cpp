#include "report/junit.hpp"

#include "report/escaping.hpp"
#include "report/reasons.hpp"
#include "report/totals.hpp"
#include "report/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace report {

namespace {

std::string seconds_text(std::chrono::milliseconds took) {
    const auto ms = std::max<std::chrono::milliseconds::rep>(took.count(), 0);
    return fmt::format("{}.{:03}", ms / 1000, ms % 1000);
}

std::string type_of(const model::job_result& what) {
    auto code = explaining_code(what);
    return code.empty() ? std::string(model::to_string(what.overall)) : code;
}

// What a person reads who opens the case: every step that was not simply right.
std::string story_of(const model::job_result& what) {
    std::string out;
    for (std::size_t i = 0; i < what.steps.size(); ++i) {
        const auto& step = what.steps[i];
        if (step.what == model::outcome::unchanged) continue;
        if (i < what.what.steps.size()) out += model::label(what.what.steps[i]) + ": ";
        out += model::to_string(step.what);
        if (!step.code.empty()) out += " " + step.code;
        if (!step.reason.empty()) out += ": " + step.reason;
        out += '\n';
        for (const auto& change : step.changes) {
            out += fmt::format(
                "  {}: {} -> {}, {}\n",
                change.key,
                shown(change.before),
                shown(change.wanted),
                change.fate == model::key_fate::due ? "read back " + shown(change.after)
                                                    : "left, because it changed since"
            );
        }
    }
    return out;
}

// "" for a case that passed.
std::string_view element_for(model::user_outcome what) {
    switch (what) {
        case model::user_outcome::failed:
        case model::user_outcome::differs:
            return "failure";
        case model::user_outcome::blocked:
        case model::user_outcome::unknown:
            return "error";
        case model::user_outcome::skipped:
        case model::user_outcome::excepted:
            return "skipped";
        case model::user_outcome::unchanged:
        case model::user_outcome::changed:
            return {};
    }
    return {};
}

// In the content of an element line breaks stand as they are; only an attribute needs them as
// references.
std::string content_text(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        out += xml_text(text.substr(at, end - at));
        if (end < text.size()) out += '\n';
        at = end + 1;
    }
    return out;
}

std::string counts_of(const std::map<model::user_outcome, std::uint64_t>& users) {
    const auto count = [&users](model::user_outcome what) { return count_of(users, what); };
    return fmt::format(
        R"(tests="{}" failures="{}" errors="{}" skipped="{}")",
        sum_of(users),
        count(model::user_outcome::failed),
        count(model::user_outcome::blocked) + count(model::user_outcome::unknown),
        count(model::user_outcome::skipped) + count(model::user_outcome::excepted)
    );
}

}  // namespace

std::string junit_case(const model::job_result& what, const model::portal_name& portal) {
    auto out = fmt::format(
        R"(    <testcase classname="{}" name="{}" time="{}")",
        xml_text(portal.value()),
        xml_text(user_label(what.what.who)),
        seconds_text(what.finished - what.started)
    );
    const auto element = element_for(what.overall);
    if (element.empty()) return out + "/>\n";
    out += fmt::format(">\n      <{} message=\"{}\"", element, xml_text(what.reason));
    if (element != "skipped") out += fmt::format(" type=\"{}\"", xml_text(type_of(what)));
    const auto story = element == "skipped" ? std::string() : content_text(story_of(what));
    out += story.empty() ? "/>\n" : fmt::format(">{}</{}>\n", story, element);
    return out + "    </testcase>\n";
}

std::string junit_head(
    const model::run_summary& run, const std::map<model::user_outcome, std::uint64_t>& users
) {
    const auto& head = run.header;
    const auto counts = counts_of(users);
    const auto time = seconds_text(run.finished - head.started);
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"muster {}\" {} time=\"{}\">\n"
        "  <testsuite name=\"{}\" {} time=\"{}\" timestamp=\"{}\">\n"
        "    <properties>\n"
        "      <property name=\"run\" value=\"{}\"/>\n"
        "      <property name=\"end\" value=\"{}\"/>\n"
        "    </properties>\n",
        xml_text(head.command),
        counts,
        time,
        xml_text(head.portal.value()),
        counts,
        time,
        base::to_rfc3339(head.started),
        xml_text(head.id.value()),
        model::to_string(run.end)
    );
}

std::string_view junit_foot() {
    return "  </testsuite>\n</testsuites>\n";
}

}  // namespace report
