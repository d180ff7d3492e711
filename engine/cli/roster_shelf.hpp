#pragma once

#include "base/diagnostic.hpp"
#include "model/user.hpp"
#include "roster/open_roster.hpp"
#include "roster/source.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>
#include <vector>

namespace cli {

// The rosters of several portals. One that several portals have is read once and kept, as is a
// small one, so that thousands of portals hold no file open; a large one of a single portal is read
// from its file whenever it is asked for.
class roster_shelf {
public:
    // Says that a portal has this roster. To be told of all before the first `open`.
    void expect(const roster::roster_files& what);

    // As roster::open_roster. What is wrong with a kept one is told the first time only; it gives
    // nothing from then on.
    std::unique_ptr<roster::source> open(
        const roster::roster_files& what, base::diagnostics& problems
    );

private:
    struct kept;
    using key =
        std::tuple<std::vector<std::filesystem::path>, std::filesystem::path, roster::join_key>;

    std::mutex one_at_a_time_;  // runs begin on several threads
    std::map<key, std::size_t> portals_;
    std::map<key, std::shared_ptr<const kept>> kept_;
};

}  // namespace cli
