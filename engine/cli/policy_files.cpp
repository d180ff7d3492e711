#include "cli/policy_files.hpp"

#include "async/system_clock_source.hpp"
#include "cli/config/environment.hpp"
#include "cli/named_file.hpp"
#include "policy/exceptions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

namespace cli {
namespace {

// The key under which a portal's files are named.
std::string key_of(const portal_config* chosen, bool own, std::string_view key) {
    return chosen && own ? fmt::format("portals.{}.{}", chosen->name.value(), key)
                         : std::string(key);
}

std::vector<policy::variable_override> read_overrides(
    const options& given, base::diagnostics& problems
) {
    std::vector<policy::variable_override> made;
    for (const auto& file : given.var_files)
        for (auto& each : policy::read_overrides(file, problems)) made.push_back(std::move(each));
    for (const auto& text : given.vars)
        if (auto each = policy::read_override(text, problems)) made.push_back(std::move(*each));
    return made;
}

bool mentions_a_portal(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    return text.find("portal") != std::string::npos;
}

std::optional<policy::exceptions> read_exceptions(
    const std::filesystem::path& file,
    std::string named,
    const catalog::definitions& all,
    base::diagnostics& problems
) {
    if (file.empty()) return policy::exceptions();
    if (!is_there(file, std::move(named), problems)) return std::nullopt;
    const auto now = async::system_clock_source().wall_now();
    return policy::exceptions::read(
        file, all, std::chrono::floor<std::chrono::days>(now), problems
    );
}

}  // namespace

policy_files::policy_files(
    const config& settings,
    const options& given,
    const catalog::definitions& all,
    base::diagnostics& problems
)
    : settings_(settings),
      given_(given),
      all_(all),
      problems_(problems),
      overrides_(read_overrides(given, problems)) {}

policy_files::files policy_files::files_for(const portal_config* chosen) {
    if (!given_.policies.empty()) return {given_.policies.begin(), given_.policies.end()};
    return chosen ? settings_.policies_of(*chosen) : settings_.policies;
}

// A word in a comment is enough to read them once more, and nothing is lost by it but time.
bool policy_files::speak_of_the_portal(const files& which) const {
    const auto says = [](const std::string& text) { return text.find("portal") != text.npos; };
    return std::ranges::any_of(given_.vars, says) ||
           std::ranges::any_of(
               given_.var_files, [](const auto& file) { return mentions_a_portal(file); }
           ) ||
           std::ranges::any_of(which, mentions_a_portal);
}

std::shared_ptr<const policy::policy_set> policy_files::read_for(const portal_config* chosen) {
    const auto which = files_for(chosen);
    const auto exceptions = chosen ? settings_.exceptions_of(*chosen) : settings_.exceptions;
    const auto portal = chosen && speak_of_the_portal(which) ? chosen->name.value() : std::string();
    const auto [found, is_new] = known_.try_emplace(key(which, exceptions, portal));
    if (is_new) found->second = read(which, exceptions, chosen);
    return found->second;
}

std::shared_ptr<const policy::policy_set> policy_files::read(
    const files& which, const std::filesystem::path& exceptions, const portal_config* chosen
) {
    auto there = which;
    if (there.empty()) {
        base::diagnostic none;
        none.code = "config.no-policy";
        none.message = "no policy is given";
        none.hint = "list them under 'policies', or use --policy";
        none.where = whole(settings_.file);
        problems_.add(std::move(none));
    }
    const bool own = chosen && !chosen->policies.empty();
    const auto named = named_by(
        key_of(chosen, own, "policies"), given_.policies.empty() ? "" : "--policy", settings_
    );
    std::erase_if(there, [&](const auto& file) { return !is_there(file, named, problems_); });
    policy::reading with;
    if (chosen) {
        with.known.portal_name = chosen->name.value();
        with.known.portal_url = chosen->url;
    }
    const auto variables = process_environment();
    for (const auto& name : settings_.environment)
        with.known.environment.emplace(name, variables(name));
    with.overrides = overrides_;
    std::optional<policy::policy_set> made;
    if (!there.empty()) made = policy::policy_set::read(there, all_, problems_, with);
    const bool own_exceptions = chosen && !chosen->exceptions.empty();
    auto but = read_exceptions(
        exceptions,
        named_by(key_of(chosen, own_exceptions, "exceptions"), "", settings_),
        all_,
        problems_
    );
    if (!made || !but) return nullptr;
    made->except(std::move(*but));
    return std::make_shared<const policy::policy_set>(std::move(*made));
}

}  // namespace cli
