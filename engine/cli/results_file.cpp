#include "cli/results_file.hpp"

#include "cli/config/as_typed.hpp"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace cli {

namespace {

std::unexpected<base::failure> cannot_write(const std::string& file, std::error_code why) {
    return std::unexpected(base::failure{why, "writing the results into " + as_typed(file)});
}

std::string unfinished(const std::string& name) {
    std::error_code unknown;
    const bool in_place =
        std::filesystem::exists(name, unknown) && !std::filesystem::is_regular_file(name, unknown);
    return in_place ? name : name + ".tmp";
}

}  // namespace

results_file::results_file(std::string name)
    : name_(std::move(name)),
      written_as_(unfinished(name_)),
      out_(written_as_, std::ios::binary | std::ios::trunc) {}

base::result<std::unique_ptr<results_file>> results_file::open(const std::string& name) {
    errno = 0;
    std::unique_ptr<results_file> made(new results_file(name));
    if (made->out_) return made;
    made->finished_ = true;  // there is nothing to take away
    return cannot_write(name, {errno, std::generic_category()});
}

results_file::~results_file() {
    std::error_code ignored;
    if (!finished_ && written_as_ != name_) std::filesystem::remove(written_as_, ignored);
}

base::result<void> results_file::finish() {
    out_.close();
    if (!out_) return cannot_write(name_, std::make_error_code(std::errc::io_error));
    std::error_code failed;
    if (written_as_ != name_) std::filesystem::rename(written_as_, name_, failed);
    if (failed) return cannot_write(name_, failed);
    finished_ = true;
    return {};
}

}  // namespace cli
