#include "report/staged_file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <utility>

namespace report {

namespace {

// As much as stdio would hold back; a killed run lacks at most so much.
constexpr std::size_t most_pending = 8U << 10U;

struct closer {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
using handle = std::unique_ptr<std::FILE, closer>;

std::filesystem::path temporary_of(const std::filesystem::path& name) {
    auto path = name;
    path += ".tmp";
    return path;
}

base::failure failed(int code, std::string_view doing, const std::filesystem::path& what) {
    return {
        std::error_code(code, std::generic_category()), std::string(doing) + " " + what.string()
    };
}

}  // namespace

staged_file::staged_file(std::filesystem::path name)
    : name_(std::move(name)), temporary_(temporary_of(name_)) {}

base::result<staged_file> staged_file::create(std::filesystem::path name) {
    staged_file made(std::move(name));
    const handle file(std::fopen(made.temporary_.c_str(), "wb"));
    if (!file) return std::unexpected(failed(errno, "creating", made.temporary_));
    return made;
}

void staged_file::remember(int code, std::string_view doing) {
    if (!failure_) failure_ = failed(code, doing, temporary_);
}

void staged_file::write(std::string_view text) {
    if (failure_) return;
    pending_ += text;
    if (pending_.size() >= most_pending) flush();
}

void staged_file::flush() {
    if (failure_ || pending_.empty()) return;
    handle file(std::fopen(temporary_.c_str(), "ab"));
    if (!file) return remember(errno, "writing");
    const auto written = std::fwrite(pending_.data(), 1, pending_.size(), file.get());
    if (written != pending_.size()) remember(errno, "writing");
    // A full disk often shows itself only here, when the rest is written.
    if (std::fclose(file.release()) != 0) remember(errno, "writing");
    pending_.clear();
}

base::result<void> staged_file::read_back(const std::function<void(std::string_view block)>& tell) {
    flush();
    if (failure_) return std::unexpected(*failure_);
    const handle file(std::fopen(temporary_.c_str(), "rb"));
    if (!file) return std::unexpected(failed(errno, "reading back", temporary_));
    std::array<char, 1U << 16U> block{};
    while (const auto got = std::fread(block.data(), 1, block.size(), file.get()))
        tell({block.data(), got});
    if (std::ferror(file.get()) == 0) return {};
    return std::unexpected(failed(EIO, "reading back", temporary_));
}

base::result<std::filesystem::path> staged_file::commit() {
    flush();
    if (failure_) return std::unexpected(*failure_);
    std::error_code code;
    std::filesystem::rename(temporary_, name_, code);
    if (code) return std::unexpected(base::failure{code, "renaming " + temporary_.string()});
    return name_;
}

void staged_file::discard() {
    pending_.clear();
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
}

}  // namespace report
