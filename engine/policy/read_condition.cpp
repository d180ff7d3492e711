#include "document/key_path.hpp"
#include "policy/condition.hpp"
#include "policy/glob.hpp"
#include "policy/letter_case.hpp"
#include "policy/mapping.hpp"

#include <fmt/format.h>

#include <utility>

namespace policy {
namespace {

class condition_reader {
public:
    explicit condition_reader(reporter& report) : report_(report) {}

    // Every entry of a mapping has to hold.
    std::optional<condition> read_mapping(const document::node& from, const std::string& path) {
        if (from.kind != document::node_kind::mapping)
            return wrong(
                from,
                path,
                fmt::format(
                    "expected a mapping of attributes, got {}", document::describe(from.kind)
                ),
                from.kind == document::node_kind::null
                    ? nobody_said
                    : "write attributes and values, such as { department: Sales }"
            );
        if (from.entries.empty()) return wrong(from, path, "nothing stands here", nobody_said);
        auto made = shaped(condition::form::all, from, path);
        bool complete = true;
        for (const auto& [key, value] : from.entries) {
            auto part = read_entry(key.text, value, document::path_of_key(path, key.text));
            complete = complete && part;
            if (part) made.parts.push_back(std::move(*part));
        }
        if (!complete) return std::nullopt;
        return made;
    }

private:
    static constexpr const char* nobody_said =
        "leave 'match' out when everybody is meant: an empty one could be a slip";

    std::optional<condition> wrong(
        const document::node& at,
        const std::string& path,
        std::string message,
        std::string hint = ""
    ) {
        report_.error("policy.bad-match", at.where, path, std::move(message), std::move(hint));
        return std::nullopt;
    }

    condition shaped(condition::form shape, const document::node& from, const std::string& path) {
        condition made;
        made.shape = shape;
        made.from = spot_of(from, path, report_.source_of(from.where));
        return made;
    }

    std::optional<condition> read_entry(
        const std::string& key, const document::node& value, const std::string& path
    ) {
        if (key == "not") return read_parts(condition::form::none, value, path);
        if (key == "any") return read_parts(condition::form::any, value, path);
        if (key == "all") return read_parts(condition::form::all, value, path);
        return read_attribute(key, value, path);
    }

    // A list of mappings; for `not`, a mapping alone as well.
    std::optional<condition> read_parts(
        condition::form shape, const document::node& from, const std::string& path
    ) {
        auto made = shaped(shape, from, path);
        if (shape == condition::form::none && from.kind == document::node_kind::mapping) {
            auto part = read_mapping(from, path);
            if (!part) return std::nullopt;
            made.parts.push_back(std::move(*part));
            return made;
        }
        if (from.kind != document::node_kind::sequence || from.items.empty())
            return wrong(from, path, "expected a list of mappings, each with attributes");
        bool complete = true;
        for (std::size_t i = 0; i < from.items.size(); ++i) {
            auto part = read_mapping(from.items[i], document::path_of_item(path, i));
            complete = complete && part;
            if (part) made.parts.push_back(std::move(*part));
        }
        if (!complete) return std::nullopt;
        return made;
    }

    std::optional<condition> read_attribute(
        const std::string& name, const document::node& from, const std::string& path
    ) {
        auto made = shaped(condition::form::attribute, from, path);
        made.attribute = name;
        if (from.kind != document::node_kind::sequence) {
            if (!read_value(from, path, made)) return std::nullopt;
            return made;
        }
        if (from.items.empty())
            return wrong(from, path, "an empty list matches nobody", "name at least one value");
        bool complete = true;
        for (std::size_t i = 0; i < from.items.size(); ++i)
            complete = read_value(from.items[i], document::path_of_item(path, i), made) && complete;
        if (!complete) return std::nullopt;
        return made;
    }

    bool read_value(const document::node& from, const std::string& path, condition& into) {
        if (!from.tag.empty()) {
            report_tag(report_, from, path);
            return false;
        }
        switch (from.kind) {
            case document::node_kind::boolean:
                into.values.emplace_back(from.boolean);
                return true;
            case document::node_kind::integer:
            case document::node_kind::real:
                into.values.emplace_back(from.text);
                return true;
            case document::node_kind::text:
                return read_text(from, path, into);
            default:
                wrong(
                    from,
                    path,
                    fmt::format(
                        "expected a value to compare with, got {}", document::describe(from.kind)
                    ),
                    "write a value, a list of values, or a glob such as \"Sales*\""
                );
                return false;
        }
    }

    bool read_text(const document::node& from, const std::string& path, condition& into) {
        if (from.text.contains("${")) {
            wrong(from, path, "'match' has no placeholders", "use 'when' for what is reckoned");
            return false;
        }
        // A backslash may take a star literally: that is the pattern's business too.
        auto text = is_caseless(into) ? lower_case(from.text) : from.text;
        if (is_glob(text) || text.contains('\\'))
            into.values.emplace_back(glob{std::move(text)});
        else
            into.values.emplace_back(std::move(text));
        return true;
    }

    reporter& report_;
};

}  // namespace

std::optional<condition> read_condition(
    const document::node& from, const std::string& path, reporter& report
) {
    return condition_reader(report).read_mapping(from, path);
}

}  // namespace policy
