#pragma once

#include "base/strong_id.hpp"

#include <cstdint>
#include <string>

namespace model {

// A user's number on one portal ("ID" of user.get).
using user_id = base::strong_id<struct user_tag, std::int64_t>;

// The name of a portal in the configuration: "acme".
using portal_name = base::strong_id<struct portal_tag, std::string>;

// Which credential of a portal: "user 17" or "admin". A label, never the secret itself: safe to
// print and to store.
using credential_id = base::strong_id<struct credential_tag, std::string>;

// A run: "20261123T040506Z-1f3a9c".
using run_id = base::strong_id<struct run_tag, std::string>;

// A job's place in its run, counted from 0 in the order of the roster.
using job_number = base::strong_id<struct job_tag, std::uint64_t>;

// A request's place in its run, counted from 0 in the order of sending. A repeated request has a
// new number.
using request_number = base::strong_id<struct request_tag, std::uint64_t>;

// The credential of user `who`, and the one of a portal's administrator.
credential_id credential_of(user_id who);
credential_id admin_credential();

}  // namespace model
