#include "cli/config/read_safety.hpp"

#include "cli/config/config_values.hpp"
#include "document/excerpt.hpp"
#include "document/problem.hpp"

#include <utility>

namespace cli {
namespace {

using document::mapping_reader;
using document::node_kind;
using document::presence;

constexpr auto as_in = "as in: protected: [1, boss@acme.example, executives]";

// Each is named as in --limit: an id, an email, a group, attribute=value or @file.
void read_protected(safety_config& into, mapping_reader& from, base::diagnostics& problems) {
    const auto* found = from.value("protected", presence::optional);
    if (found == nullptr) return;
    if (found->kind != node_kind::sequence || found->items.empty())
        return from.refuse("protected", "protected", "a list of users was expected", as_in);
    for (const auto& each : found->items) {
        const bool named = each.kind == node_kind::integer || each.kind == node_kind::text;
        if (!named || each.text.empty()) {
            from.refuse(
                "protected",
                "protected",
                "a user is named by an id, an email or a group, not by " +
                    document::describe_found(each),
                as_in
            );
            continue;
        }
        if (auto atom = roster::read_atom(each.text, each.where, {}, problems))
            into.protected_users.push_back({std::move(*atom), each.where});
    }
}

}  // namespace

safety_config read_safety(mapping_reader& root, base::diagnostics& problems) {
    constexpr std::int64_t everybody = 1'000'000'000;
    safety_config made;
    auto from = root.mapping("safety", presence::optional);
    if (!from) return made;
    made.max_change_percent = read_percent(*from, "max_change_percent");
    if (const auto many = read_count(*from, "min_population", 0, everybody))
        made.min_population = static_cast<std::uint64_t>(*many);
    if (const auto many = read_count(*from, "max_changes", 0, everybody))
        made.max_changes = static_cast<std::uint64_t>(*many);
    read_protected(made, *from, problems);
    from->finish();
    return made;
}

}  // namespace cli
