#pragma once

#include "base/time.hpp"
#include "journal/sheet.hpp"
#include "journal/stored_name.hpp"
#include "model/job.hpp"
#include "model/outcome.hpp"
#include "model/request.hpp"
#include "model/run.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace journal {

// What a run says to its journal. A record refers to texts and rows that stand elsewhere: whoever
// says it holds them until it is said, and what is written later was copied before (`copied`).

// Under what the rows of a run are stored.
struct run_names {
    std::int64_t number = 0;
    std::string portal;
    std::string id;
};

// What becomes known of a step that is done once per user.
enum class once_change { expected, done, forgotten };

struct once_mark {
    once_change what = once_change::expected;
    std::int64_t user = 0;
    std::string_view key;
    base::wall_time at;
};

struct planned_step {
    model::step_kind kind = model::step_kind::call;
    std::string_view target;
    std::string_view id;
    model::acts_as as = model::acts_as::user;
    std::string_view once_key;  // "" = of every run
};

struct job_opened {
    std::uint64_t number = 0;
    std::int64_t user = 0;
    std::string_view email;
    base::wall_time at;
    std::span<const planned_step> steps;
};

// One command of a request, and what it was answered, if it was.
struct sent_command {
    struct reply {
        fate what = fate::unknown;
        std::string_view code;
        std::string_view text;
        std::string_view created;  // "" = nothing
    };
    std::uint64_t job = 0;
    std::size_t step = 0;
    model::purpose why = model::purpose::write;
    std::string_view method;
    std::optional<reply> answer;
};

struct request_begun {
    std::uint64_t number = 0;
    std::string_view credential;
    model::request_form form = model::request_form::single;
    base::wall_time at;
    std::span<const sent_command> commands;
    std::span<const once_mark> once;
};

struct request_settled {
    std::uint64_t number = 0;
    base::wall_time at;
    int http_status = 0;
    std::optional<sent_command::reply> whole;  // one fate for all: then `commands` is empty
    std::span<const sent_command> commands;
    std::span<const once_mark> once;
};

struct identity_proven {
    std::string_view credential;  // its label, for messages
    std::string_view fingerprint;
    std::int64_t user = 0;
    base::wall_time at;
};

struct job_closed {
    struct evidence {
        std::optional<std::string_view> before;
        std::optional<std::string_view> after;
        std::string_view changes;
    };
    struct step {
        planned_step which;
        model::outcome what = model::outcome::skipped;
        std::string_view code;
        std::string_view reason;
        std::optional<std::string_view> remote_id;
        std::uint32_t attempts = 0;
        std::optional<evidence> proof;
    };
    std::uint64_t number = 0;
    std::int64_t user = 0;
    std::string_view email;
    base::wall_time started;
    base::wall_time finished;
    model::user_outcome overall = model::user_outcome::skipped;
    model::block_reason blocked = model::block_reason::none;
    std::string_view reason;
    std::span<const step> steps;
    std::span<const std::uint64_t> requests;  // that carried something of it, in their order
    std::span<const once_mark> once;
    std::string_view disproved;  // the fingerprint that turned out to be somebody else's; "" = none
};

struct run_finished {
    base::wall_time at;
    model::run_end how = model::run_end::complete;
    std::string_view why;
    std::string_view totals;
};

struct record {
    const run_names* run = nullptr;  // never nothing
    std::variant<
        job_opened,
        request_begun,
        request_settled,
        identity_proven,
        job_closed,
        run_finished>
        what;
};

// The same, with all that it refers to on the sheet, but for the names of its run.
record copied(const record& what, sheet& onto);

// What is being done when it is written, for messages.
std::string doing(const record& what);

}  // namespace journal
