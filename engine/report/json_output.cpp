#include "report/json_output.hpp"

#include "report/summary_json.hpp"
#include "report/user_json.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <ostream>
#include <system_error>
#include <utility>

namespace report {

namespace {

// The members of `what` after those that every line starts with.
std::string line_of(std::string_view type, const model::object& what) {
    model::object line{{"format_version", format_version}, {"type", type}};
    for (const auto& member : what) line[member.key()] = member.value();
    return boost::json::serialize(line) + '\n';
}

}  // namespace

json_results::json_results(std::ostream& out, json_form form, const model::run_header& run)
    : out_(out), form_(form) {
    if (form_ == json_form::lines) return;
    head_ = fmt::format(
        R"({{"format_version":{},"run":{},"users":[)",
        format_version,
        boost::json::serialize(run_json(run))
    );
}

void json_results::begin() {
    out_ << std::exchange(head_, {});
}

void json_results::job_closed(const model::job_result& what) {
    if (form_ == json_form::lines) {
        out_ << line_of("user", user_json(what));
        return;
    }
    begin();
    out_ << (first_ ? "\n" : ",\n") << boost::json::serialize(user_json(what));
    first_ = false;
}

base::result<void> json_results::finish(const model::run_summary& run, const totals& all) {
    if (form_ == json_form::lines) {
        out_ << line_of(
            "summary", {{"run", run_json(run.header)}, {"summary", summary_json(run, all)}}
        );
    } else {
        begin();
        out_ << (first_ ? "" : "\n")
             << "],\"summary\":" << boost::json::serialize(summary_json(run, all)) << "}\n";
    }
    out_.flush();
    if (out_) return {};
    return std::unexpected(
        base::failure{std::make_error_code(std::errc::io_error), "writing the results as JSON"}
    );
}

}  // namespace report
