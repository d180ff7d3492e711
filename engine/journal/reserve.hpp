#pragma once

#include "base/result.hpp"

#include <filesystem>

namespace journal {

// Room on the journal's disk that nobody else can take: a file beside it that means nothing. When
// the disk is full it is given up, so that what was answered already can still be written down.
// Shared by all processes that use the journal; used by one thread of each at a time.
class reserve {
public:
    explicit reserve(const std::filesystem::path& journal);

    // Makes it, or what is missing of it. `full` where there is no room for it. A file system that
    // cannot promise room is taken as it is.
    base::result<void> fill();

    // Gives its room to whoever writes next.
    void give_up();

private:
    std::filesystem::path file_;
};

}  // namespace journal
