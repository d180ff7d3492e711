#pragma once

#include "base/time.hpp"
#include "cli/config/config.hpp"
#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "journal/portal_locks.hpp"
#include "model/run.hpp"
#include "plan/job_progress.hpp"

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace cli {

// The name under which a portal is locked: its address, and where connections go if that is said.
std::string lock_name(const portal_config& portal);

// The portal for a run that is about to write, had for as long as the object is there; waits for
// whoever has it as long as --lock-timeout says. Nothing for a run that only looks. The unexpected
// value ends the program: the reason was told.
std::expected<std::unique_ptr<journal::portal_locks>, exit_code> lock_portal(
    plan::passes how,
    const options& given,
    const std::filesystem::path& journal,
    const portal_config& portal,
    const model::run_header& run
);

// The portal in `locks`, waited for as long as --lock-timeout says. Nothing: it is had. Otherwise
// who still has it.
base::result<std::optional<journal::lock_holder>> claim_portal(
    const options& given,
    journal::portal_locks& locks,
    const portal_config& portal,
    const model::run_header& run
);

// "run 20261123T040506Z-1f3a9c (apply) by root on desk-7, process 4711, since
// 2026-11-23T04:05:06.000Z (2 m 03 s)".
std::string in_words(const journal::lock_holder& who, base::wall_time now);

// A line: that it is waited for, and how long.
std::string waiting_in_words(
    const options& given, const model::portal_name& portal, const std::string& held_by
);

// Two lines: who has the portal, and what can be done.
std::string why_locked(
    const journal::lock_holder& who, const model::portal_name& portal, base::wall_time now
);

}  // namespace cli
