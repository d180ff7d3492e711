#pragma once

#include "model/ids.hpp"
#include "model/outcome.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace snapshot {

// What a snapshot is of. There is no time in it: two of the same state are the same bytes.
struct head {
    std::string portal;                  // its name in the configuration
    std::string url;                     // its address, without a path
    std::vector<std::string> resources;  // everybody who was read has each of them
    std::uint64_t users = 0;
    std::uint64_t unread = 0;  // of those
};

// Why nothing is known of a user.
struct reason_unread {
    model::block_reason what = model::block_reason::unreadable;
    std::string why;  // in words
};

// One user: the state of every resource, or why it is not known. Who could not be read never looks
// like somebody who has nothing.
struct entry {
    model::user_id user;
    std::string email;
    model::object state;  // by the resource's name: a mapping, or a collection's list of items
    std::optional<reason_unread> unread;
};

}  // namespace snapshot
