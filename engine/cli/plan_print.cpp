#include "cli/plan_print.hpp"

#include "cli/config/as_typed.hpp"
#include "cli/terminal.hpp"
#include "report/reasons.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <optional>
#include <set>

namespace cli {

namespace {

constexpr std::string_view every_block = "all";

std::optional<std::size_t> number_of(const std::string& text) {
    std::size_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc() || read.ptr != end || number == 0) return std::nullopt;
    return number;
}

}  // namespace

std::expected<void, std::string> check_expand(const options& given) {
    for (const auto& each : given.expand)
        if (each != every_block && !number_of(each))
            return std::unexpected(
                "--expand takes numbers of blocks, or all, not '" + as_typed(each) + "'"
            );
    return {};
}

base::result<void> expand(
    report::seen_plan_facts& facts,
    const report::seen_plan& plan,
    run::plan_reader& from,
    const options& given
) {
    if (given.expand.empty()) return {};
    const bool all = std::ranges::find(given.expand, every_block) != given.expand.end();
    std::set<std::size_t> asked;
    for (const auto& each : given.expand)
        if (const auto number = number_of(each)) asked.insert(*number - 1);
    const auto blocks = plan.changes().blocks().size();
    for (const auto each : asked)
        if (each >= blocks)
            std::cerr << fmt::format(
                "muster: warning: --expand {}: the plan has {}\n",
                each + 1,
                blocks == 0 ? "no blocks" : fmt::format("blocks 1 to {}", blocks)
            );
    const auto place_of = plan.changes().places();
    from.rewind();
    for (;;) {
        auto user = from.next();
        if (!user) return std::unexpected(user.error());
        if (!*user) return {};
        const auto place = place_of((*user)->seen);
        if (place && (all || asked.contains(*place)))
            facts.expanded[*place].push_back(report::user_label((*user)->seen.what.who));
    }
}

void print_plan(
    const options& given, const report::seen_plan& plan, const report::seen_plan_facts& facts
) {
    if (given.output != output_format::text) {
        std::cout << report::seen_plan_json(plan, facts) << std::flush;
        return;
    }
    const bool paint = may_colour(stream::standard_output, given.colour);
    std::cout << report::seen_plan_text(
                     plan, facts, paint ? report::colors::on : report::colors::off
                 )
              << std::flush;
}

}  // namespace cli
