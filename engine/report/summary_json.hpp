#pragma once

#include "model/run.hpp"
#include "model/value.hpp"
#include "report/totals.hpp"

#include <string>
#include <vector>

namespace report {

// Of every JSON that Muster writes about a run. It changes when a reader written for the old form
// would misunderstand the new one; a field that is added does not change it.
inline constexpr int format_version = 1;

model::array texts_json(const std::vector<std::string>& all);

// [{code, text, users, samples, targets, advice, next}].
model::array reasons_json(const std::vector<reason_group>& groups);

// Users by outcome; every outcome is there.
model::object counts_json(const std::map<model::user_outcome, std::uint64_t>& users);

// {how, run}: how a run stands to which earlier one; or null.
model::value after_json(const std::optional<model::kin>& after);

// What a run is, known before it starts: {id, portal, portal_url, command, policies, reason,
// started, after}.
model::object run_json(const model::run_header& run);

// Its counts, and those of `all` by reason: {selected, users, carried, unmatched, steps, requests,
// failures, blocked, skipped}.
model::object counts_json(const model::run_summary& run, const totals& all);

// How it ended: {end, end_reason, finished, duration_ms, selected, users, carried, unmatched,
// steps, requests, failures, blocked, skipped}.
model::object summary_json(const model::run_summary& run, const totals& all);

// summary.json: {format_version, run, summary}.
model::object summary_document(const model::run_summary& run, const totals& all);

}  // namespace report
