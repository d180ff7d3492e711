#pragma once

#include "dispatch/ports/portal_port.hpp"
#include "model/reply.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/parse.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

// A portal that says what a test wants.
class told_portal final : public dispatch::portal_port {
public:
    std::function<model::answer(const model::command&)> says;
    std::vector<std::string> asked;

    boost::asio::awaitable<model::reply> send(model::request what, base::time_point) override {
        const auto& one = what.commands.front();
        asked.push_back(one.method);
        const auto answer = says(one);
        auto reply = model::reply_for_all(1, answer);
        const bool met = !std::holds_alternative<model::not_sent>(answer) &&
                         !std::holds_alternative<model::unknown>(answer);
        if (met) reply.http_status = 200;
        if (std::holds_alternative<model::accepted>(answer)) reply.whole.reset();
        co_return reply;
    }
};

inline model::accepted accepted(std::string_view json) {
    return {boost::json::parse(json), {}, {}, {}};
}

inline model::rejected rejected(const char* code, model::reaction how) {
    return {code, "the portal's words", how, model::effect::none, 400};
}
