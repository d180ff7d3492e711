#pragma once

#include "base/time.hpp"
#include "journal/lock_holder.hpp"
#include "journal/stored_name.hpp"
#include "model/ids.hpp"
#include "model/job.hpp"
#include "model/outcome.hpp"
#include "model/request.hpp"
#include "model/run.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace journal {

// How many users and steps came to what, and what it took.
struct run_totals {
    std::map<model::user_outcome, std::uint64_t> users;
    std::map<model::outcome, std::uint64_t> steps;
    std::uint64_t unmatched = 0;
    model::lane_counts lane;
};

// Whether a run is still under way.
enum class run_life {
    over,   // it has its end
    alive,  // a process of this machine writes it
    gone,   // it has no end, and no process of this machine writes it: it was killed, unless it has
            // its portal on another machine (`run_row::holder`)
};

// A run as it is remembered.
struct run_row {
    model::run_id id;
    model::portal_name portal;
    std::string portal_url;
    std::string command;
    std::vector<std::string> policies;
    std::string reason;
    std::uint64_t seed = 0;
    std::optional<std::uint64_t> selected;  // jobs, as it was known at the start
    std::optional<std::string> invocation;  // what it takes to go on with it, as JSON
    std::optional<model::kin> after;
    run_life life = run_life::over;
    std::optional<lock_holder> holder;  // of one without an end: who says that he has its portal
    base::wall_time started;
    std::optional<base::wall_time> finished;  // nothing: it is running, or was killed
    std::optional<model::run_end> end;
    std::string end_reason;
    // Of a run that has not finished: the users and steps that have their outcome so far, and no
    // counts of the lane.
    run_totals totals;
};

// A step of a job of a run.
struct step_row {
    std::size_t place = 0;
    model::step_kind kind = model::step_kind::call;
    std::string target;
    std::string id;
    model::acts_as as = model::acts_as::user;
    std::optional<std::string> once_key;  // nothing: a step of every run
    // Nothing: the job was open when the run ended or was killed. What became of the step is in its
    // attempts.
    std::optional<model::outcome> what;
    std::string code;
    std::string reason;
    std::vector<model::key_change> changes;
    std::optional<model::value> before;  // kept only where something was changed, or may have been
    std::optional<model::value> after;
    std::optional<std::string> remote_id;
    std::uint32_t attempts = 0;
};

// One user of a run.
struct job_row {
    model::job_number number;
    model::user_id who;
    std::string email;
    base::wall_time started;
    std::optional<base::wall_time> finished;
    std::optional<model::user_outcome> overall;  // nothing: open
    model::block_reason blocked = model::block_reason::none;
    std::string reason;
    std::vector<step_row> steps;
};

// One command of one request that was sent, or was about to be.
struct attempt_row {
    model::request_number request;
    model::credential_id credential;
    model::request_form form = model::request_form::single;
    std::size_t step = 0;
    model::purpose why = model::purpose::write;
    std::string method;
    base::wall_time sent;
    std::optional<base::wall_time> answered;  // nothing: in flight, or the process was killed
    fate what = fate::unknown;                // of what was never answered, as well
    std::string code;                         // the portal's
    std::string text;
    int http_status = 0;
    std::optional<std::string> created;  // the id that an accepted write answered with
};

// A request with its commands.
struct request_row {
    struct command {
        model::job_number job;
        model::purpose why = model::purpose::write;
        std::string method;
        std::optional<fate> what;  // nothing: the request's, and unknown where that has none either
        std::string code;
        std::string text;
    };
    model::request_number number;
    model::credential_id credential;
    model::request_form form = model::request_form::single;
    base::wall_time sent;
    std::optional<base::wall_time> answered;  // nothing: in flight, or the process was killed
    int http_status = 0;
    std::optional<fate> whole;  // nothing: its commands met theirs one by one
    std::string code;
    std::string text;
    std::vector<command> commands;
};

// When a request left, and when it was answered or given up; nothing = in flight, or the process
// was killed.
struct sent_request {
    base::wall_time sent;
    std::optional<base::wall_time> answered;
};

}  // namespace journal
