#pragma once

#include "catalog/definition.hpp"
#include "migration/meaning.hpp"

#include <cstddef>
#include <vector>

namespace migration {

// What each user has of one key; nullptr = nothing that could be told.
using spread = std::vector<const meaning*>;

// What most have of those who have anything that is the same everywhere.
struct common {
    const meaning* what = nullptr;  // nullptr: nobody has any such thing
    std::size_t holders = 0;
    std::size_t others = 0;      // who have something else
    std::size_t references = 0;  // who point to a calendar of theirs
    std::size_t absent = 0;
};
common most_of(const spread& values);

// Whether it points to a calendar of the user's own.
bool is_reference(const meaning& what);
// Whether it is there, and points to nothing.
bool is_plain(const meaning* what);

// An empty text is nothing to `??` of a policy, but for an address, which has another word for
// none: whether it would not be heard, and that word.
bool is_mute(const catalog::field& which, const meaning* what);
meaning audible(const meaning& what);

}  // namespace migration
