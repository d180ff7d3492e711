#pragma once

#include "cli/exit_code.hpp"
#include "cli/many_runs.hpp"
#include "cli/options.hpp"

#include <span>

namespace cli {

// As apply_seen, of several portals: all are looked at, each is held to its thresholds, a person is
// asked once, and what is left is applied. A portal that is refused does not hinder the others.
// `orders`: what would be done without looking.
exit_code apply_seen_portals(const options& given, std::span<const portal_order> orders);

}  // namespace cli
