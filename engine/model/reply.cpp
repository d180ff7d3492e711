#include "model/reply.hpp"

namespace model {

reply reply_for_all(std::size_t commands, const answer& fate) {
    reply all;
    all.answers.assign(commands, fate);
    all.whole = fate;
    return all;
}

}  // namespace model
