#pragma once

#include "portal-sim/core/chance.hpp"
#include "portal-sim/core/rest_error.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace portal_sim {

enum class fault_kind {
    rate_limit,
    error,
    html,
    malformed_json,
    slow,
    cut_before,
    cut_after,
    hang
};

// A fault hits a whole request, or one command: the latter inside a batch, too, whose other
// commands go on.
enum class fault_level { request, command };

enum class fault_moment { before_effect, after_effect };

struct fault_rule {
    fault_kind kind = fault_kind::error;
    fault_level level = fault_level::request;
    fault_moment moment = fault_moment::before_effect;
    std::string method = "*";  // of the request, or of any command in its batch
    std::int64_t user = 0;     // whom the credential was issued to; 0 = anybody
    double probability = 1;
    std::optional<std::uint64_t> left;  // how often it may still fire
    system_failure failure = system_failure::internal_server_error;
    int status = 502;                    // of `html`
    std::chrono::milliseconds delay{0};  // of `slow`
    std::uint64_t fired = 0;
};

// What a request or a command has drawn: at most one fault, and a delay beside it.
struct drawn_fault {
    std::optional<fault_rule> fault;
    std::chrono::milliseconds delay{0};
};

class fault_plan {
public:
    void add(fault_rule rule) { rules_.push_back(std::move(rule)); }
    void clear() { rules_.clear(); }
    [[nodiscard]] const std::vector<fault_rule>& rules() const noexcept { return rules_; }
    [[nodiscard]] bool empty() const noexcept { return rules_.empty(); }

    // In the order in which the rules were given; the first that fires wins.
    drawn_fault draw(
        fault_level level, std::span<const std::string> methods, std::int64_t user, chance& luck
    );

private:
    std::vector<fault_rule> rules_;
};

std::string_view to_string(fault_kind kind);

}  // namespace portal_sim
