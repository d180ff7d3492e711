#include "journal/stored_name.hpp"

namespace journal {

// Switches rather than tables: the compiler names the enumerator that is missing.

std::string_view stored_name(model::outcome what) {
    switch (what) {
        case model::outcome::unchanged:
            return "unchanged";
        case model::outcome::changed:
            return "changed";
        case model::outcome::differs:
            return "differs";
        case model::outcome::failed:
            return "failed";
        case model::outcome::skipped:
            return "skipped";
        case model::outcome::unknown:
            return "unknown";
    }
    return {};
}

std::string_view stored_name(model::user_outcome what) {
    switch (what) {
        case model::user_outcome::unchanged:
            return "unchanged";
        case model::user_outcome::changed:
            return "changed";
        case model::user_outcome::differs:
            return "differs";
        case model::user_outcome::failed:
            return "failed";
        case model::user_outcome::skipped:
            return "skipped";
        case model::user_outcome::unknown:
            return "unknown";
        case model::user_outcome::blocked:
            return "blocked";
        case model::user_outcome::excepted:
            return "excepted";
    }
    return {};
}

std::string_view stored_name(model::block_reason what) {
    switch (what) {
        case model::block_reason::none:
            return "none";
        case model::block_reason::no_credential:
            return "no-credential";
        case model::block_reason::wrong_identity:
            return "wrong-identity";
        case model::block_reason::unreadable:
            return "unreadable";
    }
    return {};
}

std::string_view stored_name(model::run_end what) {
    switch (what) {
        case model::run_end::complete:
            return "complete";
        case model::run_end::interrupted:
            return "interrupted";
        case model::run_end::portal_stopped:
            return "portal-stopped";
        case model::run_end::unavailable:
            return "unavailable";
        case model::run_end::unauthorized:
            return "unauthorized";
        case model::run_end::state_lost:
            return "state-lost";
        case model::run_end::too_many_failures:
            return "too-many-failures";
        case model::run_end::deadline:
            return "deadline";
        case model::run_end::locked:
            return "locked";
    }
    return {};
}

std::string_view stored_name(model::kinship what) {
    switch (what) {
        case model::kinship::continues:
            return "continues";
        case model::kinship::retries:
            return "retries";
        case model::kinship::takes_back:
            return "takes-back";
    }
    return {};
}

std::string_view stored_name(model::step_kind what) {
    switch (what) {
        case model::step_kind::settings:
            return "settings";
        case model::step_kind::collection:
            return "collection";
        case model::step_kind::call:
            return "call";
    }
    return {};
}

std::string_view stored_name(model::acts_as what) {
    switch (what) {
        case model::acts_as::user:
            return "user";
        case model::acts_as::admin:
            return "admin";
    }
    return {};
}

std::string_view stored_name(model::request_form what) {
    switch (what) {
        case model::request_form::single:
            return "single";
        case model::request_form::batch:
            return "batch";
    }
    return {};
}

std::string_view stored_name(model::purpose what) {
    switch (what) {
        case model::purpose::identity:
            return "identity";
        case model::purpose::read:
            return "read";
        case model::purpose::contents:
            return "contents";
        case model::purpose::write:
            return "write";
        case model::purpose::verify:
            return "verify";
        case model::purpose::restore:
            return "restore";
    }
    return {};
}

std::string_view stored_name(fate what) {
    switch (what) {
        case fate::not_sent:
            return "not-sent";
        case fate::accepted:
            return "accepted";
        case fate::rejected:
            return "rejected";
        case fate::in_doubt:
            return "in-doubt";
        case fate::unknown:
            return "unknown";
    }
    return {};
}

std::string_view stored_name(once_state what) {
    switch (what) {
        case once_state::never:
            return "never";
        case once_state::perhaps:
            return "perhaps";
        case once_state::done:
            return "done";
    }
    return {};
}

}  // namespace journal
