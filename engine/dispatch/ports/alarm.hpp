#pragma once

#include <string>

namespace dispatch {

// Who has to hear when what ends one lane is to end those of the other portals as well.
class alarm {
public:
    virtual ~alarm() = default;

    // `why`: in one line. Called at most once by each lane, on the lane's thread. Must not block.
    virtual void raise(const std::string& why) = 0;
};

}  // namespace dispatch
