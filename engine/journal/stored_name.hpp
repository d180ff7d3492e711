#pragma once

#include "model/job.hpp"
#include "model/outcome.hpp"
#include "model/request.hpp"
#include "model/run.hpp"

#include <optional>
#include <string_view>

namespace journal {

// What became of a command or of a whole request, as far as it is remembered.
enum class fate {
    not_sent,
    accepted,
    rejected,
    in_doubt,  // rejected, and it may have taken effect all the same
    unknown,
};

// What is known of a step that is to be done once per user.
enum class once_state {
    never,
    perhaps,  // it was sent, and nobody knows whether it took effect
    done,
};

// The word that stands in the database for an enumerator. Not the words of reports: those may
// change, these may not. Empty for a number that is no enumerator.
std::string_view stored_name(model::outcome what);
std::string_view stored_name(model::user_outcome what);
std::string_view stored_name(model::block_reason what);
std::string_view stored_name(model::run_end what);
std::string_view stored_name(model::kinship what);
std::string_view stored_name(model::step_kind what);
std::string_view stored_name(model::acts_as what);
std::string_view stored_name(model::request_form what);
std::string_view stored_name(model::purpose what);
std::string_view stored_name(fate what);
std::string_view stored_name(once_state what);

// The enumerator of a stored word; nothing when there is none (a damaged row).
template <class Enum>
std::optional<Enum> from_stored_name(std::string_view name) {
    for (int value = 0;; ++value) {
        const auto what = static_cast<Enum>(value);
        const auto known = stored_name(what);
        if (known.empty()) return std::nullopt;
        if (known == name) return what;
    }
}

}  // namespace journal
