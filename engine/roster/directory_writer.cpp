#include "roster/directory_writer.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <unistd.h>
#include <utility>

namespace roster {

namespace {

base::failure failed(int code, std::string_view doing, const std::filesystem::path& what) {
    return {
        std::error_code(code, std::generic_category()), std::string(doing) + ' ' + what.string()
    };
}

bool put(std::FILE* file, std::string_view text) {
    return std::fwrite(text.data(), 1, text.size(), file) == text.size();
}

}  // namespace

base::result<directory_writer::staged> directory_writer::stage_beside(
    const std::filesystem::path& file
) {
    auto name = file.string() + ".XXXXXX";
    const int made = ::mkstemp(name.data());  // for its owner alone
    if (made < 0) return std::unexpected(failed(errno, "creating", name));
    staged all{name, std::unique_ptr<std::FILE, closer>(::fdopen(made, "w+b"))};
    if (!all.file) return std::unexpected(failed(errno, "creating", name));
    return all;
}

base::result<directory_writer> directory_writer::create(std::filesystem::path file) {
    auto lines = stage_beside(file);
    if (!lines) return std::unexpected(lines.error());
    return directory_writer(std::move(file), std::move(*lines));
}

directory_writer::directory_writer(directory_writer&&) noexcept = default;

directory_writer& directory_writer::operator=(directory_writer&& other) noexcept {
    if (this == &other) return *this;
    give_up();
    file_ = std::move(other.file_);
    lines_ = std::move(other.lines_);
    sum_ = other.sum_;
    bytes_ = other.bytes_;
    users_ = other.users_;
    seen_ = std::move(other.seen_);
    failed_ = other.failed_;
    return *this;
}

directory_writer::~directory_writer() {
    give_up();
}

void directory_writer::give_up() noexcept {
    if (!lines_.file) return;
    lines_.file.reset();
    ::unlink(lines_.name.c_str());
}

void directory_writer::add(const model::user& who) {
    for (const auto& each : who.attributes)
        if (seen_.find(std::string_view(each.key())) == seen_.end()) seen_.emplace(each.key());
    const auto line = boost::json::serialize(who.attributes) + '\n';
    if (failed_ == 0 && !put(lines_.file.get(), line)) failed_ = errno;
    sum_.process_bytes(line.data(), line.size());
    bytes_ += line.size();
    ++users_;
}

base::result<directory_stamp> directory_writer::commit(directory_stamp what) {
    what.users = users_;
    what.bytes = bytes_;
    what.checksum = sum_.checksum();
    for (const auto& each : seen_)
        if (std::ranges::find(what.attributes, each) == what.attributes.end())
            what.attributes.push_back(each);
    auto whole = stage_beside(file_);
    if (!whole) return std::unexpected(whole.error());
    const auto written = write_whole(what, *whole);
    whole->file.reset();
    give_up();
    std::error_code wrong;
    if (written) std::filesystem::rename(whole->name, file_, wrong);
    if (written && !wrong) return what;
    ::unlink(whole->name.c_str());
    if (!written) return std::unexpected(written.error());
    return std::unexpected(base::failure{wrong, "renaming " + whole->name.string()});
}

// The stamp comes first and is known last.
base::result<void> directory_writer::write_whole(const directory_stamp& what, staged& into) {
    auto* from = lines_.file.get();
    if (failed_ != 0) return std::unexpected(failed(failed_, "writing", lines_.name));
    if (std::fflush(from) != 0) return std::unexpected(failed(errno, "writing", lines_.name));
    std::rewind(from);
    bool good = put(into.file.get(), to_line(what));
    std::array<char, std::size_t{1} << 16> block{};
    while (good) {
        const auto got = std::fread(block.data(), 1, block.size(), from);
        if (got == 0) break;
        good = put(into.file.get(), {block.data(), got});
    }
    if (std::ferror(from) != 0) return std::unexpected(failed(EIO, "reading", lines_.name));
    // A full disk often shows itself only here.
    if (!good || std::fflush(into.file.get()) != 0 || ::fsync(::fileno(into.file.get())) != 0)
        return std::unexpected(failed(errno, "writing", into.name));
    return {};
}

}  // namespace roster
