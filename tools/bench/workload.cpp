#include "bench/workload.hpp"

#include "catalog/definitions.hpp"
#include "model/value.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace bench {

namespace {

constexpr std::string_view everybody = R"(apiVersion: muster/v1
kind: Policy
metadata: { name: onboarding }
spec:
  match: { active: true }
  priority: 100
  vars: { months: "${user.months ?? 3}" }
  steps:
    - ensure: calendar.section
      id: meetings
      with:
        name: Meetings of ${user.name}
        color: "#9cbeee"
    - ensure: calendar.user.settings
      with:
        view: week
        meetSection: ${steps.meetings.id}
        sendFromEmail: ${user.email}
        showTasks: Y
        syncTasks: N
        showDeclined: false
        syncPeriodPast: ${vars.months}
        showWeekNumbers: Y
      severity: { syncTasks: critical, sendFromEmail: critical }
      why: { syncTasks: "data protection, rule 7" }
)";

constexpr std::string_view sales = R"(apiVersion: muster/v1
kind: Policy
metadata: { name: sales }
spec:
  match: { department: "Sales*" }
  when: user.id > 0
  priority: 200
  steps:
    - ensure: calendar.user.settings
      with:
        view: ${user.view}
        showWeekNumbers: N
        showDeclined: true
        denyBusyInvitation: true
        collapseOffHours: N
        defaultReminders: { fullDay: { type: daybefore, before: 0, time: 480 }, withTime: { type: min, count: 15 } }
)";

constexpr std::string_view settings = R"({"view":"week","meetSection":"4711","crmSection":false,
"showDeclined":true,"denyBusyInvitation":true,"collapseOffHours":"N","showWeekNumbers":"N","showTasks":"Y",
"syncTasks":"N","showCompletedTasks":"N","lastUsedSection":"812","sendFromEmail":"user1@acme.example",
"defaultSections":{"user17":"4711"},"syncPeriodPast":"3","syncPeriodFuture":"12",
"defaultReminders":{"fullDay":[{"type":"daybefore","before":0,"time":480}],"withTime":[{"type":"min","count":15}]},
"CalendarSelCont":false,"SPCalendarSelCont":false,"timezoneName":"Europe\/Berlin","timezoneOffsetUTC":3600,
"timezoneDefaultName":"","work_time_start":"9","work_time_end":"19.30"})";

constexpr std::string_view timing = R"({"start":1764000000.012345,"finish":1764000000.345678,
"duration":0.333333,"processing":0.312345,"date_start":"2026-11-24T15:00:00+00:00",
"date_finish":"2026-11-24T15:00:00+00:00","operating_reset_at":1764000600,"operating":0.312345})";

[[noreturn]] void give_up(const base::diagnostics& problems) {
    for (const auto& each : problems.sorted()) std::fprintf(stderr, "%s\n", each.message.c_str());
    std::exit(1);
}

// A folder that is gone afterwards.
class folder {
public:
    folder() {
        auto pattern = (std::filesystem::temp_directory_path() / "muster-bench.XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) std::exit(1);
        path_ = pattern;
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    ~folder() { std::filesystem::remove_all(path_); }

    [[nodiscard]] std::filesystem::path write(std::string_view name, std::string_view text) const {
        std::ofstream(path_ / name) << text;
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

// The catalog's batch form of a write of 12 keys.
model::object written(std::size_t who) {
    return {
        {"settings",
         {{"view", "week"},
          {"meetSection", fmt::format("{}", 4000 + who)},
          {"showDeclined", true},
          {"denyBusyInvitation", true},
          {"collapseOffHours", "N"},
          {"showWeekNumbers", "N"},
          {"showTasks", "Y"},
          {"syncTasks", "N"},
          {"sendFromEmail", fmt::format("user{}@acme.example", who)},
          {"syncPeriodPast", "3"},
          {"syncPeriodFuture", "12"},
          {"defaultReminders",
           R"({"fullDay":[{"type":"daybefore","before":0,"time":480}],"withTime":[{"type":"min","count":15}]})"
          }}}
    };
}

}  // namespace

policy::policy_set office_policies() {
    const folder files;
    const std::vector paths{
        files.write("onboarding.yaml", everybody), files.write("sales.yaml", sales)
    };
    base::diagnostics problems;
    auto read = policy::policy_set::read(paths, catalog::definitions::built_in(), problems);
    if (!read) give_up(problems);
    return std::move(*read);
}

model::user office_user(std::int64_t id) {
    model::user who;
    who.id = model::user_id(id);
    who.email = fmt::format("user{}@acme.example", id);
    who.attributes = {
        {"id", id},
        {"email", who.email},
        {"name", fmt::format("Ann Somebody {}", id)},
        {"department", "Sales EMEA"},
        {"active", "Y"},
        {"view", id % 2 == 0 ? "week" : "day"},
        {"months", "6"}
    };
    return who;
}

model::request settings_batch() {
    model::request batch;
    batch.credential = model::credential_of(model::user_id(1));
    batch.form = model::request_form::batch;
    for (std::size_t i = 0; i < model::max_batch; ++i) {
        auto& each = batch.commands.emplace_back();
        each.key = fmt::format("j{}s0", i);
        each.method = i % 2 == 0 ? "calendar.user.settings.get" : "calendar.user.settings.set";
        if (i % 2 != 0) each.params = written(i);
    }
    return batch;
}

std::string settings_answer(const model::request& to) {
    const auto all = boost::json::parse(settings);
    const auto took = boost::json::parse(timing);
    model::object results;
    model::object times;
    for (const auto& each : to.commands) {
        results[each.key] = each.params.empty() ? all : model::value(true);
        times[each.key] = took;
    }
    return boost::json::serialize(model::object{
        {"result",
         {{"result", results},
          {"result_error", model::array()},
          {"result_total", model::array()},
          {"result_next", model::array()},
          {"result_time", times}}},
        {"time", took}
    });
}

}  // namespace bench
