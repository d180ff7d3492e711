#include "portal/redaction.hpp"

#include <cstddef>
#include <string_view>

namespace portal {

void redact(std::string& text, const base::secret& hidden) {
    static constexpr std::string_view shown = "***";
    const auto what = hidden.reveal();
    if (what.empty()) return;
    for (auto at = text.find(what); at != std::string::npos;
         at = text.find(what, at + shown.size()))
        text.replace(at, what.size(), shown);
}

void redact(model::answer& what, const base::secret& hidden) {
    if (auto* refused = std::get_if<model::rejected>(&what)) {
        redact(refused->code, hidden);
        redact(refused->text, hidden);
    } else if (auto* lost = std::get_if<model::unknown>(&what)) {
        redact(lost->why, hidden);
    } else if (auto* kept = std::get_if<model::not_sent>(&what)) {
        redact(kept->text, hidden);
    }
}

void redact(model::reply& what, const base::secret& hidden) {
    for (auto& each : what.answers) redact(each, hidden);
    if (what.whole) redact(*what.whole, hidden);
    if (what.moved_to) redact(*what.moved_to, hidden);
}

}  // namespace portal
