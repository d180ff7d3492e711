#include "report/staged_file.hpp"

#include <array>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace report {

namespace {

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

staged_file::staged_file(std::filesystem::path name, handle file)
    : name_(std::move(name)), temporary_(temporary_of(name_)), file_(std::move(file)) {}

base::result<staged_file> staged_file::create(std::filesystem::path name) {
    const auto temporary = temporary_of(name);
    handle file(std::fopen(temporary.c_str(), "w+b"));
    if (!file) return std::unexpected(failed(errno, "creating", temporary));
    return staged_file(std::move(name), std::move(file));
}

void staged_file::remember(int code, std::string_view doing) {
    if (!failure_) failure_ = failed(code, doing, temporary_);
}

void staged_file::write(std::string_view text) {
    if (failure_ || text.empty()) return;
    if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) {
        remember(errno, "writing");
    }
}

void staged_file::write_all_of(staged_file& other) {
    if (failure_) return;
    if (other.failure_) {
        failure_ = other.failure_;
        return;
    }
    if (std::fflush(other.file_.get()) != 0) return remember(errno, "writing");
    if (std::fseek(other.file_.get(), 0, SEEK_SET) != 0) return remember(errno, "reading back");
    std::array<char, 1U << 16U> block{};
    while (const auto got = std::fread(block.data(), 1, block.size(), other.file_.get())) {
        write({block.data(), got});
    }
    if (std::ferror(other.file_.get()) != 0) remember(EIO, "reading back");
    std::fseek(other.file_.get(), 0, SEEK_END);
}

base::result<std::filesystem::path> staged_file::commit() {
    // A full disk often shows itself only here, when the buffered rest is written.
    if (std::fclose(file_.release()) != 0) remember(errno, "writing");
    if (failure_) return std::unexpected(*failure_);
    std::error_code code;
    std::filesystem::rename(temporary_, name_, code);
    if (code) return std::unexpected(base::failure{code, "renaming " + temporary_.string()});
    return name_;
}

void staged_file::discard() {
    file_.reset();
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
}

}  // namespace report
