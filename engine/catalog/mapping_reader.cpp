#include "catalog/mapping_reader.hpp"

#include "document/excerpt.hpp"
#include "document/key_path.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace catalog {

namespace {

std::string_view line_of(std::string_view text, std::uint32_t line) {
    for (std::uint32_t at = 1; at < line; ++at) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) return {};
        text.remove_prefix(end + 1);
    }
    return text.substr(0, text.find('\n'));
}

}  // namespace

fault_log::fault_log(std::string_view file_text, base::diagnostics& problems)
    : text_(file_text), problems_(problems) {}

void fault_log::add(
    std::string code,
    const document::node& at,
    std::string path,
    std::string message,
    std::string hint
) {
    base::diagnostic what;
    what.code = std::move(code);
    what.message = std::move(message);
    what.where = at.where;
    what.path = std::move(path);
    what.hint = std::move(hint);
    if (at.where.line != 0) {
        what.line_text = document::shown_line(line_of(text_, at.where.line), at.where.column);
    }
    problems_.add(std::move(what));
}

mapping_reader::mapping_reader(const document::node& from, std::string path, fault_log& faults)
    : from_(from), path_(std::move(path)), faults_(faults) {}

std::string mapping_reader::path_of(std::string_view key) const {
    return document::path_of_key(path_, key);
}

void mapping_reader::fault(std::string_view key, std::string message, std::string hint) {
    const auto* at = from_.find(key);
    faults_.add(
        "catalog.bad-value",
        at == nullptr ? from_ : *at,
        path_of(key),
        std::move(message),
        std::move(hint)
    );
}

const document::node* mapping_reader::find(std::string_view key, presence needed) {
    asked_.emplace_back(key);
    const auto* found = from_.find(key);
    if (found == nullptr && needed == presence::required) {
        faults_.add(
            "catalog.missing-key", from_, path_, fmt::format("the key '{}' is missing", key)
        );
    }
    return found;
}

const document::node* mapping_reader::of_kind(
    std::string_view key, document::node_kind kind, presence needed
) {
    const auto* found = find(key, needed);
    if (found == nullptr || found->kind == kind) return found;
    fault(
        key,
        fmt::format(
            "expected {}, got {}", document::describe(kind), document::describe(found->kind)
        )
    );
    return nullptr;
}

std::optional<std::string> mapping_reader::text(std::string_view key, presence needed) {
    const auto* found = of_kind(key, document::node_kind::text, needed);
    if (found == nullptr) return std::nullopt;
    return found->text;
}

std::optional<bool> mapping_reader::flag(std::string_view key, presence needed) {
    const auto* found = find(key, needed);
    if (found == nullptr) return std::nullopt;
    if (found->kind == document::node_kind::boolean) return found->boolean;
    fault(key, "expected true or false");
    return std::nullopt;
}

std::optional<std::vector<std::string>> mapping_reader::texts(std::string_view key) {
    const auto* found = of_kind(key, document::node_kind::sequence, presence::optional);
    if (found == nullptr) return std::nullopt;
    std::vector<std::string> all;
    for (const auto& each : found->items) {
        if (each.kind != document::node_kind::text) {
            faults_.add(
                "catalog.bad-value", each, path_of(key), "expected text", "put it in quotes"
            );
            return std::nullopt;
        }
        all.push_back(each.text);
    }
    return all;
}

const document::node* mapping_reader::mapping(std::string_view key, presence needed) {
    return of_kind(key, document::node_kind::mapping, needed);
}

const document::node* mapping_reader::anything(std::string_view key) {
    return find(key, presence::optional);
}

void mapping_reader::unknown_word(
    std::string_view key, const std::string& written, std::span<const std::string> known
) {
    std::string hint;
    if (const auto near = base::nearest_name(written, known)) {
        hint = fmt::format("did you mean '{}'?", *near);
    }
    fault(
        key,
        fmt::format(
            "expected one of {}, got {}", fmt::join(known, ", "), document::in_quotes(written)
        ),
        std::move(hint)
    );
}

void mapping_reader::close() {
    for (const auto& [key, value] : from_.entries) {
        if (std::ranges::find(asked_, key.text) != asked_.end()) continue;
        auto hint = fmt::format("the keys are {}", fmt::join(asked_, ", "));
        if (const auto near = base::nearest_name(key.text, asked_)) {
            hint = fmt::format("did you mean '{}'?", *near);
        }
        faults_.add(
            "catalog.unknown-key", key, path_, "unknown key " + document::in_quotes(key.text), hint
        );
    }
}

}  // namespace catalog
