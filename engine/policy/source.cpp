#include "policy/source.hpp"

#include "base/nearest_name.hpp"
#include "document/excerpt.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace policy {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view code_of(fault_kind kind) {
    switch (kind) {
        case fault_kind::syntax:
            return "policy.bad-expression";
        case fault_kind::undefined:
            return "policy.undefined-name";
        case fault_kind::type:
            return "policy.type-mismatch";
        case fault_kind::bound:
            return "policy.too-large";
    }
    return "";
}

}  // namespace

source_text::source_text(std::string_view file, std::string_view text) : file_(file), text_(text) {
    starts_.push_back(text_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    for (std::size_t at = 0; at < text_.size(); ++at)
        if (text_[at] == '\n') starts_.push_back(at + 1);
}

std::string_view source_text::line(std::uint32_t number) const {
    if (number == 0 || number > starts_.size()) return {};
    const auto begin = starts_[number - 1];
    auto found = std::string_view(text_).substr(begin);
    found = found.substr(0, found.find('\n'));
    if (found.ends_with('\r')) found.remove_suffix(1);
    return found;
}

base::source_pos source_text::whole() const {
    return {std::make_shared<const std::string>(file_), 0, 0};
}

spot spot_of(const document::node& at, std::string path, const source_text& source) {
    spot made{at.where, std::move(path)};
    if (at.kind == document::node_kind::sequence || at.kind == document::node_kind::mapping ||
        at.where.column == 0)
        return made;
    made.text_begins = at.where;
    if (at.style == document::scalar_style::quoted) ++made.text_begins.column;
    const auto line = source.line(at.where.line);
    const auto from = std::size_t{made.text_begins.column} - 1;
    if (from <= line.size() && line.substr(from).starts_with(at.text))
        made.inside = columns::follow;
    return made;
}

void place(fault& what, const spot& at) {
    if (what.where.line != 0) return;
    what.path = at.path;
    what.where = at.where;
    if (at.inside == columns::lost) return;
    what.where = at.text_begins;
    what.where.column += static_cast<std::uint32_t>(what.at);
}

std::string suggestion(
    std::string_view wrong, const std::vector<std::string>& known, std::string otherwise
) {
    const auto near = base::nearest_name(wrong, known);
    return near ? fmt::format("did you mean '{}'?", *near) : otherwise;
}

const source_text& reporter::source_of(const base::source_pos& where) const {
    if (where.file)
        for (const auto* each : sources_)
            if (each->file() == *where.file) return *each;
    return *sources_.front();
}

void reporter::add(
    base::severity level,
    std::string code,
    const base::source_pos& where,
    std::string path,
    std::string message,
    std::string hint
) {
    const auto& source = source_of(where);
    const bool is_there = where.file && *where.file == source.file();
    problems_.add(
        {level,
         std::move(code),
         std::move(message),
         where,
         std::move(path),
         std::move(hint),
         is_there ? document::shown_line(source.line(where.line), where.column) : ""}
    );
}

void reporter::error(
    std::string code,
    const base::source_pos& where,
    std::string path,
    std::string message,
    std::string hint
) {
    errors_ = true;
    add(base::severity::error,
        std::move(code),
        where,
        std::move(path),
        std::move(message),
        std::move(hint));
}

void reporter::warning(
    std::string code,
    const base::source_pos& where,
    std::string path,
    std::string message,
    std::string hint
) {
    add(base::severity::warning,
        std::move(code),
        where,
        std::move(path),
        std::move(message),
        std::move(hint));
}

void reporter::note(
    std::string code, const base::source_pos& where, std::string path, std::string message
) {
    add(base::severity::note, std::move(code), where, std::move(path), std::move(message), "");
}

void reporter::error(const fault& what, std::string_view about) {
    error(
        std::string(code_of(what.kind)),
        what.where,
        what.path,
        fmt::format("{}{}", what.message, about),
        what.hint
    );
}

}  // namespace policy
