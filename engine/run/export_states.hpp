#pragma once

#include "base/diagnostic.hpp"
#include "catalog/definitions.hpp"
#include "migration/mapping.hpp"
#include "migration/passage.hpp"
#include "migration/translation.hpp"
#include "snapshot/reader.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace run {

// A file to be written, and its name below the folder that it goes into.
struct text_file {
    std::string name;  // "policies/acme-calendar-section-1.yaml"
    std::string text;
};

// All of it outlives the export.
struct export_order {
    snapshot::reader& from;
    const catalog::definitions& all;
    migration::mapping& how;
    migration::fullness mode = migration::fullness::full;
    // Who everybody is on the other portal; nullptr: they stay on theirs.
    migration::passage* to = nullptr;
    std::string there;  // the name of the portal that the roster is for
    // Whether somebody is one of those asked for; may be missing.
    std::function<bool(model::user_id)> chosen = {};
};

struct exported {
    std::string portal;            // that the roster is for
    std::vector<text_file> files;  // policies, then the roster
    std::uint64_t policies = 0;
    std::uint64_t users = 0;  // on the roster
    std::uint64_t stay = 0;   // because the mapping says so
    std::vector<migration::left_out> left;
};

// Policies and a roster that say of everybody what the snapshot says of him, in words that mean the
// same on any portal. What was made is read again and held against the snapshot. Nothing when there
// was an error; nobody at all is one.
std::optional<exported> export_states(const export_order& order, base::diagnostics& problems);

}  // namespace run
