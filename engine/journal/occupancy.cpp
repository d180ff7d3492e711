#include "journal/occupancy.hpp"

#include <string>
#include <system_error>
#include <utility>

namespace journal {

namespace {

std::uint64_t byte_of(seat which) {
    constexpr unsigned room_for_numbers = 48;
    return (static_cast<std::uint64_t>(which.what) << room_for_numbers) +
           static_cast<std::uint64_t>(which.number);
}

// Not the journal's own file: SQLite locks that in another way, and closing it a second time would
// cost it its locks.
std::filesystem::path file_for(const std::filesystem::path& journal) {
    return journal.string() + ".lock";
}

}  // namespace

base::result<std::shared_ptr<occupancy>> occupancy::open(const std::filesystem::path& journal) {
    auto opened = base::lock_file::open(file_for(journal));
    if (!opened) return std::unexpected(std::move(opened.error()));
    return std::shared_ptr<occupancy>(new occupancy(std::move(*opened)));
}

void occupancy::wait_for_house(const std::filesystem::path& journal) {
    std::error_code ignored;
    if (!std::filesystem::exists(file_for(journal), ignored)) return;
    const auto opened = base::lock_file::open(file_for(journal));
    if (!opened) return;  // opening the journal will tell
    opened->lock(byte_of({}));
}

bool occupancy::enter(seat which) {
    const auto byte = byte_of(which);
    if (ours_.contains(byte) || !file_.try_lock(byte)) return false;
    ours_.insert(byte);
    return true;
}

void occupancy::leave(seat which) {
    const auto byte = byte_of(which);
    if (ours_.erase(byte) != 0) file_.unlock(byte);
}

bool occupancy::is_taken(seat which) const {
    const auto byte = byte_of(which);
    return ours_.contains(byte) || file_.is_held(byte);
}

}  // namespace journal
