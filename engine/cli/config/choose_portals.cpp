#include "cli/config/choose_portals.hpp"

#include "cli/config/as_typed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fnmatch.h>
#include <memory>
#include <string_view>

namespace cli {
namespace {

base::diagnostic problem(
    const config& settings, std::string code, std::string message, std::string hint
) {
    base::diagnostic made;
    made.code = std::move(code);
    made.message = std::move(message);
    made.hint = std::move(hint);
    made.where = {std::make_shared<const std::string>(settings.file.string()), 0, 0};
    return made;
}

// What was asked for, taken apart: "!acme-*" leaves out.
struct wish {
    std::string pattern;
    bool leaves_out = false;
};

wish wish_of(const std::string& typed) {
    const bool out = typed.starts_with('!');
    return {out ? typed.substr(1) : typed, out};
}

bool fits(const wish& what, const portal_config& portal) {
    if (what.pattern == "all") return true;
    return ::fnmatch(what.pattern.c_str(), portal.name.value().c_str(), 0) == 0;
}

// Marks what each wish takes or leaves out; one that fits nothing is told.
std::vector<bool> mark(
    const config& settings, std::span<const std::string> asked, base::diagnostics& problems
) {
    const bool only_leaves_out =
        std::ranges::all_of(asked, [](const auto& each) { return each.starts_with('!'); });
    std::vector<bool> taken(settings.portals.size(), only_leaves_out);
    // What is left out is left out wherever it stands.
    for (const bool leaving : {false, true}) {
        for (const auto& typed : asked) {
            const auto what = wish_of(typed);
            if (what.leaves_out != leaving) continue;
            bool found = false;
            for (std::size_t i = 0; i < taken.size(); ++i) {
                if (!fits(what, settings.portals[i])) continue;
                found = true;
                taken[i] = !leaving;
            }
            if (!found)
                problems.add(problem(
                    settings,
                    "config.unknown-portal",
                    fmt::format("there is no portal '{}'", as_typed(what.pattern)),
                    "the configuration has: " + names_of_portals(settings)
                ));
        }
    }
    return taken;
}

}  // namespace

std::string names_of_portals(const config& settings) {
    constexpr std::size_t enough = 12;
    std::string names;
    const auto shown = std::min(enough, settings.portals.size());
    for (std::size_t i = 0; i < shown; ++i)
        names += (i == 0 ? "" : ", ") + settings.portals[i].name.value();
    if (settings.portals.size() > shown)
        names += fmt::format(" and {} more", settings.portals.size() - shown);
    return names;
}

std::vector<const portal_config*> choose_portals(
    const config& settings, std::span<const std::string> asked, base::diagnostics& problems
) {
    if (asked.empty()) {
        if (settings.portals.size() == 1) return {&settings.portals.front()};
        problems.add(problem(
            settings,
            "config.which-portal",
            "the configuration has several portals",
            "name one of them with --portal: " + names_of_portals(settings)
        ));
        return {};
    }
    const auto before = problems.errors();
    const auto taken = mark(settings, asked, problems);
    std::vector<const portal_config*> chosen;
    for (std::size_t i = 0; i < taken.size(); ++i)
        if (taken[i]) chosen.push_back(&settings.portals[i]);
    if (chosen.empty() && problems.errors() == before)
        problems.add(problem(
            settings,
            "config.no-portal-left",
            "--portal leaves no portal",
            "the configuration has: " + names_of_portals(settings)
        ));
    return chosen;
}

}  // namespace cli
