#include "run/export_states.hpp"

#include "migration/composition.hpp"
#include "run/export_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace run {

namespace {

using migration::course;
using migration::left_out;
using migration::reason_left;

base::diagnostic fault(std::string code, std::string message, std::string hint = "") {
    base::diagnostic made;
    made.code = std::move(code);
    made.message = std::move(message);
    made.hint = std::move(hint);
    return made;
}

// Those that users read and write themselves; an administrator's records of people stay.
std::optional<std::vector<const catalog::resource*>> resources_of(
    const snapshot::head& about, const catalog::definitions& all, base::diagnostics& problems
) {
    std::vector<const catalog::resource*> made;
    for (const auto& name : about.resources) {
        const auto* found = all.find_resource(name);
        if (found == nullptr)
            problems.add(fault(
                "export.unknown-resource",
                fmt::format("the snapshot holds '{}', which the catalog does not describe", name),
                "name the company's catalog under 'catalog' in the configuration"
            ));
        else if (found->as == model::acts_as::user)
            made.push_back(found);
    }
    if (problems.has_errors()) return std::nullopt;
    return made;
}

struct gathered {
    std::vector<snapshot::entry> entries;  // of those who were read
    std::vector<left_out> left;
};

gathered gather(const export_order& order, base::diagnostics& problems) {
    gathered made;
    while (auto each = order.from.next(problems)) {
        if (order.chosen && !order.chosen(each->user)) continue;
        if (each->unread)
            made.left.push_back(
                {{each->user, each->email}, "", {}, reason_left::not_read, each->unread->why}
            );
        else
            made.entries.push_back(std::move(*each));
    }
    return made;
}

// Who is on the roster, as who.
std::vector<migration::listed_user> arrivals(
    const export_order& order,
    const migration::drafts& made,
    exported& into,
    base::diagnostics& problems
) {
    std::vector<migration::listed_user> listed;
    for (const auto& each : made.users) {
        auto fate = order.to == nullptr ? migration::fate{course::moves, each.whose, ""}
                                        : order.to->of(each.whose, problems);
        if (fate.what == course::moves)
            listed.push_back({std::move(fate.there), &each.columns});
        else if (fate.what == course::stays)
            ++into.stay;
        else
            into.left.push_back({each.whose, "", {}, reason_left::nobody_there, std::move(fate.why)}
            );
    }
    return listed;
}

std::string head_of_roster(const export_order& order, std::size_t users) {
    const auto& from = order.from.about().portal;
    auto text = fmt::format(
        "{} {} of {}{}, each with what is not as most have it.\n",
        users,
        users == 1 ? "user" : "users",
        from,
        order.to == nullptr ? "" : fmt::format(", with the ids that they have on {}", order.there)
    );
    return text + "The policies beside this file ask for these columns.";
}

void write_files(
    const export_order& order,
    const migration::drafts& made,
    std::vector<migration::listed_user> listed,
    exported& into
) {
    for (const auto& each : made.policies)
        into.files.push_back(
            {"policies/" + each.name + ".yaml", migration::text_of(each, "../schema/policy.v1.json")
            }
        );
    into.policies = made.policies.size();
    into.users = listed.size();
    const auto head = head_of_roster(order, listed.size());
    into.files.push_back(
        {"roster.yaml",
         migration::roster_text(std::move(listed), made.asked_for, head, "schema/roster.v1.json")}
    );
}

}  // namespace

std::optional<exported> export_states(const export_order& order, base::diagnostics& problems) {
    const auto what = resources_of(order.from.about(), order.all, problems);
    if (!what) return std::nullopt;
    auto all = gather(order, problems);
    const migration::translation words(*what, order.how, order.mode);
    std::vector<migration::belongings> belongings;
    for (const auto& each : all.entries) belongings.push_back(words.of(each, all.left));
    migration::composition composer(*what, order.from.about().portal);
    const auto drafts = composer.of(belongings);

    exported made;
    made.portal = order.there;
    made.left = std::move(all.left);
    auto listed = arrivals(order, drafts, made, problems);
    if (order.to != nullptr) order.how.warn_of_idle(problems);
    if (problems.has_errors()) return std::nullopt;
    // Whoever says in the mapping who they are there goes on from what was left out.
    const bool unknown_there = std::ranges::any_of(made.left, [](const left_out& each) {
        return each.reason == reason_left::nobody_there;
    });
    if (listed.empty() && unknown_there) return made;
    if (listed.empty() || drafts.policies.empty()) {
        problems.add(fault(
            "export.nobody",
            listed.empty() ? "nobody is left to be exported"
                           : "nobody has anything that would have to be said",
            listed.empty() ? "" : "without --mode lite the portal's defaults are said as well"
        ));
        return std::nullopt;
    }
    write_files(order, drafts, std::move(listed), made);
    // Elsewhere names and ids are others; then it only has to be right in itself.
    const auto against = order.to == nullptr ? &all.entries : nullptr;
    if (const auto wrong = misstatement(made.files, against, order.all)) {
        problems.add(
            fault("export.misstated", *wrong, "this is a fault of muster; nothing was written")
        );
        return std::nullopt;
    }
    return made;
}

}  // namespace run
