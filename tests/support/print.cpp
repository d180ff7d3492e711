#include "support/print.hpp"

#include <array>
#include <ostream>
#include <string_view>

namespace {

template <class Enum, std::size_t Count>
std::ostream& name(std::ostream& out, Enum what, const std::array<std::string_view, Count>& names) {
    return out << names.at(static_cast<std::size_t>(what));
}

}  // namespace

namespace async {
std::ostream& operator<<(std::ostream& out, wake what) {
    return name(out, what, std::array<std::string_view, 3>{"due", "rung", "cancelled"});
}
}  // namespace async

namespace model {

std::ostream& operator<<(std::ostream& out, outcome what) {
    return out << to_string(what);
}
std::ostream& operator<<(std::ostream& out, user_outcome what) {
    return out << to_string(what);
}
std::ostream& operator<<(std::ostream& out, block_reason what) {
    return out << to_string(what);
}
std::ostream& operator<<(std::ostream& out, run_end what) {
    return out << to_string(what);
}

std::ostream& operator<<(std::ostream& out, reaction what) {
    return name(
        out,
        what,
        std::array<std::string_view, 11>{
            "retry",
            "slow_down",
            "wait_for_budget",
            "refresh_token",
            "repeat",
            "stop_credential",
            "stop_portal",
            "split_batch",
            "send_singly",
            "fail",
            "park"
        }
    );
}

std::ostream& operator<<(std::ostream& out, effect what) {
    return name(out, what, std::array<std::string_view, 2>{"none", "possible"});
}

std::ostream& operator<<(std::ostream& out, not_sent_reason what) {
    return name(
        out,
        what,
        std::array<std::string_view, 7>{
            "none",
            "cancelled",
            "cannot_connect",
            "untrusted",
            "no_credential",
            "not_executed",
            "not_encodable"
        }
    );
}

std::ostream& operator<<(std::ostream& out, request_form what) {
    return name(out, what, std::array<std::string_view, 2>{"single", "batch"});
}

std::ostream& operator<<(std::ostream& out, purpose what) {
    return name(
        out, what, std::array<std::string_view, 5>{"identity", "read", "write", "verify", "restore"}
    );
}

std::ostream& operator<<(std::ostream& out, step_kind what) {
    return name(out, what, std::array<std::string_view, 3>{"settings", "collection", "call"});
}

std::ostream& operator<<(std::ostream& out, acts_as what) {
    return name(out, what, std::array<std::string_view, 2>{"user", "admin"});
}

std::ostream& operator<<(std::ostream& out, const credential_id& what) {
    return out << what.value();
}
std::ostream& operator<<(std::ostream& out, user_id what) {
    return out << what.value();
}

}  // namespace model
