#include "report/portals_json.hpp"

#include "report/characters.hpp"
#include "report/summary_json.hpp"

#include <boost/json/serialize.hpp>

#include <ostream>
#include <system_error>
#include <utility>

namespace report {

namespace {

using model::object;

model::array next_steps(const std::vector<closing_line>& closing) {
    model::array all;
    for (const auto& each : closing)
        all.push_back(object{{"name", valid_utf8(each.name)}, {"text", valid_utf8(each.text)}});
    return all;
}

// What is told of a portal behind its users.
object tail_of(const portal_end& what, const totals& its) {
    return {
        {"summary", summary_json(*what.run, its)},
        {"report", valid_utf8(what.report)},
        {"next", next_steps(what.closing)},
    };
}

// The members of an object, to be put behind others.
std::string members_of(const object& what) {
    const auto text = boost::json::serialize(what);
    return text.substr(1, text.size() - 2);
}

object line_of(std::string_view type) {
    return {{"format_version", format_version}, {"type", type}};
}

void add_up(model::run_summary& sum, const model::run_summary& one) {
    for (const auto& [what, count] : one.users) sum.users[what] += count;
    for (const auto& [what, count] : one.steps) sum.steps[what] += count;
    sum.unmatched += one.unmatched;
    sum.lane.requests += one.lane.requests;
    sum.lane.commands += one.lane.commands;
    sum.lane.retries += one.lane.retries;
    sum.lane.rate_limited += one.lane.rate_limited;
    sum.lane.lost_answers += one.lane.lost_answers;
}

}  // namespace

portals_results::portals_results(std::ostream& out, json_form form) : out_(out), form_(form) {}

void portals_results::begin() {
    if (begun_ || form_ == json_form::lines) return;
    begun_ = true;
    out_ << "{\"format_version\":" << format_version << ",\"portals\":[";
}

void portals_results::add(const portal_end& what, const totals& its, user_spool* users) {
    begin();
    add_up(sum_, *what.run);
    ++ends_[what.run->end];
    const object head{{"run", run_json(what.run->header)}};
    if (form_ == json_form::document) {
        out_ << (first_portal_ ? "\n{" : ",\n{") << members_of(head) << ",\"users\":[";
        first_portal_ = false;
        first_user_ = true;
    }
    base::result<void> told;
    if (users != nullptr)
        told = users->replay([&](std::string_view line) { tell_user(what, line); });
    if (!told && !failure_)
        failure_ = told.error().within("portal " + what.run->header.portal.value());
    if (form_ == json_form::document) {
        out_ << (first_user_ ? "]," : "\n],") << members_of(tail_of(what, its)) << '}';
        return;
    }
    out_ << '{' << members_of(line_of("portal")) << ',' << members_of(head) << ','
         << members_of(tail_of(what, its)) << "}\n";
}

void portals_results::tell_user(const portal_end& of, std::string_view line) {
    if (form_ == json_form::document) {
        out_ << (first_user_ ? "\n" : ",\n") << line;
        first_user_ = false;
        return;
    }
    auto head = line_of("user");
    head["portal"] = valid_utf8(of.run->header.portal.value());
    out_ << '{' << members_of(head) << ',' << line.substr(1) << '\n';
}

base::result<void> portals_results::finish(const totals& all) {
    begin();
    const object sums{{"summary", portals_summary_json(sum_, ends_, all)}};
    if (form_ == json_form::document)
        out_ << (first_portal_ ? "" : "\n") << "]," << members_of(sums) << "}\n";
    else
        out_ << '{' << members_of(line_of("summary")) << ',' << members_of(sums) << "}\n";
    out_.flush();
    if (failure_) return std::unexpected(*failure_);
    if (out_) return {};
    return std::unexpected(
        base::failure{std::make_error_code(std::errc::io_error), "writing the results as JSON"}
    );
}

model::object portals_summary_json(
    const model::run_summary& sum,
    const std::map<model::run_end, std::uint64_t>& ends,
    const totals& all
) {
    object portals{{"all", 0}};
    std::uint64_t count = 0;
    for (const auto& [how, so_many] : ends) {
        portals[model::to_string(how)] = so_many;
        count += so_many;
    }
    portals["all"] = count;
    object made{{"portals", std::move(portals)}};
    for (auto& member : counts_json(sum, all)) made[member.key()] = std::move(member.value());
    return made;
}

}  // namespace report
