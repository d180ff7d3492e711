#pragma once

#include "async/clock_source.hpp"
#include "model/job.hpp"
#include "model/outcome.hpp"
#include "model/reply.hpp"
#include "model/request.hpp"
#include "model/run.hpp"

#include <iosfwd>

// How Boost.Test prints the values that tests compare. Found by argument-dependent look-up, so each
// stands in its type's namespace.

namespace async {
std::ostream& operator<<(std::ostream& out, wake what);
}

namespace model {
std::ostream& operator<<(std::ostream& out, outcome what);
std::ostream& operator<<(std::ostream& out, user_outcome what);
std::ostream& operator<<(std::ostream& out, block_reason what);
std::ostream& operator<<(std::ostream& out, run_end what);
std::ostream& operator<<(std::ostream& out, reaction what);
std::ostream& operator<<(std::ostream& out, effect what);
std::ostream& operator<<(std::ostream& out, not_sent_reason what);
std::ostream& operator<<(std::ostream& out, request_form what);
std::ostream& operator<<(std::ostream& out, purpose what);
std::ostream& operator<<(std::ostream& out, step_kind what);
std::ostream& operator<<(std::ostream& out, acts_as what);
std::ostream& operator<<(std::ostream& out, const credential_id& what);
std::ostream& operator<<(std::ostream& out, user_id what);
}  // namespace model
