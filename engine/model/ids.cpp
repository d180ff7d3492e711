#include "model/ids.hpp"

namespace model {

credential_id credential_of(user_id who) {
    return credential_id("user " + std::to_string(who.value()));
}

credential_id admin_credential() {
    return credential_id("admin");
}

}  // namespace model
