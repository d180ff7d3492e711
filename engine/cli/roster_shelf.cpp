#include "cli/roster_shelf.hpp"

#include <optional>
#include <system_error>

namespace cli {

struct roster_shelf::kept {
    std::vector<model::user> users;
    roster::outline known;
};

namespace {

constexpr std::uintmax_t small = 8U << 10U;   // bytes of a file that is kept for one portal
constexpr std::uintmax_t large = 64U << 20U;  // bytes beyond which nothing is kept

std::uintmax_t size_of(const roster::roster_files& what) {
    std::uintmax_t all = 0;
    auto files = what.files;
    if (!what.directory.empty()) files.push_back(what.directory);
    for (const auto& file : files) {
        std::error_code failed;
        const auto size = std::filesystem::file_size(file, failed);
        if (!failed) all += size;
    }
    return all;
}

}  // namespace

void roster_shelf::expect(const roster::roster_files& what) {
    ++portals_[key(what.files, what.directory, what.key)];
}

std::unique_ptr<roster::source> roster_shelf::open(
    const roster::roster_files& what, base::diagnostics& problems
) {
    class from_shelf final : public roster::source {
    public:
        explicit from_shelf(std::shared_ptr<const kept> from) : from_(std::move(from)) {}
        std::optional<model::user> next(base::diagnostics& /*problems*/) override {
            if (next_ == from_->users.size()) return std::nullopt;
            return from_->users[next_++];
        }
        [[nodiscard]] roster::outline describe() const override { return from_->known; }

    private:
        std::shared_ptr<const kept> from_;
        std::size_t next_ = 0;
    };

    const key which(what.files, what.directory, what.key);
    const auto size = size_of(what);
    const auto expected = portals_.find(which);
    const bool shared = expected != portals_.end() && expected->second > 1;
    if (size > large || (size > small && !shared)) return roster::open_roster(what, problems);
    const std::lock_guard only_one(one_at_a_time_);
    const auto [found, is_new] = kept_.try_emplace(which);
    if (is_new) {
        const auto before = problems.errors();
        const auto people = roster::open_roster(what, problems);
        if (!people) return nullptr;
        auto made = std::make_shared<kept>();
        made->known = people->describe();
        while (auto user = people->next(problems)) made->users.push_back(std::move(*user));
        if (problems.errors() == before) found->second = std::move(made);
    }
    if (!found->second) return nullptr;
    return std::make_unique<from_shelf>(found->second);
}

}  // namespace cli
