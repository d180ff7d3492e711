#include "portal-sim/core/identity.hpp"

namespace portal_sim {

bool identity::may(std::string_view wanted) const {
    if (wanted.empty()) return true;
    while (!wanted.empty()) {
        const auto bar = wanted.find('|');
        if (scopes->contains(wanted.substr(0, bar))) return true;
        wanted = bar == wanted.npos ? std::string_view() : wanted.substr(bar + 1);
    }
    return false;
}

}  // namespace portal_sim
