#pragma once

#include "portal/token_store.hpp"

#include <filesystem>

namespace portal {

// Tokens in one file of mode 0600: {"format_version": 1, "tokens": {"17": {"access_token": "...",
// "refresh_token": "...", "expires": 1790000000, "member_id": "...", "server_endpoint": "...",
// "enrolment": "..."}}}. Other keys are kept as they are.
//
// It is replaced as a whole: written beside, flushed, renamed, the folder flushed. FILE.lock holds
// what processes claim: its first byte whoever is writing, byte N whoever renews user N's pair.
// The kernel gives these locks up with the process that held them.
class token_file final : public token_store {
public:
    // Nothing is opened yet. A symbolic link is followed, so that it stays one.
    explicit token_file(std::filesystem::path file);

    // Fails for a file that others may read or write (store_open_to_others) and for one that is no
    // such store (store_malformed); says which user's entry is wrong, and quotes no value.
    [[nodiscard]] base::result<token_table> read() const override;
    [[nodiscard]] base::result<std::unique_ptr<token_claim>> claim(model::user_id who) override;
    base::result<void> replace(model::user_id who, const token_pair& pair) override;

private:
    std::filesystem::path file_;
};

}  // namespace portal
