#include "snapshot/writer.hpp"

#include "snapshot/line.hpp"
#include "snapshot/packed_file.hpp"

#include <boost/crc.hpp>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace snapshot {

namespace {

constexpr std::size_t most_pending = std::size_t{1} << 16;

base::failure failed(std::string_view doing) {
    return {std::error_code(errno, std::generic_category()), std::string(doing)};
}

// Lines and the sum over them.
class summed_lines {
public:
    explicit summed_lines(packed_writer& into) : into_(into) {}

    void put(const std::string& line) {
        into_.put(line);
        sum_.process_bytes(line.data(), line.size());
    }
    [[nodiscard]] std::uint32_t sum() const { return sum_.checksum(); }

private:
    packed_writer& into_;
    boost::crc_32_type sum_;
};

}  // namespace

base::result<writer> writer::create(std::filesystem::path file) {
    auto heap = file_beside::create(file);
    if (!heap) return std::unexpected(heap.error());
    heap->forget_name();
    return writer(std::move(file), std::move(*heap));
}

void writer::add(const entry& what) {
    const auto line = to_line(what);
    lines_.push_back({what.user.value(), heaped_ + pending_.size(), line.size()});
    if (what.unread) ++unread_;
    pending_ += line;
    if (pending_.size() >= most_pending) flush();
}

void writer::flush() {
    for (std::string_view rest = pending_; !rest.empty() && !failed_;) {
        const auto written = ::write(heap_.descriptor(), rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0)
            failed_ = failed("writing " + file_.string());
        else
            rest.remove_prefix(static_cast<std::size_t>(written));
    }
    heaped_ += pending_.size();
    pending_.clear();
}

base::result<head> writer::commit(head of) {
    flush();
    if (failed_) return std::unexpected(*failed_);
    of.users = users();
    of.unread = unread_;
    std::ranges::sort(lines_, {}, &place::user);
    auto whole = file_beside::create(file_);
    if (!whole) return std::unexpected(whole.error());
    auto done = write_whole(of, whole->descriptor());
    if (done) done = whole->take_name();
    if (!done) return std::unexpected(done.error());
    return of;
}

base::result<void> writer::write_whole(const head& of, int into) {
    const auto saying = "writing " + file_.string();
    auto packed = packed_writer::on(into);
    if (!packed) return std::unexpected(packed.error().within(saying));
    summed_lines all(*packed);
    all.put(to_line(of));
    for (const auto& each : lines_) {
        const auto line = line_at(each);
        if (!line) return std::unexpected(line.error());
        all.put(*line);
    }
    packed->put(to_line(ending{of.users, all.sum()}));
    auto done = packed->finish();
    if (!done) return std::unexpected(done.error().within(file_.string()));
    return {};
}

base::result<std::string> writer::line_at(const place& where) const {
    std::string line(where.size, '\0');
    for (std::size_t got = 0; got < line.size();) {
        const auto read = ::pread(
            heap_.descriptor(),
            line.data() + got,
            line.size() - got,
            static_cast<off_t>(where.offset + got)
        );
        if (read < 0 && errno == EINTR) continue;
        if (read == 0) errno = EIO;
        if (read <= 0) return std::unexpected(failed("reading back " + file_.string()));
        got += static_cast<std::size_t>(read);
    }
    return line;
}

}  // namespace snapshot
