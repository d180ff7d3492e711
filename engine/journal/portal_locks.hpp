#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "journal/lock_holder.hpp"
#include "model/ids.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

namespace journal {

// One run per portal at a time: the portals that the runs of one process have, in the journal that
// all processes share. `portal` is the address of one. What is still held when this object goes is
// given up. Used by one thread at a time; changes wait for the journal's writers, for five seconds
// at the most.
class portal_locks {
public:
    static base::result<portal_locks> open(const std::filesystem::path& journal);
    portal_locks(portal_locks&& other) noexcept;
    portal_locks& operator=(portal_locks&& other) noexcept;
    ~portal_locks();

    // Nothing: the portal is `who`'s from now on. Otherwise whoever has it already; without a run
    // when he has only just begun. `who.since` is the present moment.
    base::result<std::optional<lock_holder>> take(std::string_view portal, const lock_holder& who);

    // Says that all holders of this object are alive, unless that was said a moment ago. False:
    // somebody has taken this portal over, because he had heard nothing for too long. A failure
    // changes nothing; it may pass.
    base::result<bool> keep(std::string_view portal, base::wall_time now);

    void release(std::string_view portal);

    // Who has the portal, as far as it is written down; he may be gone.
    [[nodiscard]] base::result<std::optional<lock_holder>> written_down(std::string_view portal
    ) const;

private:
    struct state;
    explicit portal_locks(std::unique_ptr<state> made);

    std::unique_ptr<state> state_;
};

}  // namespace journal
