#pragma once

#include "base/time.hpp"
#include "model/ids.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace journal {

// A machine, from one start of it to the next. "" = not known.
struct machine {
    std::string host;
    std::string id;
    std::string boot;
};

// The run that has a portal, and who runs it.
struct lock_holder {
    model::run_id run;
    std::string command;
    machine where;
    std::int64_t pid = 0;
    std::string user;
    base::wall_time since;
    base::wall_time beat;  // when it last said that it is alive
};

// How often a holder says that he is alive, and how long somebody on another machine believes him.
inline constexpr auto beat_every = std::chrono::seconds(15);
inline constexpr auto silence = std::chrono::minutes(2);

// Whether somebody at `here`, whom the kernel has given the lock, need not mind the holder who is
// written down: he is gone, or has been silent for too long where nobody can look after him.
bool may_be_put_aside(const lock_holder& who, const machine& here, base::wall_time now);

}  // namespace journal
