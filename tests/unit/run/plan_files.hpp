#pragma once

#include "catalog/definitions.hpp"
#include "model/planned.hpp"
#include "run/plan_reader.hpp"
#include "run/plan_writer.hpp"
#include "support/jobs.hpp"
#include "unit/report/temporary_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace plan_files {

inline const catalog::definitions& all = catalog::definitions::built_in();

inline model::setting origin_set(std::string key, model::value wanted, std::string severity) {
    model::key_origin origin;
    origin.key = std::move(key);
    origin.policy = "calendar";
    origin.severity = std::move(severity);
    origin.why = "CHG-1042";
    return {std::make_shared<const model::key_origin>(std::move(origin)), std::move(wanted)};
}

// User `id`, for whom a calendar is to be made and settings are to be set.
inline model::job_result differing(std::uint64_t number, std::int64_t id) {
    model::job_result made;
    made.number = model::job_number(number);
    made.what.who = support::user(id);
    made.what.under = {"calendar", 2, 7};
    auto settings = support::settings_step(
        {origin_set("view", "week", "critical"),
         origin_set("showTasks", "Y", ""),
         support::refer("meetSection", "meetings")}
    );
    settings.with[1].form = model::value_form::as_seen;
    made.what.steps = {support::section_step("Meetings"), settings, support::notify_step(id)};
    made.steps.resize(3);
    made.steps[0].what = model::outcome::differs;
    made.steps[0].changes = {{"name", nullptr, "Meetings", nullptr, "", ""}};
    made.steps[1].what = model::outcome::differs;
    made.steps[1].before =
        model::object{{"view", "month"}, {"showTasks", "Y"}, {"meetSection", false}};
    made.steps[1].changes = {
        {"view", "month", "week", nullptr, "critical", "CHG-1042"},
        {"meetSection", false, "${steps.meetings.id}", nullptr, "", ""}
    };
    made.steps[2].what = model::outcome::differs;
    made.overall = model::user_outcome::differs;
    return made;
}

inline model::job_result right(std::uint64_t number, std::int64_t id) {
    model::job_result made;
    made.number = model::job_number(number);
    made.what.who = support::user(id);
    made.what.steps = {support::settings_step({support::set("view", "week")})};
    made.steps.emplace_back().what = model::outcome::unchanged;
    made.overall = model::user_outcome::unchanged;
    return made;
}

inline model::job_result unreadable(std::uint64_t number, std::int64_t id, std::string reason) {
    auto made = right(number, id);
    made.overall = model::user_outcome::blocked;
    made.blocked = model::block_reason::unreadable;
    made.reason = std::move(reason);
    made.steps[0].what = model::outcome::skipped;
    made.steps[0].code = "insufficient_scope";
    return made;
}

inline model::job_result excepted(std::uint64_t number, std::int64_t id) {
    auto made = right(number, id);
    made.what.steps.clear();
    made.steps.clear();
    made.overall = model::user_outcome::excepted;
    model::exemption one;
    one.target = "calendar.user.settings";
    one.key = "view";
    one.accepted = "month";
    one.reason = "works by the month";
    one.owner = "it-desk";
    one.until = "2027-03-31";
    made.what.exempt = {one};
    return made;
}

inline plan::saved_head head(std::uint64_t selected) {
    plan::saved_head made;
    made.program = "muster 0.1.0";
    made.command = "plan";
    made.portal = model::portal_name("acme");
    made.portal_url = "https://acme.bitrix24.com";
    made.created = "2026-11-25T04:05:06.000Z";
    made.policies = {"calendar"};
    made.policy_hash = "9e62c2f9a508497c";
    made.selected = selected;
    return made;
}

struct folder {
    temporary_dir at;
    std::filesystem::path name = at.path() / "plan.jsonl";

    static std::vector<model::job_result> people() {
        return {differing(0, 17), right(1, 18), unreadable(2, 19, "no access"), excepted(3, 20)};
    }

    plan::saved_end write(const std::vector<model::job_result>& users, const plan::saved_head& with)
        const {
        auto file = run::plan_file::beside(name);
        BOOST_REQUIRE(file.has_value());
        run::plan_writer writer(*file, with, all, [](const model::user& who) {
            return who.id.value() == 17 ? plan::protection::is_protected : plan::protection::none;
        });
        // They are taken on in the order of the roster, whenever they are closed.
        for (std::size_t number = 0; number < users.size(); ++number) {
            model::work_item item;
            item.number = model::job_number(number);
            writer.job_opened(item);
        }
        for (const auto& each : users) writer.job_closed(each);
        const auto end = writer.finish(5, 0);
        BOOST_REQUIRE(end.has_value());
        BOOST_REQUIRE(file->take_name().has_value());
        return *end;
    }
    plan::saved_end write() const { return write(people(), head(4)); }

    [[nodiscard]] std::string text() const {
        std::ifstream in(name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }
    void put(const std::string& text) const {
        std::ofstream(name, std::ios::binary | std::ios::trunc) << text;
    }
    [[nodiscard]] std::vector<std::string> lines() const {
        std::vector<std::string> made;
        std::string one;
        for (const auto c : text()) {
            one += c;
            if (c != '\n') continue;
            made.push_back(one);
            one.clear();
        }
        return made;
    }
    void put(const std::vector<std::string>& all_lines) const {
        std::string whole;
        for (const auto& each : all_lines) whole += each;
        put(whole);
    }

    // The codes of what is wrong with the file; "" = nothing is.
    [[nodiscard]] std::string refused() const {
        const auto file = run::plan_file::existing(name);
        BOOST_REQUIRE(file.has_value());
        base::diagnostics problems;
        const auto reader = run::plan_reader::open(*file, all, problems);
        BOOST_TEST(reader.has_value() == !problems.has_errors());
        return problems.empty() ? "" : problems.sorted().front().code;
    }
    [[nodiscard]] std::string complaint() const {
        const auto file = run::plan_file::existing(name);
        base::diagnostics problems;
        run::plan_reader::open(*file, all, problems);
        return problems.empty() ? "" : base::to_text(problems.sorted().front());
    }
};

}  // namespace plan_files
