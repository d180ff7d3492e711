#pragma once

#include "base/time.hpp"
#include "journal/remembered_answer.hpp"
#include "model/job.hpp"
#include "model/outcome.hpp"
#include "model/request.hpp"
#include "model/run.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace journal {

// What a run says to its journal, ready to be written by another thread: it holds what is stored
// and refers to nothing that the run still uses.

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
    std::string key;
    base::wall_time at;
};

struct planned_step {
    model::step_kind kind = model::step_kind::call;
    std::string target;
    std::string id;
    model::acts_as as = model::acts_as::user;
    std::string once_key;  // "" = of every run
};

struct job_opened {
    std::uint64_t number = 0;
    std::int64_t user = 0;
    std::string email;
    base::wall_time at;
    std::vector<planned_step> steps;
};

struct request_begun {
    struct command {
        std::uint64_t job = 0;
        std::size_t step = 0;
        model::purpose why = model::purpose::write;
        std::string method;
    };
    std::uint64_t number = 0;
    std::string credential;
    model::request_form form = model::request_form::single;
    base::wall_time at;
    std::vector<command> commands;
    std::vector<once_mark> once;
};

struct request_settled {
    struct command {
        std::uint64_t job = 0;
        remembered_answer answer;
    };
    std::uint64_t number = 0;
    base::wall_time at;
    int http_status = 0;
    std::optional<remembered_answer> whole;  // one fate for all: then `commands` is empty
    std::vector<command> commands;
    std::vector<once_mark> once;
};

struct identity_proven {
    std::string credential;  // its label, for messages
    std::string fingerprint;
    std::int64_t user = 0;
    base::wall_time at;
};

struct job_closed {
    struct evidence {
        std::optional<std::string> before;
        std::optional<std::string> after;
        std::string changes;
    };
    struct step {
        planned_step which;
        model::outcome what = model::outcome::skipped;
        std::string code;
        std::string reason;
        std::optional<std::string> remote_id;
        std::uint32_t attempts = 0;
        std::optional<evidence> proof;
    };
    std::uint64_t number = 0;
    std::int64_t user = 0;
    std::string email;
    base::wall_time started;
    base::wall_time finished;
    model::user_outcome overall = model::user_outcome::skipped;
    model::block_reason blocked = model::block_reason::none;
    std::string reason;
    std::vector<step> steps;
    std::vector<once_mark> once;
    std::string disproved;  // the fingerprint that turned out to be somebody else's; "" = none
};

struct run_finished {
    base::wall_time at;
    model::run_end how = model::run_end::complete;
    std::string why;
    std::string totals;
};

struct record {
    std::shared_ptr<const run_names> run;
    std::variant<
        job_opened,
        request_begun,
        request_settled,
        identity_proven,
        job_closed,
        run_finished>
        what;
};

// What is being done when it is written, for messages.
std::string doing(const record& what);

}  // namespace journal
