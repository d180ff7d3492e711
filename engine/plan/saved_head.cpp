#include "plan/saved_head.hpp"

#include "model/value.hpp"
#include "plan/json_members.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <utility>

namespace plan {

namespace {

constexpr std::string_view kind = "muster-plan";
constexpr std::string_view end_begins = R"({"end":)";
constexpr std::string_view checksum_begins = R"(,"sha256":")";
constexpr std::string_view checksum_ends = R"("})";
constexpr std::size_t digits = 64;

std::expected<model::object, std::string> parsed(std::string_view line) {
    boost::system::error_code failed;
    auto made = boost::json::parse(line, failed);
    if (failed || !made.is_object()) return std::unexpected("this line is not a JSON object");
    return std::move(made.get_object());
}

}  // namespace

std::string head_line(const saved_head& what) {
    model::array policies;
    for (const auto& each : what.policies) policies.emplace_back(each);
    model::object head{
        {"format_version", saved_format},
        {"type", kind},
        {"program", what.program},
        {"command", what.command},
        {"portal", what.portal.value()},
        {"portal_url", what.portal_url},
        {"created", what.created},
        {"policies", std::move(policies)},
        {"policy_hash", what.policy_hash}
    };
    if (what.selected) head["selected"] = *what.selected;
    return boost::json::serialize(head);
}

std::string end_body(const saved_end& what) {
    model::object users;
    for (const auto& [which, count] : what.users) users[model::to_string(which)] = count;
    auto text = boost::json::serialize(model::object{
        {"end",
         model::object{
             {"users", std::move(users)},
             {"unmatched", what.unmatched},
             {"calls_left_out", what.calls_left_out}
         }},
        {"plan", what.plan}
    });
    text.pop_back();
    return text;
}

std::string end_line(std::string_view body, std::string_view checksum) {
    std::string line(body);
    line += checksum_begins;
    line += checksum;
    line += checksum_ends;
    return line;
}

std::string_view body_of(std::string_view line) {
    constexpr auto tail = checksum_begins.size() + digits + checksum_ends.size();
    if (line.size() < tail) return line;
    const auto body = line.substr(0, line.size() - tail);
    return line.substr(body.size()).starts_with(checksum_begins) ? body : line;
}

std::expected<saved_head, std::string> head_from(std::string_view line) {
    const auto object = parsed(line);
    if (!object) return std::unexpected("this is not a plan: " + object.error());
    json_members from(*object);
    if (from.text_or("type", "") != kind)
        return std::unexpected("this is not a plan: its first line is not the head of one");
    const auto version = from.number("format_version");
    if (version > saved_format)
        return std::unexpected(
            "this plan has format " + std::to_string(version) + ", and this program knows " +
            std::to_string(saved_format) + ": a newer Muster has made it"
        );
    saved_head made;
    made.program = from.text("program");
    made.command = from.text("command");
    made.portal = model::portal_name(from.text("portal"));
    made.portal_url = from.text("portal_url");
    made.created = from.text("created");
    made.policy_hash = from.text("policy_hash");
    if (from.find("selected") != nullptr) made.selected = from.count("selected");
    for (const auto& each : from.list("policies"))
        if (each.is_string())
            made.policies.emplace_back(each.get_string());
        else
            from.complain("policies", "a list of names");
    if (!from.trouble().empty()) return std::unexpected(from.trouble());
    return made;
}

bool is_end(std::string_view line) {
    return line.starts_with(end_begins);
}

std::expected<saved_end, std::string> end_from(std::string_view line) {
    const auto object = parsed(line);
    if (!object) return std::unexpected(object.error());
    json_members from(*object);
    saved_end made;
    made.plan = from.text("plan");
    made.file = from.text("sha256");
    json_members counts(from.object("end"));
    made.unmatched = counts.count("unmatched");
    made.calls_left_out = counts.count("calls_left_out");
    json_members users(counts.object("users"));
    for (const auto which : model::all_planned) {
        const auto count = users.count_or(model::to_string(which), 0);
        if (count != 0) made.users[which] = count;
    }
    for (const auto* each : {&from, &counts, &users})
        if (!each->trouble().empty()) return std::unexpected(each->trouble());
    return made;
}

}  // namespace plan
