#pragma once

#include "model/ids.hpp"
#include "portal/webhook_url.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace portal {

// The credentials of one portal by their names. Filled before the first request; pointers into it
// stay good while nothing is added.
class credential_book {
public:
    // A second credential of the same name takes the place of the first.
    void add(model::credential_id whose, webhook_url what);

    // Nothing known under this name: nullptr.
    [[nodiscard]] const webhook_url* find(const model::credential_id& whose) const;

    // What a journal may remember of a credential: the hexadecimal HMAC-SHA256 of its address under
    // `salt`. Equal for equal credentials, and no way back. Nothing when there is no such
    // credential.
    [[nodiscard]] std::optional<std::string> fingerprint(
        const model::credential_id& whose, std::string_view salt
    ) const;

    [[nodiscard]] std::size_t size() const noexcept { return known_.size(); }

private:
    std::unordered_map<model::credential_id, webhook_url> known_;
};

}  // namespace portal
