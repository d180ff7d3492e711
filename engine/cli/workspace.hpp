#pragma once

#include "base/diagnostic.hpp"
#include "catalog/definitions.hpp"
#include "cli/config/app_tokens.hpp"
#include "cli/config/config.hpp"
#include "cli/options.hpp"
#include "cli/roster_shelf.hpp"
#include "model/run.hpp"
#include "pacing/leaky_bucket.hpp"
#include "policy/policy_set.hpp"
#include "portal/credential_book.hpp"
#include "portal/portal_options.hpp"
#include "roster/open_roster.hpp"
#include "roster/selected_source.hpp"
#include "roster/source.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cli {

// What the user's files say about one portal and its people, read and checked. Flags have taken the
// place of what the configuration says.
struct people_workspace {
    std::shared_ptr<const config> settings;
    portal_config portal;
    portal::portal_options connection;
    pacing::bucket_limits limits;
    roster::roster_files people;
    std::shared_ptr<roster_shelf> shelf;  // nullptr: read from the files every time
    roster::selections whom;              // --limit and --exclude
    portal::credential_book credentials;
    std::optional<app_tokens> tokens;  // of its application, if it has one

    // The users that the command is about, from the beginning, as often as needed; nothing, and a
    // problem, when the roster cannot be read.
    [[nodiscard]] std::unique_ptr<roster::source> open_roster(base::diagnostics& problems) const;
    // Everybody of the roster, whoever is asked for.
    [[nodiscard]] std::unique_ptr<roster::source> open_everybody(base::diagnostics& problems) const;

    [[nodiscard]] bool has_admin() const;
    // What to say when a policy needs the administrator and there is none.
    [[nodiscard]] base::diagnostic missing_admin() const;

    // Where this run's report goes.
    [[nodiscard]] std::filesystem::path report_folder(
        const options& given, const model::run_header& run
    ) const;
};

// The same with what the policies say.
struct workspace : people_workspace {
    std::shared_ptr<const catalog::definitions> catalog;
    std::shared_ptr<const policy::policy_set> policies;  // of all portals with the same files
};

// Whether the command is about everybody on the roster, so that what nobody there needs is idle.
bool is_whole(const options& given);

// Whether --portal may mean more than one: a list, a pattern, `all`.
bool names_several(const options& given);

// For a command about one portal. What is wrong goes to `problems`; nothing is given when there is
// an error.
std::optional<workspace> open_workspace(const options& given, base::diagnostics& problems);
std::optional<people_workspace> open_people(const options& given, base::diagnostics& problems);

// For a command about one portal that asks no policy: as if there were none.
enum class roster_need { needed, none };
std::optional<workspace> open_without_policies(
    const options& given, base::diagnostics& problems, roster_need people = roster_need::needed
);

// For a command about as many portals as are asked for, in the configuration's order; what several
// of them name is read once. Empty when there is an error.
std::vector<workspace> open_workspaces(const options& given, base::diagnostics& problems);

}  // namespace cli
