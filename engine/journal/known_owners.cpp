#include "journal/known_owners.hpp"

#include <algorithm>
#include <functional>

namespace journal {

std::uint64_t known_owners::digest(std::string_view fingerprint) {
    return std::hash<std::string_view>{}(fingerprint);
}

void known_owners::add(std::string_view fingerprint, model::user_id who) {
    all_.emplace_back(digest(fingerprint), who.value());
}

void known_owners::settle() {
    std::sort(all_.begin(), all_.end());
}

bool known_owners::is_proven(model::user_id who, std::string_view fingerprint) const {
    return std::binary_search(all_.begin(), all_.end(), entry(digest(fingerprint), who.value()));
}

}  // namespace journal
