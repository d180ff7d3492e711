#include "cli/budget/budget_file.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <utility>

namespace cli {

namespace {

using pacing::host_budget;

constexpr std::uint32_t whole_file = 0;  // the lock; those of the seats follow

constexpr std::uint32_t lock_of(std::size_t seat) {
    return static_cast<std::uint32_t>(seat) + 1;
}

// In front of the budget itself: which boot its times belong to.
constexpr std::size_t own_words = 1;

// Who is dead is looked for only where somebody waits, and not all the time.
constexpr auto look_for_the_dead_every = std::chrono::milliseconds(100);

std::int64_t mark_of(std::string_view boot) {
    return static_cast<std::int64_t>(std::hash<std::string_view>{}(boot) >> 1U);
}

base::time_point boot_time() {
    return base::time_point{};
}

bool is_blank(std::span<const std::int64_t> memory) {
    return std::ranges::all_of(memory, [](auto word) { return word == 0; });
}

}  // namespace

// Nobody else looks at the file or changes it meanwhile.
class budget_file::turn {
public:
    explicit turn(locked_file& file) : file_(file) { file_.lock(whole_file); }
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;
    ~turn() { file_.unlock(whole_file); }

private:
    locked_file& file_;
};

budget_file::budget_file(locked_file file, std::uint32_t seat)
    : file_(std::move(file)), seat_(seat), budget_(std::span<std::int64_t>()) {}

base::result<std::unique_ptr<budget_file>> budget_file::open(
    const std::filesystem::path& file,
    const pacing::bucket_limits& limits,
    std::string_view boot,
    base::time_point now
) {
    std::error_code ignored;  // opening tells of it
    std::filesystem::create_directories(file.parent_path(), ignored);
    auto opened = locked_file::open(file);
    if (!opened) return std::unexpected(opened.error());
    std::uint32_t seat = 0;
    while (seat < host_budget::seats && !opened->try_lock(lock_of(seat))) ++seat;
    if (seat == host_budget::seats)
        return std::unexpected(base::failure{
            std::make_error_code(std::errc::resource_unavailable_try_again),
            "sharing " + file.string() + " with more processes than it has seats for"
        });
    std::unique_ptr<budget_file> made(new budget_file(std::move(*opened), seat));
    if (const auto settled = made->settle_in(limits, boot, now); !settled)
        return std::unexpected(settled.error().within("in " + file.string()));
    if (!made->complaint_.empty()) made->complaint_ = file.string() + " " + made->complaint_;
    return made;
}

base::result<void> budget_file::settle_in(
    const pacing::bucket_limits& limits, std::string_view boot, base::time_point now
) {
    const turn ours(file_);
    if (auto mapped = file_.map(own_words + host_budget::words(limits)); !mapped) return mapped;
    auto memory = file_.memory();
    budget_ = host_budget(memory.subspan(own_words));
    const bool same_boot = memory[0] == mark_of(boot);
    const bool blank = is_blank(memory);
    if (blank || !same_boot) {
        memory[0] = mark_of(boot);
        budget_.begin(limits, boot_time());
    } else if (!budget_.sane(now)) {
        complaint_ =
            "is damaged or of another version: going on as if the portal's bucket were full";
        budget_.begin(limits, now);
    } else if (somebody_else()) {
        budget_.go_by_tighter(limits);
    } else if (budget_.has_room_for(limits)) {
        budget_.go_by(limits);
    } else {
        for (std::size_t seat = 0; seat < host_budget::seats; ++seat) budget_.leave(seat, now);
        std::vector<std::int64_t> old(memory.begin() + own_words, memory.end());
        budget_.begin(limits, host_budget(old));
    }
    budget_.leave(seat_, now);
    if (!somebody_else()) budget_.forget_refusals(now);
    rate_ = budget_.rate_in_force();
    last_ = now;
    return {};
}

bool budget_file::somebody_else() const {
    for (std::size_t seat = 0; seat < host_budget::seats; ++seat)
        if (seat != seat_ && file_.is_held(lock_of(seat))) return true;
    return false;
}

budget_file::~budget_file() {
    const turn ours(file_);
    write_down();
    budget_.leave(seat_, last_);
}

std::optional<base::time_point> budget_file::take(base::time_point now) {
    const turn ours(file_);
    last_ = now;
    write_down();
    alone_ = !budget_.shared_with_others(seat_, now);
    auto later = budget_.take(seat_, now);
    rate_ = budget_.rate_in_force();
    if (later && now - looked_ > look_for_the_dead_every) {
        looked_ = now;
        bury_the_dead(now);
        later = budget_.take(seat_, now);
    }
    return later;
}

void budget_file::put_back(base::time_point now) {
    const turn ours(file_);
    budget_.put_back(seat_, now);
}

// Alone, an answer is put down with the next request: two calls of the system less for each.
void budget_file::answered(base::time_point now) {
    last_ = now;
    unwritten_.push_back(now);
    if (alone_ && unwritten_.size() < budget_.under_way(seat_)) return;
    const turn ours(file_);
    write_down();
}

void budget_file::refused(base::time_point sent, base::time_point now, base::duration pause) {
    const turn ours(file_);
    last_ = now;
    write_down();
    budget_.refused(sent, now, pause);
    rate_ = budget_.rate_in_force();
}

void budget_file::write_down() {
    for (const auto each : unwritten_) budget_.answered(seat_, each);
    unwritten_.clear();
}

void budget_file::bury_the_dead(base::time_point now) {
    for (std::size_t seat = 0; seat < host_budget::seats; ++seat)
        if (seat != seat_ && budget_.under_way(seat) != 0 && !file_.is_held(lock_of(seat)))
            budget_.leave(seat, now);
}

std::filesystem::path budget_path(const std::filesystem::path& state, std::string_view portal_url) {
    const auto scheme = portal_url.find("://");
    if (scheme != std::string_view::npos) portal_url.remove_prefix(scheme + 3);
    std::string name(portal_url.substr(0, portal_url.find('/')));
    std::ranges::replace_if(
        name,
        [](char c) {
            return !(
                c == '.' || c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                (c >= 'A' && c <= 'Z')
            );
        },
        '_'
    );
    return state / "budget" / (name + ".bucket");
}

std::string running_boot() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string line;
    std::getline(file, line);
    return line;
}

}  // namespace cli
