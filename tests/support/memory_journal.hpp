#pragma once

#include "dispatch/ports/job_source.hpp"
#include "dispatch/ports/journal_port.hpp"
#include "dispatch/ports/progress_port.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace support {

// Remembers what a lane writes down, and can refuse to.
class memory_journal final : public dispatch::journal_port {
public:
    std::vector<model::job_number> opened;
    std::vector<model::request> begun;
    std::map<model::request_number, model::reply> settled;
    std::vector<model::user_id> proven;
    std::vector<model::job_result> closed;
    std::optional<std::size_t> fails_after;  // so many begun requests

    std::optional<std::size_t> opens_fail_after;  // so many opened jobs

    base::result<void> open_job(const model::work_item& item, base::wall_time) override {
        if (opens_fail_after && opened.size() >= *opens_fail_after)
            return std::unexpected(
                base::failure{std::make_error_code(std::errc::no_space_on_device), "opening a job"}
            );
        opened.push_back(item.number);
        return {};
    }
    base::result<void> begin(const model::request& what, base::wall_time) override {
        if (fails_after && begun.size() >= *fails_after)
            return std::unexpected(
                base::failure{std::make_error_code(std::errc::no_space_on_device), "appending"}
            );
        begun.push_back(what);
        return {};
    }
    base::result<void> settle(
        const model::request& what, const model::reply& reply, base::wall_time
    ) override {
        settled.emplace(what.number, reply);
        return {};
    }
    base::result<void> remember_identity(
        const model::credential_id&, model::user_id who, base::wall_time
    ) override {
        proven.push_back(who);
        return {};
    }
    base::result<void> close_job(const model::job_result& what) override {
        closed.push_back(what);
        return {};
    }

    [[nodiscard]] std::size_t count(model::user_outcome which) const {
        return static_cast<std::size_t>(std::count_if(
            closed.begin(),
            closed.end(),
            [&](const model::job_result& each) { return each.overall == which; }
        ));
    }
};

// Jobs that stand ready.
class job_list final : public dispatch::job_source {
public:
    std::vector<model::work_item> items;
    base::result<std::optional<model::work_item>> next() override {
        if (next_ == items.size()) return std::optional<model::work_item>();
        return items[next_++];
    }

private:
    std::size_t next_ = 0;
};

// Watches nothing.
class deaf_progress : public dispatch::progress_port {
public:
    void job_opened(const model::work_item&) override {}
    void request_sent(const model::request&, base::wall_time) override {}
    void request_answered(
        const model::request&, const model::reply&, base::wall_time, base::wall_time
    ) override {}
    void job_closed(const model::job_result&) override {}
    void lane_changed(const dispatch::lane_state&) override {}
};

}  // namespace support
