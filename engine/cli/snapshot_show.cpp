#include "cli/problems.hpp"
#include "cli/snapshot_command.hpp"
#include "report/escaping.hpp"
#include "snapshot/reader.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <optional>

namespace cli {

namespace {

constexpr std::size_t most_shown = 20;

struct outline {
    std::map<std::string, std::uint64_t> items;  // of collections, by resource
    std::vector<snapshot::entry> unread;
};

outline look_through(snapshot::reader& from, base::diagnostics& problems) {
    outline seen;
    while (auto each = from.next(problems)) {
        for (const auto& [name, value] : each->state)
            if (const auto* list = value.if_array()) seen.items[std::string(name)] += list->size();
        if (each->unread) seen.unread.push_back(std::move(*each));
    }
    return seen;
}

void print_text(const snapshot::head& about, const outline& seen) {
    std::cout << report::terminal_text(fmt::format("snapshot of {} ({})", about.portal, about.url))
              << "\n\n"
              << fmt::format("  {:<12}{:>6}\n", "read", about.users - about.unread)
              << fmt::format("  {:<12}{:>6}\n", "not read", about.unread) << "  "
              << std::string(18, '-') << '\n'
              << fmt::format("  {:<12}{:>6}\n\n", "users", about.users);
    for (const auto& name : about.resources) {
        const auto found = seen.items.find(name);
        std::cout << "  " << report::terminal_text(name)
                  << (found == seen.items.end() ? std::string()
                                                : fmt::format("   {} in all", found->second))
                  << '\n';
    }
    if (!seen.unread.empty()) std::cout << "\nNOT READ\n";
    for (std::size_t i = 0; i < std::min(seen.unread.size(), most_shown); ++i) {
        const auto& each = seen.unread[i];
        std::cout << report::terminal_text(fmt::format(
                         "  {} {}: {}, {}",
                         each.user.value(),
                         each.email,
                         model::to_string(each.unread->what),
                         each.unread->why
                     ))
                  << '\n';
    }
    if (seen.unread.size() > most_shown)
        std::cout << fmt::format("  and {} more\n", seen.unread.size() - most_shown);
}

void print_json(const snapshot::head& about, const outline& seen) {
    model::array unread;
    for (const auto& each : seen.unread)
        unread.push_back(model::object{
            {"user", each.user.value()},
            {"email", each.email},
            {"what", model::to_string(each.unread->what)},
            {"why", each.unread->why},
        });
    model::object items;
    for (const auto& [name, count] : seen.items) items.emplace(name, count);
    std::cout << boost::json::serialize(model::object{
                     {"format_version", 1},
                     {"portal", about.portal},
                     {"url", about.url},
                     {"resources", model::array(about.resources.begin(), about.resources.end())},
                     {"users", about.users},
                     {"read", about.users - about.unread},
                     {"items", std::move(items)},
                     {"unread", std::move(unread)},
                 })
              << '\n';
}

}  // namespace

exit_code snapshot_show_command(const options& given, const std::string& file) {
    base::diagnostics problems;
    auto from = snapshot::reader::open(file, problems);
    const auto seen = from ? look_through(*from, problems) : outline();
    print_problems(problems, given);
    if (problems.has_errors()) return exit_code::invalid;
    if (given.output == output_format::text)
        print_text(from->about(), seen);
    else
        print_json(from->about(), seen);
    return exit_code::done;
}

}  // namespace cli
