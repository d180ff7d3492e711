#include "cli/request_log.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <map>
#include <string>
#include <utility>

namespace cli {

namespace {

std::string fate_of(const model::answer& what) {
    if (std::holds_alternative<model::accepted>(what)) return "accepted";
    if (const auto* no = std::get_if<model::rejected>(&what))
        return no->code.empty() ? "rejected" : no->code;
    if (const auto* lost = std::get_if<model::unknown>(&what)) return "unknown (" + lost->why + ")";
    return "not sent (" + std::get<model::not_sent>(what).text + ")";
}

// "accepted x4", "accepted x3, QUERY_LIMIT_EXCEEDED x1".
std::string fates_of(const model::reply& reply) {
    std::map<std::string, int> counts;
    for (const auto& each : reply.answers) ++counts[fate_of(each)];
    std::string text;
    for (const auto& [fate, count] : counts)
        text += fmt::format("{}{} x{}", text.empty() ? "" : ", ", fate, count);
    return text;
}

// For lanes of all threads.
spdlog::logger& lines() {
    static const auto made = [] {
        auto logger = spdlog::stderr_logger_mt("muster");
        logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %v");
        return logger;
    }();
    return *made;
}

}  // namespace

request_log::request_log(std::string portal)
    : before_(portal.empty() ? std::string() : std::move(portal) + ": ") {}

void request_log::request_answered(
    const model::request& what, const model::reply& reply, base::wall_time sent, base::wall_time now
) {
    std::map<std::string, int> methods;
    for (const auto& each : what.commands) ++methods[each.method];
    std::string named;
    for (const auto& [method, count] : methods)
        named += fmt::format(
            "{}{}{}", named.empty() ? "" : " ", method, count > 1 ? fmt::format(" x{}", count) : ""
        );
    lines().info(
        "{}request {} as {}: {} [{}] {} ms, HTTP {}, {}",
        before_,
        what.number.value(),
        what.credential.value(),
        what.form == model::request_form::batch ? "batch" : "single",
        named,
        (now - sent).count(),
        reply.http_status,
        fates_of(reply)
    );
}

}  // namespace cli
