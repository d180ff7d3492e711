#include "journal/lock_holder.hpp"

namespace journal {

bool may_be_put_aside(const lock_holder& who, const machine& here, base::wall_time now) {
    // The kernel frees what the dead held, and does not forget the living.
    const bool same_kernel = !here.boot.empty() && who.where.boot == here.boot;
    // A machine that was started anew has nobody left of the time before.
    const bool same_machine = who.where.host == here.host && who.where.id == here.id;
    return same_kernel || same_machine || now - who.beat >= silence;
}

}  // namespace journal
