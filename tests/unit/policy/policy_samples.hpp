#pragma once

#include "base/diagnostic.hpp"
#include "model/job.hpp"
#include "model/user.hpp"
#include "policy/policy_set.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the tests of policies share: a user, the frame of a file, and jobs and problems as text.

// User 17, ann@acme.example, with these attributes (JSON) besides id and email.
model::user sample_user(std::string_view attributes = "{}");

// A policy file around what stands below `spec:` (indented by two); it begins in line 5.
std::string policy_of(std::string_view spec, std::string_view name = "sample");

// A policy file with one settings step that has these keys (indented by eight); they begin in
// line 8.
std::string settings_of(std::string_view keys, std::string_view name = "sample");

// Reads a policy that has to be right. Warnings are let pass.
policy::policy_set read_right(std::string_view text);

// Several policies that have to be right, from files of a folder of their own: 1.yaml, 2.yaml ...
policy::policy_set read_all(const std::vector<std::string>& texts);

// What is wrong with several policies, as lines_of.
std::string faults_of_all(const std::vector<std::string>& texts);

// The job of a user in lines:
//     meetings: collection calendar.section as user
//       name = "Meetings"
//       meetSection = id of meetings
// "nothing" when there is none.
std::string job_of(const policy::policy_set& policies, const model::user& who);
std::string to_text(const model::job& what);

// "5:3 error message [path] hint", one line for each, sorted by place.
std::string lines_of(const base::diagnostics& problems);
