#include "cli/roster_command.hpp"

#include "cli/live_directory.hpp"
#include "cli/problems.hpp"
#include "cli/workspace.hpp"
#include "roster/membership.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdint>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace cli {

namespace {

struct counts {
    std::uint64_t users = 0;
    std::uint64_t own_credential = 0;
    std::uint64_t without_email = 0;
    std::map<std::string, std::uint64_t> by_group;
};

std::vector<std::string> groups_of(const model::user& who) {
    std::vector<std::string> found;
    if (const auto* groups = who.attributes.if_contains(roster::groups_attribute))
        roster::any_text(*groups, [&](std::string_view name) {
            if (!name.empty()) found.emplace_back(name);
            return false;
        });
    return found;
}

// Of users that come one at a time; nothing is kept of them but counts.
class roster_printer {
public:
    roster_printer(const options& given, roster_view view) : given_(given), view_(view) {}

    void add(const model::user& who, bool has_credential) {
        ++all_.users;
        if (has_credential) ++all_.own_credential;
        if (who.email.empty()) ++all_.without_email;
        const auto groups = groups_of(who);
        for (const auto& each : groups) ++all_.by_group[each];
        if (view_ == roster_view::check) return;
        if (given_.output == output_format::text)
            text_ += fmt::format(
                "{:>8}  {:<11}  {}  {}\n",
                who.id.value(),
                has_credential ? "own webhook" : "none",
                who.email.empty() ? "-" : printable(who.email),
                printable(fmt::format("{}", fmt::join(groups, ",")))
            );
        else
            users_.push_back(
                {{"id", who.id.value()},
                 {"email", who.email},
                 {"credential", has_credential ? "own" : "none"},
                 {"attributes", who.attributes}}
            );
        print_when_full();
    }

    void finish() {
        if (given_.output != output_format::text) return finish_json();
        text_ += fmt::format(
            "{} users: {} with a credential of their own, {} without; {} without an email.\n",
            all_.users,
            all_.own_credential,
            all_.users - all_.own_credential,
            all_.without_email
        );
        for (const auto& [group, users] : all_.by_group)
            text_ += fmt::format("  group {}: {}\n", printable(group), users);
        std::cout << text_;
    }

private:
    // No control characters: a roster may come from elsewhere.
    static std::string printable(std::string text) {
        for (auto& c : text)
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
        return text;
    }

    void print_when_full() {
        constexpr std::size_t enough = std::size_t{1} << 16;
        if (text_.size() < enough) return;
        std::cout << text_;
        text_.clear();
    }

    void finish_json() {
        model::object groups;
        for (const auto& [group, users] : all_.by_group) groups.emplace(group, users);
        model::object whole{
            {"format_version", 1},
            {"users", all_.users},
            {"own_credential", all_.own_credential},
            {"without_credential", all_.users - all_.own_credential},
            {"without_email", all_.without_email},
            {"groups", std::move(groups)},
        };
        if (view_ == roster_view::list) whole.emplace("list", std::move(users_));
        std::cout << boost::json::serialize(whole) << '\n';
    }

    const options& given_;
    roster_view view_;
    counts all_;
    std::string text_;
    model::array users_;
};

}  // namespace

exit_code roster_command(const options& given, roster_view view) {
    base::diagnostics problems;
    const auto files = open_people(given, problems);
    const auto people =
        have_directory(files ? &*files : nullptr, given, network::allowed, problems);
    if (!people) {
        print_problems(problems, given);
        return people.error();
    }
    // Once to its end first: what is printed is of a roster without mistakes.
    for (const bool prints : {false, true}) {
        const auto who = files->open_roster(problems);
        roster_printer printer(given, view);
        while (who && !problems.has_errors()) {
            const auto user = who->next(problems);
            if (!user) break;
            if (prints)
                printer.add(*user, files->credentials.knows(model::credential_of(user->id)));
        }
        if (!prints || problems.has_errors()) print_problems(problems, given);
        if (problems.has_errors()) return exit_code::invalid;
        if (prints) printer.finish();
    }
    return exit_code::done;
}

}  // namespace cli
