#include "document/yaml_text.hpp"

#include "document/excerpt.hpp"
#include "document/stand_in.hpp"
#include "document/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace document {
namespace {

std::string with_unix_line_ends(std::string_view text) {
    std::string unix_text;
    unix_text.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        unix_text += text[i];
    }
    return unix_text;
}

// YAML's printable characters, seen bytewise. A carriage return that is left by now stands alone.
std::optional<std::size_t> first_control(std::string_view text) {
    const auto found = std::ranges::find_if(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
    });
    if (found == text.end()) return std::nullopt;
    return static_cast<std::size_t>(found - text.begin());
}

std::string about_control(char c) {
    if (c == '\r') {
        return "a carriage return without a line feed; save the file with Unix line ends";
    }
    return fmt::format(
        "the control character U+{:04X}, which a text file cannot hold", static_cast<unsigned>(c)
    );
}

bool is_utf16(std::string_view text) {
    return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
}

std::string about_bad_utf8(std::string_view text) {
    return is_utf16(text) ? "the file is UTF-16; save it as UTF-8"
                          : "this is not UTF-8; save the file as UTF-8";
}

}  // namespace

std::optional<yaml_text> yaml_text::prepare(
    std::string_view text, std::string_view file, std::size_t most, base::diagnostics& problems
) {
    yaml_text made;
    made.file_ = std::make_shared<const std::string>(file);
    if (text.size() > most) {
        auto what = made.problem(0, 0, "yaml.too-large", "");
        what.message = fmt::format("the file has {} bytes; at most {} are read", text.size(), most);
        problems.add(std::move(what));
        return std::nullopt;
    }
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    made.text_ = with_unix_line_ends(text);
    made.index_lines();
    const auto problem_of = [&](std::size_t offset, std::string code, std::string message) {
        const auto where = made.place_of(offset);
        return made.problem(where.line, where.column, std::move(code), std::move(message));
    };
    if (const auto bad = first_bad_utf8(made.text_)) {
        auto what = problem_of(*bad, "yaml.not-utf8", about_bad_utf8(text));
        what.line_text.clear();  // no terminal could show it
        problems.add(std::move(what));
        return std::nullopt;
    }
    if (const auto bad = first_control(made.text_)) {
        problems.add(problem_of(*bad, "yaml.control-character", about_control(made.text_[*bad])));
        return std::nullopt;
    }
    hide_from_parser(made.text_);
    return made;
}

void yaml_text::index_lines() {
    for (std::size_t at = 0; at <= text_.size();) {
        line_starts_.push_back(at);
        const auto tab = text_.find_first_not_of(' ', at);
        if (tab != std::string::npos && text_[tab] == '\t') {
            const auto first = text_.find_first_not_of(" \t", tab);
            if (first != std::string::npos && text_[first] != '\n') tabs_.push_back(tab);
        }
        const auto end = text_.find('\n', at);
        if (end == std::string::npos) break;
        at = end + 1;
    }
}

base::source_pos yaml_text::at(std::uint32_t line, std::uint32_t column) const {
    return {file_, line, column};
}

base::source_pos yaml_text::place_of(std::size_t offset) const {
    const auto after = std::ranges::upper_bound(line_starts_, offset);
    const auto line = static_cast<std::uint32_t>(after - line_starts_.begin());
    return at(line, static_cast<std::uint32_t>(offset - line_starts_[line - 1] + 1));
}

std::string_view yaml_text::line_text(std::uint32_t line) const {
    if (line == 0 || line > line_starts_.size()) return {};
    const auto start = line_starts_[line - 1];
    const auto end = std::min(text_.find('\n', start), text_.size());
    return std::string_view(text_).substr(start, end - start);
}

base::diagnostic yaml_text::problem(
    std::uint32_t line, std::uint32_t column, std::string code, std::string message
) const {
    base::diagnostic made;
    made.code = std::move(code);
    made.message = std::move(message);
    made.where = at(line, column);
    made.line_text = shown_line(shown_again(std::string(line_text(line)), quotes::other), column);
    return made;
}

std::optional<base::source_pos> yaml_text::tab_before(std::uint32_t line) const {
    const auto end = line < line_starts_.size() ? line_starts_[line] : text_.size();
    const auto after = std::ranges::lower_bound(tabs_, end);
    if (after == tabs_.begin()) return std::nullopt;
    return place_of(*std::prev(after));
}

}  // namespace document
