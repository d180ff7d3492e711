#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace portal_sim {

// The portal's own clock: it dates, it expires tokens, and its whole seconds may be the bucket's.
using time_point = std::chrono::sys_time<std::chrono::nanoseconds>;

enum class http_method { get, post, other };

// One HTTP request as far as a portal looks at it.
struct request {
    http_method method = http_method::post;
    std::string host;    // as the Host header names it: "localhost:41733"
    std::string target;  // path and query as sent, percent-encoded
    std::string content_type;
    std::string authorization;
    std::string user_agent;
    std::string body;
    std::string source;  // the address it came from; the rate limit is counted per source
};

// What the transport does with a reply. Whether the command took effect is already decided then;
// the two kinds of cut differ only in that.
enum class delivery { whole, cut_before_effect, cut_after_effect, never };

struct reply {
    int status = 200;
    std::string content_type = "application/json; charset=utf-8";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    delivery how = delivery::whole;
    std::chrono::milliseconds delay{0};  // to be waited before `how` happens
};

}  // namespace portal_sim
