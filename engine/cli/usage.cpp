#include "cli/usage.hpp"

#include "base/nearest_name.hpp"
#include "cli/config/as_typed.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <vector>

namespace cli {

namespace {

using names = std::vector<std::string>;

names commands_of(const CLI::App& place) {
    names all;
    for (const auto* each : place.get_subcommands([](const CLI::App*) { return true; }))
        all.push_back(each->get_name());
    return all;
}

names flags_of(const CLI::App& place) {
    names all;
    for (const auto* each : place.get_options())
        for (const auto& name : each->get_lnames()) all.push_back("--" + name);
    return all;
}

// "muster", "muster apply", "muster roster check".
std::string name_of(const CLI::App& place) {
    const auto* above = place.get_parent();
    return above ? name_of(*above) + ' ' + place.get_name() : place.get_name();
}

std::string did_you_mean(const std::string& wrong, const names& known) {
    const auto near = base::nearest_name(wrong, known);
    return near ? fmt::format("did you mean {}? ", *near) : "";
}

std::string unexpected(const CLI::App& place, const std::string& word) {
    const auto name = name_of(place);
    const bool is_flag = word.starts_with('-');
    const auto known = is_flag ? flags_of(place) : commands_of(place);
    if (!is_flag && known.empty())
        return fmt::format(
            "{0}: '{1}' was not expected\n  files are named with flags: '{0} --help' lists them\n",
            name,
            as_typed(word)
        );
    const auto what = is_flag ? word.substr(0, word.find('=')) : word;
    return fmt::format(
        "{0}: there is no {1} '{2}'\n  {3}'{0} --help' lists them\n",
        name,
        is_flag ? "flag" : "command",
        as_typed(what),
        did_you_mean(what, known)
    );
}

// CLI11 begins these with the flag's name and a colon.
std::string wrong_value(const CLI::App& place, const CLI::ParseError& wrong) {
    std::string told = wrong.what();
    const auto flag = told.substr(0, told.find(':'));
    const auto* option = place.get_option_no_throw(flag);
    if (option && wrong.get_name() == "ArgumentMismatch")
        told = fmt::format("{0} needs a value: {0} {1}", flag, option->get_type_name());
    else if (option)
        told.replace(flag.size(), 2, " ");
    return fmt::format("{}: {}\n", name_of(place), told);
}

}  // namespace

std::string usage_problem(const CLI::App& app, const CLI::ParseError& wrong) {
    const auto* place = &app;
    for (;;) {
        const auto astray = place->remaining();
        if (!astray.empty()) return unexpected(*place, astray.front());
        const auto entered = place->get_subcommands();
        if (entered.empty()) break;
        place = entered.front();
    }
    if (wrong.get_name() == "RequiredError" && !commands_of(*place).empty())
        return fmt::format(
            "{0}: a command is missing\n  '{0} --help' lists them\n", name_of(*place)
        );
    return wrong_value(*place, wrong);
}

}  // namespace cli
