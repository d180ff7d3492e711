#pragma once

#include "model/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace model {

// What an error code asks for (the classes of portal-facts 4).
enum class reaction {
    retry,            // R: again after a backoff
    slow_down,        // R for the rate limit: the whole lane pauses and comes back slower
    wait_for_budget,  // W: this method under this credential has used up its operating time
    refresh_token,    // F: refresh the access token once, then repeat
    repeat,           // what stood in its way has been put right: again, and no failure
    stop_credential,  // C: this credential cannot do this
    stop_portal,      // P: no request to this portal can succeed
    split_batch,      // B: too many commands
    send_singly,      // 1: not inside a batch
    fail,             // J: this job's step fails for good
    park,             // waits for a person on the portal
};

// Whether a command that was answered with an error may have taken effect all the same.
enum class effect { none, possible };

// The portal's `time` object (portal-facts 5), as far as decisions need it.
struct timing {
    double duration = 0;                             // seconds
    std::optional<double> operating;                 // seconds used of the method's budget
    std::optional<std::int64_t> operating_reset_at;  // unix seconds, on the portal's clock
    std::optional<double> finish;                    // unix seconds, on the portal's clock
};

enum class not_sent_reason {
    none,
    cancelled,       // the run was stopped before the request left
    cannot_connect,  // resolve, connect or a phase's time-out
    untrusted,       // the certificate or the host name does not verify
    no_credential,   // nothing known under that credential's name
    not_executed,    // a command that the portal left out of its answer
    not_encodable,   // a bug or a limit of ours, found before sending
};

// Certain not to have taken effect.
struct not_sent {
    not_sent_reason why = not_sent_reason::none;
    std::string text;
};

// The portal carried it out.
struct accepted {
    value result;
    std::optional<std::int64_t> total;
    std::optional<std::int64_t> next;
    std::optional<timing> time;
};

// The portal said no.
struct rejected {
    std::string code;  // as sent; may be empty
    std::string text;
    reaction what_to_do = reaction::fail;
    effect took = effect::none;
    int http_status = 0;
};

// Sent, and no answer that says what became of it.
struct unknown {
    std::string why;
};

// What became of one command.
using answer = std::variant<not_sent, accepted, rejected, unknown>;

// What became of one request.
struct reply {
    std::vector<answer> answers;  // one for every command, in the request's order
    // Set when the request as a whole met one fate (refused, lost, not sent): every answer is a
    // copy of it.
    std::optional<answer> whole;
    std::optional<timing> envelope;       // of the HTTP request itself
    int http_status = 0;                  // 0 = no HTTP answer
    std::optional<std::string> moved_to;  // the portal answered 302: the host it names
};

// A reply in which every one of `commands` met the same fate.
reply reply_for_all(std::size_t commands, const answer& fate);

}  // namespace model
