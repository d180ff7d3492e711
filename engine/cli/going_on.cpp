#include "cli/going_on.hpp"

#include "cli/shell_word.hpp"
#include "journal/read.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace cli {

std::string line_to_resume(const options& given, const journal::run_row& run) {
    auto text = "muster resume " + run.id.value();
    if (!given.config.empty()) text += " --config " + shell_word(given.config);
    return text;
}

bool is_by_apply(const journal::run_row& run) {
    static constexpr std::array<std::string_view, 2> by_policies{"apply", "drift --remediate"};
    return std::ranges::any_of(by_policies, [&](std::string_view each) {
        return std::string_view(run.command).starts_with(each);
    });
}

std::string line_to_retry(
    const journal::run_row& run, const std::optional<invocation_record>& asked
) {
    const auto config = asked ? " --config " + shell_word(asked->config) : std::string();
    if (run.command.starts_with("rollback ")) return "muster " + run.command + config;
    return is_by_apply(run) ? "muster apply" + config + " --retry-failed " + run.id.value()
                            : std::string();
}

base::result<place_of_run> place_in_line(const journal::store& in, const model::run_id& run) {
    auto line = in.line_of(run);
    if (!line) return std::unexpected(line.error());
    place_of_run made;
    const auto ours = std::ranges::find(*line, run);
    if (ours + 1 != line->end()) made.continued_by = *(ours + 1);
    line->erase(ours, line->end());
    const auto before = journal::reader(in).left_by(*line);
    if (!before) return std::unexpected(before.error());
    for (const auto& [user, outcome] : before->settled) ++made.carried[outcome];
    return made;
}

}  // namespace cli
