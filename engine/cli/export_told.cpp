#include "cli/export_told.hpp"

#include "cli/shell_word.hpp"
#include "report/escaping.hpp"
#include "report/value_text.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>
#include <utility>

namespace cli {

namespace {

using migration::left_out;
using migration::reason_left;

constexpr std::size_t most_samples = 3;

std::string label(const migration::person& who) {
    return who.email.empty() ? std::to_string(who.id.value())
                             : fmt::format("{} {}", who.id.value(), who.email);
}

// Those for whom the same is missing for the same reason.
struct group {
    std::set<std::int64_t> users;
    std::vector<std::string> samples;
    std::string why;  // of the first
};
using groups = std::map<std::pair<std::string, reason_left>, group>;

groups grouped(const std::vector<left_out>& left) {
    groups made;
    for (const auto& each : left) {
        // An item's own name would part what belongs together.
        const auto what = each.what.substr(0, each.what.find(" '"));
        auto& into = made[{what, each.reason}];
        if (into.users.empty()) into.why = each.why;
        if (into.users.insert(each.who.id.value()).second && into.samples.size() < most_samples)
            into.samples.push_back(label(each.who));
    }
    return made;
}

std::string samples_text(const group& of) {
    std::string text;
    for (const auto& each : of.samples) text += (text.empty() ? "" : ", ") + each;
    return of.users.size() > of.samples.size() ? text + ", …" : text;
}

std::string left_out_text(const std::vector<left_out>& left) {
    std::string text = "\nLEFT OUT\n";
    for (const auto& [what, group] : grouped(left)) {
        const auto users = group.users.size();
        text += report::terminal_text(fmt::format(
                    "  {:>5} {}  {}: {}",
                    users,
                    users == 1 ? "user " : "users",
                    what.first.empty() ? "the user" : what.first,
                    migration::in_words(what.second)
                )) +
                '\n';
        text += report::terminal_text("               " + samples_text(group)) + '\n';
        text += report::terminal_text("               " + group.why) + '\n';
    }
    return text;
}

void print_text(
    const options& given,
    const run::exported& made,
    const export_wish& wished,
    const std::filesystem::path& from
) {
    std::cout << fmt::format(
        "export: {} {} and a roster of {} {}{}\n",
        made.policies,
        made.policies == 1 ? "policy" : "policies",
        made.users,
        made.users == 1 ? "user" : "users",
        wished.to.empty() ? "" : " for " + report::terminal_text(wished.to)
    );
    if (made.stay != 0) std::cout << fmt::format("  {} stay, as the mapping says\n", made.stay);
    if (!made.left.empty()) std::cout << left_out_text(made.left);
    std::cout << fmt::format("\n  {:<10}{}\n", "snapshot", report::terminal_text(from.string()));
    std::cout << fmt::format("  {:<10}{}\n", "written", report::terminal_text(wished.out));
    if (!made.left.empty())
        std::cout << fmt::format(
            "  {:<10}{}\n", "left out", report::terminal_text(wished.out + "/left-out.csv")
        );
    if (made.users == 0) {
        std::cout << fmt::format(
            "  {:<10}nobody was found on {}: say in {}/mapping.yaml who they are there, and export "
            "again with --mapping\n",
            "next",
            report::terminal_text(made.portal),
            report::terminal_text(wished.out)
        );
        return;
    }
    const auto config =
        given.config.empty() ? std::string() : " --config " + shell_word(given.config);
    std::cout << fmt::format(
        "  {:<10}muster plan{} --portal {} --policy {}/policies/*.yaml --roster {}/roster.yaml\n",
        "look",
        config,
        report::terminal_text(made.portal),
        shell_word(wished.out),
        shell_word(wished.out)
    );
}

void print_json(
    const run::exported& made, const export_wish& wished, const std::filesystem::path& from
) {
    model::array files;
    for (const auto& each : made.files) files.emplace_back(wished.out + '/' + each.name);
    model::array left;
    for (const auto& each : made.left)
        left.push_back(model::object{
            {"user", each.who.id.value()},
            {"email", each.who.email},
            {"what", each.what},
            {"value", each.value},
            {"reason", migration::in_words(each.reason)},
            {"why", each.why},
        });
    std::cout << boost::json::serialize(model::object{
                     {"format_version", 1},
                     {"snapshot", from.string()},
                     {"policies", made.policies},
                     {"users", made.users},
                     {"stay", made.stay},
                     {"files", std::move(files)},
                     {"left_out", std::move(left)},
                 })
              << '\n';
}

}  // namespace

void print_export(
    const options& given,
    const run::exported& made,
    const export_wish& wished,
    const std::filesystem::path& from
) {
    if (given.output == output_format::text)
        print_text(given, made, wished, from);
    else
        print_json(made, wished, from);
}

std::string left_out_csv(const std::vector<left_out>& left) {
    std::string text = "user_id,email,what,value,reason,why\r\n";
    for (const auto& each : left)
        text += fmt::format(
            "{},{},{},{},{},{}\r\n",
            each.who.id.value(),
            report::csv_cell(each.who.email),
            report::csv_cell(each.what),
            report::csv_cell(report::cell_text(each.value)),
            report::csv_cell(migration::in_words(each.reason)),
            report::csv_cell(each.why)
        );
    return text;
}

std::string mapping_draft(const std::vector<left_out>& left, const std::string& to) {
    std::string entries;
    for (const auto& each : left)
        if (each.reason == reason_left::nobody_there)
            entries += fmt::format(
                "  {}: stays{}\n",
                each.who.id.value(),
                each.who.email.empty() ? "" : "  # " + report::terminal_text(each.who.email)
            );
    if (entries.empty()) return {};
    return fmt::format(
               "# yaml-language-server: $schema=schema/mapping.v1.json\n"
               "# Who is who on {}, beside those who have the same e-mail address there. Give each "
               "of "
               "these the id\n"
               "# or the address that he has on {}, or leave 'stays' for somebody who does not "
               "move; "
               "then export again\n"
               "# with --mapping.\n"
               "apiVersion: muster/v1\n"
               "kind: Mapping\n"
               "users:\n",
               to,
               to
           ) +
           entries;
}

}  // namespace cli
