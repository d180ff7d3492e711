#include "cli/explain_user_command.hpp"

#include "base/nearest_name.hpp"
#include "cli/explanation_text.hpp"
#include "cli/live_directory.hpp"
#include "cli/problems.hpp"
#include "cli/workspace.hpp"
#include "document/excerpt.hpp"
#include "policy/letter_case.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <iostream>
#include <optional>
#include <vector>

namespace cli {

namespace {

exit_code refuse(const std::string& message, const std::string& hint) {
    std::cerr << fmt::format("muster: {}\n", message);
    if (!hint.empty()) std::cerr << fmt::format("  {}\n", hint);
    return exit_code::usage;
}

std::optional<model::user> find_user(
    roster::source& who, const std::string& wanted, base::diagnostics& problems
) {
    const auto address = policy::lower_case(wanted);
    while (auto each = who.next(problems))
        if (std::to_string(each->id.value()) == wanted ||
            policy::lower_case(each->email) == address)
            return each;
    return std::nullopt;
}

bool is_meant(
    const policy::explained_step& step, const policy::explained_key& key, const std::string& wanted
) {
    return wanted == key.key || wanted == step.target || wanted == step.id ||
           wanted == step.target + "." + key.key || wanted == step.id + "." + key.key;
}

void keep_only(policy::explanation& what, const std::string& wanted) {
    for (auto& step : what.steps)
        std::erase_if(step.keys, [&](const auto& key) { return !is_meant(step, key, wanted); });
    std::erase_if(what.steps, [](const auto& step) { return step.keys.empty(); });
}

std::vector<std::string> keys_of(const policy::explanation& what) {
    std::vector<std::string> all;
    for (const auto& step : what.steps)
        for (const auto& key : step.keys) all.push_back(key.key);
    return all;
}

}  // namespace

exit_code explain_user_command(
    const options& given, const std::string& user, const std::string& key
) {
    base::diagnostics problems;
    const auto files = open_workspace(given, problems);
    const auto people =
        have_directory(files ? &*files : nullptr, given, network::forbidden, problems);
    const auto roster = people ? files->open_roster(problems) : nullptr;
    const auto who = roster ? find_user(*roster, user, problems) : std::nullopt;
    auto what = who ? files->policies->explain(*who, problems) : std::nullopt;
    print_problems(problems, given);
    if (problems.has_errors()) return exit_code::invalid;
    if (!who)
        return refuse(
            fmt::format("the roster has no user {}", document::in_quotes(user)),
            "give an id or an e-mail address that is on it"
        );
    if (!key.empty()) {
        const auto known = keys_of(*what);
        keep_only(*what, key);
        if (what->steps.empty()) {
            const auto near = base::nearest_name(key, known);
            return refuse(
                fmt::format("no policy manages {} for this user", document::in_quotes(key)),
                near ? fmt::format("did you mean '{}'?", *near) : ""
            );
        }
    }
    if (given.output == output_format::text)
        std::cout << explanation_text(*what);
    else
        std::cout << boost::json::serialize(explanation_json(*what)) << '\n';
    return exit_code::done;
}

}  // namespace cli
