#include "policy/mapping.hpp"

#include "document/key_path.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace policy {

namespace {

// How the keys begin that every file has; for others the message says enough.
std::string advice_on_missing(std::string_view key) {
    if (key == "apiVersion") return "begin the file with 'apiVersion: muster/v1'";
    if (key == "kind") return "write 'kind: Policy', or 'kind: Exceptions' in a file of exceptions";
    if (key == "metadata") return "a policy has a name: 'metadata: { name: ... }'";
    if (key == "steps") return "list what to do: '- ensure: RESOURCE' or '- call: METHOD'";
    if (key == "until") return "write the last day on which it is accepted, such as 2027-03-31";
    return "";
}

std::string found_at(const document::node& at) {
    switch (at.kind) {
        case document::node_kind::text:
            return at.text.empty() ? "an empty text" : fmt::format("'{}'", at.text);
        case document::node_kind::integer:
        case document::node_kind::real:
            return fmt::format("the number {}", at.text);
        case document::node_kind::sequence:
            return at.items.empty() ? "an empty list" : "a list";
        default:
            return std::string(document::describe(at.kind));
    }
}

}  // namespace

mapping::mapping(const document::node& from, std::string path, reporter& report)
    : from_(from), path_(std::move(path)), report_(report) {
    if (from.kind != document::node_kind::mapping)
        report_kind(report, from, path_, document::describe(document::node_kind::mapping));
}

std::string mapping::path_of(std::string_view key) const {
    return document::path_of_key(path_, key);
}

bool mapping::has(std::string_view key) const {
    return from_.find(key) != nullptr;
}

const document::node* mapping::any(std::string_view key, presence needed) {
    asked_.emplace_back(key);
    const auto* found = from_.find(key);
    if (found == nullptr && needed == presence::required &&
        from_.kind == document::node_kind::mapping)
        report_.error(
            "policy.missing-key",
            from_.where,
            path_,
            fmt::format("the key '{}' is missing", key),
            advice_on_missing(key)
        );
    if (found == nullptr || found->tag.empty()) return found;
    report_tag(report_, *found, path_of(key));
    return nullptr;
}

const document::node* mapping::of_kind(
    std::string_view key, document::node_kind kind, presence needed
) {
    const auto* found = any(key, needed);
    if (found == nullptr || found->kind == kind) return found;
    report_kind(report_, *found, path_of(key), document::describe(kind));
    return nullptr;
}

std::optional<std::string> mapping::text(std::string_view key, presence needed) {
    const auto* found = of_kind(key, document::node_kind::text, needed);
    if (found == nullptr) return std::nullopt;
    if (!found->text.empty()) return found->text;
    report_.error("policy.wrong-type", found->where, path_of(key), "the text is empty");
    return std::nullopt;
}

std::optional<bool> mapping::flag(std::string_view key) {
    const auto* found = any(key);
    if (found == nullptr) return std::nullopt;
    if (found->kind == document::node_kind::boolean) return found->boolean;
    report_kind(report_, *found, path_of(key), "true or false");
    return std::nullopt;
}

std::optional<std::int64_t> mapping::integer(std::string_view key) {
    const auto* found = any(key);
    if (found == nullptr) return std::nullopt;
    if (found->kind == document::node_kind::integer) return found->integer;
    report_kind(report_, *found, path_of(key), "a whole number");
    return std::nullopt;
}

std::vector<std::string> mapping::texts(std::string_view key) {
    std::vector<std::string> all;
    const auto* found = of_kind(key, document::node_kind::sequence);
    if (found == nullptr) return all;
    for (std::size_t i = 0; i < found->items.size(); ++i) {
        const auto& each = found->items[i];
        if (each.kind == document::node_kind::text)
            all.push_back(each.text);
        else
            report_kind(report_, each, document::path_of_item(path_of(key), i), "text");
    }
    return all;
}

void mapping::close() {
    for (const auto& [key, value] : from_.entries) {
        if (std::ranges::find(asked_, key.text) != asked_.end()) continue;
        report_.error(
            "policy.unknown-key",
            key.where,
            path_of(key.text),
            fmt::format("unknown key '{}'", key.text),
            suggestion(
                key.text, asked_, fmt::format("the keys here are {}", fmt::join(asked_, ", "))
            )
        );
    }
}

void report_tag(reporter& report, const document::node& at, std::string path) {
    const bool is_default = at.tag == "!default";
    report.error(
        "policy.bad-tag",
        at.where,
        std::move(path),
        is_default ? "'!default' cannot stand here" : fmt::format("unknown tag '{}'", at.tag),
        is_default ? "it can only be the whole value of a key of an 'ensure' step"
                   : "the only tag is !default; a text that begins with '!' is quoted"
    );
}

void report_kind(
    reporter& report,
    const document::node& at,
    std::string path,
    std::string_view expected,
    std::string hint
) {
    report.error(
        "policy.wrong-type",
        at.where,
        std::move(path),
        fmt::format("expected {}, got {}", expected, found_at(at)),
        std::move(hint)
    );
}

}  // namespace policy
