#include "journal/reserve.hpp"

#include "journal/journal_error.hpp"
#include "journal/sqlite_failure.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace journal {

namespace {

// What the log of the journal grows to before it is folded into the database and begins anew.
constexpr off_t size = off_t{4} << 20U;

class descriptor {
public:
    explicit descriptor(int number) : number_(number) {}
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    ~descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

base::result<void> judged(int problem) {
    auto why = system_failure(problem);
    if (why.code != journal_error::full) return {};
    return std::unexpected(std::move(why));
}

}  // namespace

reserve::reserve(const std::filesystem::path& journal) : file_(journal.string() + ".reserve") {}

base::result<void> reserve::fill() {
    constexpr mode_t for_its_owner = 0600;
    const descriptor made(::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, for_its_owner));
    if (made.number() < 0) return judged(errno);
    struct stat now = {};
    if (::fstat(made.number(), &now) == 0 && now.st_size >= size) return {};
    const int problem = ::posix_fallocate(made.number(), 0, size);
    if (problem == 0) return {};
    auto end = judged(problem);
    if (!end) give_up();  // a part of it would only be in the way
    return end;
}

void reserve::give_up() {
    ::unlink(file_.c_str());
}

}  // namespace journal
