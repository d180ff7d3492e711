#include "report/spool.hpp"

#include <cstddef>
#include <utility>

namespace report {

namespace {

// Of three spools for each of two thousand portals.
constexpr std::size_t most_kept = 16U << 10U;

}  // namespace

void spool::write(std::string_view text) {
    if (file_) return file_->write(text);
    if (failure_) return;
    kept_ += text;
    if (kept_.size() > most_kept) move_to_file();
}

void spool::move_to_file() {
    auto made = staged_file::create(name_);
    if (!made) {
        failure_ = std::move(made.error());
    } else {
        file_ = std::move(*made);
        file_->write(kept_);
    }
    kept_ = {};
}

base::result<void> spool::read_back(const std::function<void(std::string_view block)>& tell) {
    if (failure_) return std::unexpected(*failure_);
    if (file_) return file_->read_back(tell);
    if (!kept_.empty()) tell(kept_);
    return {};
}

void spool::discard() {
    kept_ = {};
    if (file_) file_->discard();
    file_.reset();
}

}  // namespace report
