#include "snapshot/reader.hpp"

#include "snapshot/line.hpp"

#include <boost/crc.hpp>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>

namespace snapshot {

namespace {

void complain(
    std::string code,
    std::string message,
    std::string hint,
    const base::source_pos& where,
    base::diagnostics& problems
) {
    base::diagnostic made;
    made.code = std::move(code);
    made.message = std::move(message);
    made.hint = std::move(hint);
    made.where = where;
    problems.add(std::move(made));
}

constexpr auto take_another = "copy it again from where it is whole, or take another one";

void complain_of_damage(const base::source_pos& where, base::diagnostics& problems) {
    complain(
        "snapshot.damaged",
        "the snapshot is not as it was written: its checksum does not fit",
        take_another,
        where,
        problems
    );
}

void complain_of_end(
    end_of_reading how, const base::source_pos& where, base::diagnostics& problems
) {
    if (how == end_of_reading::damaged) return complain_of_damage(where, problems);
    complain(
        "snapshot.cut-short",
        "the snapshot is cut short: its end is missing",
        take_another,
        where,
        problems
    );
}

void complain_of_head(no_head why, const base::source_pos& where, base::diagnostics& problems) {
    switch (why) {
        case no_head::of_another_kind:
            return complain(
                "snapshot.not-one",
                "this is no snapshot",
                "'muster snapshot' makes one",
                where,
                problems
            );
        case no_head::of_a_newer_format:
            return complain(
                "snapshot.newer",
                fmt::format(
                    "a newer version of muster wrote this snapshot; this one reads format {}",
                    format_version
                ),
                "use the version that wrote it, or a newer one",
                where,
                problems
            );
        case no_head::damaged:
            return complain_of_damage(where, problems);
    }
}

// All lines but the last, summed; the last.
struct body {
    std::uint32_t checksum = 0;
    std::uint64_t entries = 0;
    std::optional<ending> end;
};

body look_through(packed_lines& lines, std::string_view first) {
    boost::crc_32_type sum;
    const auto add = [&](std::string_view line) {
        sum.process_bytes(line.data(), line.size());
        sum.process_byte('\n');
    };
    body seen;
    std::string before(first);
    std::uint64_t count = 0;
    while (const auto line = lines.next()) {
        add(before);
        before = *line;
        ++count;
    }
    seen.checksum = sum.checksum();
    seen.entries = count == 0 ? 0 : count - 1;
    seen.end = count == 0 ? std::nullopt : ending_in(before);
    return seen;
}

base::source_pos place_of(const std::filesystem::path& file) {
    return {std::make_shared<const std::string>(file.string()), 0, 0};
}

std::optional<packed_lines> lines_of(
    const std::filesystem::path& file, const base::source_pos& where, base::diagnostics& problems
) {
    auto lines = packed_lines::open(file);
    if (lines) return std::move(*lines);
    complain(
        "snapshot.cannot-read",
        fmt::format("the snapshot cannot be read: {}", lines.error().code.message()),
        "",
        where,
        problems
    );
    return std::nullopt;
}

// Whether it is whole. Reads it to its end.
bool is_sound(
    packed_lines lines,
    const head& about,
    const base::source_pos& where,
    base::diagnostics& problems
) {
    const auto first = lines.next();
    const auto seen = look_through(lines, first.value_or(""));
    if (lines.ended() != end_of_reading::whole || !seen.end) {
        complain_of_end(lines.ended(), where, problems);
        return false;
    }
    const bool fits = seen.end->checksum == seen.checksum && seen.end->entries == seen.entries &&
                      seen.entries == about.users;
    if (!fits) complain_of_damage(where, problems);
    return fits;
}

}  // namespace

std::optional<reader> reader::open(const std::filesystem::path& file, base::diagnostics& problems) {
    const auto where = place_of(file);
    auto lines = lines_of(file, where, problems);
    if (!lines) return std::nullopt;
    const auto first = lines->next();
    if (!first && lines->ended() == end_of_reading::cut_short) {
        complain_of_end(lines->ended(), where, problems);
        return std::nullopt;
    }
    auto about = head_in(first.value_or(""));
    if (!about) {
        complain_of_head(about.error(), where, problems);
        return std::nullopt;
    }
    auto again = lines_of(file, where, problems);
    if (!again || !is_sound(std::move(*again), *about, where, problems)) return std::nullopt;
    reader made(std::move(*about), std::move(*lines), where);
    made.left_ = made.head_.users;
    made.where_.line = 1;
    return made;
}

std::optional<entry> reader::next(base::diagnostics& problems) {
    if (left_ == 0) return std::nullopt;
    --left_;
    ++where_.line;
    const auto line = lines_.next();
    auto made = line ? entry_in(*line, head_) : std::nullopt;
    if (made && made->user.value() > last_) {
        last_ = made->user.value();
        return made;
    }
    left_ = 0;
    complain_of_damage(where_, problems);
    return std::nullopt;
}

bool looks_like_one(const std::filesystem::path& file) {
    auto lines = packed_lines::open(file);
    const auto first = lines ? lines->next() : std::nullopt;
    if (!first) return false;
    const auto about = head_in(*first);
    return about || about.error() != no_head::of_another_kind;
}

}  // namespace snapshot
