#pragma once

#include "model/outcome.hpp"
#include "model/planned.hpp"
#include "report/painter.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace report {

// What two plans say of the same portal: for whom they agree, and for whom they do not. First
// everybody of the one, then everybody of the other; then, for whoever is to be shown, both once
// more. It keeps a line for each user of the first.
class plan_diff {
public:
    void add_first(const model::job_result& seen);
    void add_second(const model::job_result& seen);

    // Who differs and is shown in detail: the first few.
    [[nodiscard]] bool is_shown(model::user_id who) const { return shown_.contains(who); }
    void show_first(const model::job_result& seen);
    void show_second(const model::job_result& seen);

    struct group {
        std::uint64_t users = 0;
        std::vector<std::string> samples;
    };
    [[nodiscard]] std::uint64_t same() const noexcept { return same_; }
    [[nodiscard]] const group& different() const noexcept { return different_; }
    [[nodiscard]] group only_first() const;
    [[nodiscard]] const group& only_second() const noexcept { return only_second_; }
    [[nodiscard]] bool is_empty() const;

    // One user of whom the plans say different things, under each key what either would do.
    struct detail {
        std::string who;
        model::planned first = model::planned::right;
        model::planned second = model::planned::right;
        struct change {
            std::string first;  // "month -> week"; "" = nothing
            std::string second;
        };
        std::map<std::string, change> keys;  // "calendar.user.settings.view"
    };
    [[nodiscard]] std::vector<const detail*> details() const;

private:
    struct entry {
        std::string who;
        std::string meaning;
        std::size_t place = 0;
    };

    std::unordered_map<model::user_id, entry> first_;  // not seen in the second yet
    std::uint64_t same_ = 0;
    group different_;
    group only_second_;
    std::unordered_map<model::user_id, std::size_t> shown_;  // places in details_
    std::vector<detail> details_;
};

// What the plans are called, and when they were made.
struct plan_diff_names {
    std::string first;
    std::string first_made;
    std::string second;
    std::string second_made;
};

std::string plan_diff_text(const plan_diff& diff, const plan_diff_names& names, colors paint);
std::string plan_diff_json(const plan_diff& diff, const plan_diff_names& names);

}  // namespace report
