#pragma once

#include "async/clock_source.hpp"
#include "dispatch/ports/portal_port.hpp"
#include "model/reply.hpp"
#include "model/request.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace support {

// A portal of a few methods that keeps settings by user and speaks in commands and answers, not in
// bytes. For tests of what is sent; how it is said is tested against the stand-in portal.
class small_portal : public dispatch::portal_port {
public:
    explicit small_portal(async::clock_source& clock) : clock_(clock) {}

    // What a reply is replaced by before the command runs (nothing = it runs), and after it ran.
    using interference = std::function<std::optional<model::reply>(const model::request&)>;
    interference before_effect;
    interference after_effect;
    base::duration latency{};

    // The answers, without waiting.
    model::reply answer(const model::request& what);

    boost::asio::awaitable<model::reply> send(model::request what, base::time_point deadline)
        override;

    // Whose credential "user N" really is, where it is not N's.
    std::map<std::int64_t, std::int64_t> real_owner;
    std::map<std::int64_t, model::object> settings;
    std::map<std::int64_t, std::map<std::string, model::object>> sections;  // by owner and name
    std::map<std::int64_t, int> writes;
    std::map<std::string, int> events;  // by the id of their section
    std::vector<std::int64_t> notified;

    struct seen {
        base::time_point at;
        model::request what;
    };
    std::vector<seen> log;
    std::vector<base::time_point> due;  // of each request that was sent, in the same order

    [[nodiscard]] std::size_t commands_seen(const std::string& method) const;

private:
    model::answer run(
        const model::command& what,
        std::int64_t caller,
        const std::map<std::string, std::string>& made
    );

    model::answer update_section(const model::command& what);
    model::answer delete_section(const model::command& what);
    model::object* section(std::int64_t owner, const model::value& id);

    async::clock_source& clock_;
    int next_section_ = 100;
};

// Replies for interference.
model::reply rejected_whole(
    const model::request& what, const char* code, model::reaction how, int status
);
model::reply lost(const model::request& what);

}  // namespace support
