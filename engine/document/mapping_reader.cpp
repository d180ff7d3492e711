#include "document/mapping_reader.hpp"

#include "base/nearest_name.hpp"
#include "document/excerpt.hpp"
#include "document/key_path.hpp"
#include "document/problem.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace document {
namespace {

// What a slip of the hand looks like when something else was found than was asked for.
std::string advice_for(const node& found, node_kind expected) {
    const bool plain_text = found.kind == node_kind::text && found.style == scalar_style::plain;
    if (expected == node_kind::mapping && plain_text && found.text.contains(':')) {
        return "a space belongs behind the ':'";
    }
    const bool scalar = found.kind == node_kind::boolean || found.kind == node_kind::integer ||
                        found.kind == node_kind::real;
    if (expected == node_kind::text && scalar) return "put it into quotes to make it text";
    if (expected == node_kind::boolean && plain_text) return "write true or false";
    const bool number = expected == node_kind::integer || expected == node_kind::real;
    if (number && found.kind == node_kind::text && found.style == scalar_style::quoted) {
        return "write the number without quotes";
    }
    return {};
}

}  // namespace

mapping_reader::mapping_reader(
    const node& from,
    std::string path,
    std::string_view room,
    base::diagnostics& problems,
    discretion how
)
    : from_(&from), path_(std::move(path)), room_(room), problems_(&problems), how_(how) {
    if (from.kind == node_kind::mapping) return;
    refuse_kind(from, path_, node_kind::mapping, how_);
    from_ = nullptr;
}

const node* mapping_reader::value(std::string_view key, presence needed) {
    if (known_.emplace(key).second) asked_.emplace_back(key);
    if (from_ == nullptr) return nullptr;
    const auto* found = from_->find(key);
    if (found == nullptr && needed == presence::required) {
        add(problem_at(
                *from_, code("missing-key"), fmt::format("the key '{}' is missing here", key)
            ),
            path_of(key),
            "",
            how_);
    }
    return found;
}

const node* mapping_reader::of_kind(
    std::string_view key, presence needed, std::initializer_list<node_kind> kinds, discretion how
) {
    const auto* found = value(key, needed);
    if (found == nullptr || std::ranges::find(kinds, found->kind) != kinds.end()) return found;
    refuse_kind(*found, path_of(key), *kinds.begin(), how);
    return nullptr;
}

std::optional<std::string> mapping_reader::text(std::string_view key, presence needed) {
    const auto* found = of_kind(key, needed, {node_kind::text}, how_);
    if (found == nullptr) return std::nullopt;
    return found->text;
}

std::optional<std::int64_t> mapping_reader::integer(std::string_view key, presence needed) {
    const auto* found = of_kind(key, needed, {node_kind::integer}, how_);
    if (found == nullptr) return std::nullopt;
    return found->integer;
}

std::optional<double> mapping_reader::number(std::string_view key, presence needed) {
    const auto* found = of_kind(key, needed, {node_kind::real, node_kind::integer}, how_);
    if (found == nullptr) return std::nullopt;
    return found->real;
}

std::optional<bool> mapping_reader::boolean(std::string_view key, presence needed) {
    const auto* found = of_kind(key, needed, {node_kind::boolean}, how_);
    if (found == nullptr) return std::nullopt;
    return found->boolean;
}

std::optional<std::vector<std::string>> mapping_reader::texts(
    std::string_view key, presence needed
) {
    const auto* found = list(key, needed);
    if (found == nullptr) return std::nullopt;
    std::vector<std::string> made;
    for (std::size_t i = 0; i < found->items.size(); ++i) {
        const auto& item = found->items[i];
        if (item.kind != node_kind::text) {
            refuse_kind(item, path_of_item(path_of(key), i), node_kind::text, how_);
            return std::nullopt;
        }
        made.push_back(item.text);
    }
    return made;
}

const node* mapping_reader::list(std::string_view key, presence needed) {
    return of_kind(key, needed, {node_kind::sequence}, how_);
}

const node* mapping_reader::mapping_node(std::string_view key, presence needed) {
    return of_kind(key, needed, {node_kind::mapping}, how_);
}

std::optional<std::size_t> mapping_reader::one_of(
    std::string_view key, std::span<const std::string_view> words, presence needed
) {
    const auto written = text(key, needed);
    if (!written) return std::nullopt;
    const auto at = std::ranges::find(words, *written);
    if (at != words.end()) return static_cast<std::size_t>(at - words.begin());
    const std::vector<std::string> known(words.begin(), words.end());
    const auto near = base::nearest_name(*written, known);
    refuse(
        key,
        "unknown-word",
        how_ == discretion::secret
            ? fmt::format("expected one of {}", fmt::join(words, ", "))
            : fmt::format(
                  "expected one of {}, not {}", fmt::join(words, ", "), in_quotes(*written)
              ),
        near ? fmt::format("did you mean '{}'?", *near) : ""
    );
    return std::nullopt;
}

std::optional<mapping_reader> mapping_reader::mapping(
    std::string_view key, presence needed, discretion how
) {
    if (how_ == discretion::secret) how = discretion::secret;
    const auto* found = of_kind(key, needed, {node_kind::mapping}, how);
    if (found == nullptr) return std::nullopt;
    return mapping_reader(*found, path_of(key), room_, *problems_, how);
}

void mapping_reader::refuse(
    std::string_view key,
    std::string_view code_word,
    std::string message,
    std::string hint,
    discretion how
) {
    const auto* at = from_ == nullptr ? nullptr : from_->find(key);
    if (at == nullptr) at = from_;
    const auto where = at == nullptr ? base::source_pos{} : at->where;
    add(problem_at(where, code(code_word), std::move(message)),
        path_of(key),
        std::move(hint),
        how_ == discretion::secret ? how_ : how);
}

void mapping_reader::finish() {
    // More of them in one mapping means that another kind of file was given.
    constexpr std::size_t most_unknown = 20;
    if (from_ == nullptr) return;
    std::size_t unknown = 0;
    for (const auto& [key, unused] : from_->entries) {
        if (known_.contains(key.text)) continue;
        if (++unknown > most_unknown) return;
        const auto near = base::nearest_name(key.text, asked_);
        add(problem_at(
                key,
                code("unknown-key"),
                fmt::format("the key {} is not known here", in_quotes(key.text))
            ),
            path_of(key.text),
            near ? fmt::format("did you mean '{}'?", *near)
                 : fmt::format("known here: {}", fmt::join(known_, ", ")),
            how_);
    }
}

void mapping_reader::refuse_kind(
    const node& found, const std::string& path, node_kind expected, discretion how
) {
    const auto what =
        how == discretion::secret ? std::string(describe(found.kind)) : describe_found(found);
    add(problem_at(
            found,
            code("wrong-type"),
            fmt::format("{} was expected, not {}", describe(expected), what)
        ),
        path,
        advice_for(found, expected),
        how);
}

void mapping_reader::add(
    base::diagnostic what, std::string path, std::string hint, discretion how
) {
    what.path = std::move(path);
    what.hint = std::move(hint);
    if (how == discretion::secret) what.line_text.clear();
    problems_->add(std::move(what));
}

std::string mapping_reader::path_of(std::string_view key) const {
    return path_of_key(path_, key);
}

bool mapping_reader::has(std::string_view key) const {
    return from_ != nullptr && from_->find(key) != nullptr;
}

std::string mapping_reader::code(std::string_view what) const {
    return fmt::format("{}.{}", room_, what);
}

}  // namespace document
