#include "cli/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <span>
#include <string_view>

namespace cli {

namespace {

bool are_alike(const base::diagnostic& a, const base::diagnostic& b) {
    return a.code == b.code && a.where.file && b.where.file && *a.where.file == *b.where.file &&
           a.where.line != 0 && a.where.line == b.where.line && a.where.column == b.where.column;
}

// The first few of those that stand at one place.
void print_alike(std::span<const base::diagnostic> all) {
    constexpr std::size_t enough = 3;
    for (const auto& each : all.first(std::min(enough, all.size())))
        std::cerr << base::to_text(each) << '\n';
    if (all.size() > enough)
        std::cerr << fmt::format(
            "{}: and {} more like it\n", base::to_string(all[0].where), all.size() - enough
        );
}

std::string_view what_was_not_done(contact with_portal) {
    switch (with_portal) {
        case contact::none:
            return "; nothing was sent";
        case contact::asked:
            return "; nothing was changed";
        case contact::never:
            return "";
    }
    return "";
}

}  // namespace

void print_problems(
    const base::diagnostics& problems, const options& given, notes told, contact with_portal
) {
    auto all = problems.sorted();
    if (told == notes::left_out)
        std::erase_if(all, [](const base::diagnostic& each) {
            return each.level == base::severity::note;
        });
    for (std::size_t i = 0; i < all.size();) {
        // A mistake in a policy shows again for every user.
        std::size_t alike = 1;
        while (i + alike < all.size() && are_alike(all[i], all[i + alike])) ++alike;
        if (given.talk != verbosity::quiet || all[i].level == base::severity::error)
            print_alike(std::span(all).subspan(i, alike));
        i += alike;
    }
    if (!problems.has_errors()) return;
    std::cerr << fmt::format(
        "{} {}{}.\n",
        problems.errors(),
        problems.errors() == 1 ? "error" : "errors",
        what_was_not_done(with_portal)
    );
}

}  // namespace cli
