#include "portal-sim/core/state_report.hpp"

#include "portal-sim/core/fault_order.hpp"
#include "portal-sim/core/portal_date.hpp"
#include "portal-sim/core/switch_setting.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <string>

namespace portal_sim {

namespace {

namespace json = boost::json;

template <class Key>
json::object counts(const std::map<Key, std::uint64_t>& from) {
    json::object out;
    for (const auto& [key, count] : from) {
        if constexpr (std::is_integral_v<Key>) {
            out[std::to_string(key)] = count;
        } else {
            out[key] = count;
        }
    }
    return out;
}

// A whole number without the ".0" or "E0" that a serialiser may give it.
json::value plain(double number) {
    const auto whole = static_cast<std::int64_t>(number);
    if (static_cast<double>(whole) == number) return whole;
    return number;
}

json::object shown_section(const section& each) {
    return {
        {"id", each.id},
        {"name", each.name},
        {"description", each.description},
        {"color", each.color},
        {"text_color", each.text_color},
        {"created_by", each.created_by},
    };
}

json::object shown_user(const world& portal, const user& who) {
    const auto seen = portal.seen.users.find(who.id);
    const auto record = seen == portal.seen.users.end() ? user_record() : seen->second;
    const auto* stored = portal.settings.stored(who.id);
    json::array sections;
    for (const auto* each : portal.sections.of("user", who.id))
        sections.push_back(shown_section(*each));
    json::array messages;
    if (const auto inbox = portal.notifications.find(who.id); inbox != portal.notifications.end())
        for (const auto& each : inbox->second)
            messages.push_back({{"id", each.id}, {"message", each.message}, {"tag", each.tag}});
    return {
        {"id", who.id},
        {"active", who.active},
        {"fields", who.fields},
        {"departments", json::array(who.departments.begin(), who.departments.end())},
        {"settings", stored == nullptr ? json::value(nullptr) : json::value(*stored)},
        {"sections", std::move(sections)},
        {"notifications", std::move(messages)},
        {"requests", record.requests},
        {"reads", record.reads},
        {"writes", record.writes},
        {"wrong_writes", record.wrong_writes},
    };
}

}  // namespace

json::object totals(const world& portal) {
    const auto& seen = portal.seen;
    std::size_t second = 0;
    std::size_t minute = 0;
    double peak = 0;
    for (const auto& [source, windows] : seen.sources) {
        second = std::max(second, windows.most_in_1s());
        minute = std::max(minute, windows.most_in_60s());
    }
    for (const auto& [source, bucket] : portal.buckets) peak = std::max(peak, bucket.peak());
    std::uint64_t writes = 0;
    std::uint64_t reads = 0;
    for (const auto& [id, record] : seen.users) {
        writes += record.writes;
        reads += record.reads;
    }
    return {
        {"requests", seen.requests},
        {"commands", seen.commands},
        {"batches", seen.batches},
        {"writes", writes},
        {"reads", reads},
        {"rate_rejections_provoked", seen.rate_rejections_provoked},
        {"rate_rejections_injected", seen.rate_rejections_injected},
        {"operating_rejections", seen.operating_rejections},
        {"refresh_refusals", seen.refresh_refusals},
        {"calls_while_blocked", seen.calls_while_blocked},
        {"max_requests_in_1s", second},
        {"max_requests_in_60s", minute},
        {"bucket_peak", plain(peak)},
        {"wrong_user_writes", seen.wrong_writes},
        {"secrets_in_user_agent", seen.secrets_in_user_agent},
    };
}

json::object report(const world& portal, report_detail detail, time_point now) {
    json::array arrivals;
    for (const auto& [second, count] : portal.seen.arrivals)
        arrivals.push_back(json::array{second, count});
    json::array faults;
    for (const auto& rule : portal.faults.rules()) faults.emplace_back(shown(rule));
    json::object said{
        {"portal", portal.options.name},
        {"now", to_iso_date(now)},
        {"users", portal.people.users().size()},
        {"totals", totals(portal)},
        {"methods", counts(portal.seen.methods)},
        {"faults_fired", counts(portal.seen.faults)},
        {"refreshes", counts(portal.seen.refreshes)},
        {"arrivals", std::move(arrivals)},
        {"switches", shown(portal.rules)},
        {"faults", std::move(faults)},
    };
    if (detail == report_detail::without_users) return said;
    json::array everybody;
    for (const auto& [id, who] : portal.people.users())
        everybody.emplace_back(shown_user(portal, who));
    said["by_user"] = std::move(everybody);
    return said;
}

json::object report_user(const world& portal, std::int64_t id, time_point now) {
    const auto* who = portal.people.find(id);
    if (who == nullptr) return {{"problem", "there is no such user"}};
    auto said = shown_user(portal, *who);
    said["now"] = to_iso_date(now);
    return said;
}

}  // namespace portal_sim
