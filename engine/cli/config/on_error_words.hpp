#pragma once

#include "document/mapping_reader.hpp"
#include "pacing/stop_rule.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace cli {

// What failures are to end, as flags and files say it.
inline constexpr std::array on_error_words{
    document::word<pacing::on_error>{"continue", pacing::on_error::go_on},
    document::word<pacing::on_error>{"stop-portal", pacing::on_error::stop_portal},
    document::word<pacing::on_error>{"stop-run", pacing::on_error::stop_run},
};

// Nothing = no such word.
inline std::optional<pacing::on_error> on_error_of(std::string_view text) {
    const auto* found =
        std::ranges::find(on_error_words, text, &document::word<pacing::on_error>::text);
    if (found == on_error_words.end()) return std::nullopt;
    return found->meaning;
}

inline std::string_view word_for(pacing::on_error what) {
    return std::ranges::find(on_error_words, what, &document::word<pacing::on_error>::meaning)
        ->text;
}

}  // namespace cli
