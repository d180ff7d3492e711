#pragma once

#include "journal/rows.hpp"
#include "model/value.hpp"
#include "report/painter.hpp"

#include <string>
#include <vector>

namespace cli {

// One user of one run, and everything that was sent for him, in the order of sending.
struct user_story {
    journal::run_row run;
    journal::job_row job;
    std::vector<journal::attempt_row> sent;
};

// His outcome, his steps with what was there before and after, his requests with times, waits,
// codes and purposes. Holds nothing that steers a terminal but the colours asked for.
std::string story_text(const user_story& what, report::colors paint);

// {format_version, run, user, requests}.
model::object story_json(const user_story& what);

}  // namespace cli
