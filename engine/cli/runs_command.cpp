#include "cli/runs_command.hpp"

#include "async/system_clock_source.hpp"
#include "cli/run_choice.hpp"
#include "cli/run_json.hpp"
#include "cli/run_state.hpp"
#include "report/duration_text.hpp"
#include "report/escaping.hpp"
#include "report/summary_json.hpp"
#include "report/totals.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace cli {

namespace {

using row = std::array<std::string, 7>;

std::string to_seconds(base::wall_time when) {
    return base::to_rfc3339(when).substr(0, std::string_view("2026-11-23T04:05:06").size()) + "Z";
}

// "40 changed, 2 failed"; of a run without an end also how many of how many.
std::string users_of(const journal::run_row& run) {
    std::string text;
    for (const auto what : report::all_user_outcomes) {
        const auto count = report::count_of(run.totals.users, what);
        if (count == 0) continue;
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, model::to_string(what));
    }
    const auto so_far = report::sum_of(run.totals.users);
    if (!run.finished && run.selected) {
        const auto of_all = fmt::format("{} of {}", so_far, *run.selected);
        text = text.empty() ? of_all : fmt::format("{}: {}", of_all, text);
    }
    return text.empty() ? "-" : text;
}

row row_of(const journal::run_row& run, base::wall_time now) {
    const bool running = is_under_way(run, now);
    auto took = std::string("-");
    if (run.finished) took = report::duration_text(*run.finished - run.started);
    if (running) took = report::duration_text(now - run.started);
    auto users = users_of(run);
    if (run.after)
        users += fmt::format("; {} {}", model::to_string(run.after->how), run.after->of.value());
    return {
        report::terminal_text(run.id.value()),
        report::terminal_text(run.portal.value()),
        report::terminal_text(run.command),
        to_seconds(run.started),
        std::move(took),
        state_of(run, now),
        report::terminal_text(users)
    };
}

std::string table_of(const std::vector<journal::run_row>& runs, base::wall_time now) {
    std::vector<row> rows{
        {"RUN", "PORTAL", "COMMAND", "STARTED", "TOOK", "ENDED", "USERS"},
    };
    for (const auto& each : runs) rows.push_back(row_of(each, now));
    std::array<std::size_t, 7> widths{};
    for (const auto& each : rows)
        for (std::size_t at = 0; at < each.size(); ++at)
            widths.at(at) = std::max(widths.at(at), each.at(at).size());
    std::string text;
    for (const auto& each : rows) {
        for (std::size_t at = 0; at + 1 < each.size(); ++at)
            text += fmt::format("{:<{}}  ", each.at(at), widths.at(at));
        text += each.back() + '\n';
    }
    return text;
}

void print_json(
    const options& given, const std::vector<journal::run_row>& runs, base::wall_time now
) {
    if (given.output == output_format::jsonl) {
        for (const auto& each : runs) {
            model::object line{{"format_version", report::format_version}, {"type", "run"}};
            for (const auto& member : run_row_json(each, now)) line[member.key()] = member.value();
            std::cout << boost::json::serialize(line) << '\n';
        }
        return;
    }
    model::array all;
    for (const auto& each : runs) all.push_back(run_row_json(each, now));
    std::cout << boost::json::serialize(model::object{
                     {"format_version", report::format_version}, {"runs", std::move(all)}
                 })
              << '\n';
}

}  // namespace

exit_code runs_command(const options& given, std::size_t most) {
    const auto in = journal_if_any(given);
    if (!in) return in.error();
    journal::run_filter which;
    if (!given.portals.empty()) which.portal = model::portal_name(given.portals.front());
    which.most = most + 1;
    auto runs = in->store ? in->store->runs(which)
                          : base::result<std::vector<journal::run_row>>(std::in_place);
    if (!runs) {
        std::cerr << "muster: " << base::describe(runs.error()) << '\n';
        return exit_code::state_lost;
    }
    if (!in->store && given.talk != verbosity::quiet)
        std::cerr << "No runs: " << why_no_journal(in->file) << '\n';
    const bool more = runs->size() > most;
    if (more) runs->pop_back();
    const auto now = async::system_clock_source().wall_now();
    if (given.output != output_format::text) {
        print_json(given, *runs, now);
        return exit_code::done;
    }
    std::cout << table_of(*runs, now);
    if (more && given.talk != verbosity::quiet)
        std::cerr << fmt::format("There are older ones: --limit {} shows more.\n", most * 5);
    return exit_code::done;
}

}  // namespace cli
