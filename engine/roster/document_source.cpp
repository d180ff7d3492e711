#include "roster/document_source.hpp"

#include "document/json_value.hpp"
#include "document/key_path.hpp"
#include "document/mapping_reader.hpp"
#include "document/problem.hpp"
#include "document/yaml.hpp"
#include "roster/attribute.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace roster {
namespace {

void complain(
    const document::node& at,
    std::string code,
    std::string message,
    std::string path,
    base::diagnostics& problems
) {
    auto what = document::problem_at(at, std::move(code), std::move(message));
    what.path = std::move(path);
    problems.add(std::move(what));
}

bool is_scalar(const document::node& what) {
    return what.kind != document::node_kind::sequence && what.kind != document::node_kind::mapping;
}

// Sets the attribute that one key of an entry stands for.
class entry_reader {
public:
    entry_reader(model::user& into, std::string path, base::diagnostics& problems)
        : into_(into), path_(std::move(path)), problems_(problems) {}

    void read(const document::node& key, const document::node& value) {
        const auto name = attribute_name(key.text);
        if (into_.attributes.contains(name)) {
            refuse(
                key,
                "roster.column-twice",
                fmt::format("two keys hold what policies call '{}'", name)
            );
            return;
        }
        switch (kind_of(key.text)) {
            case attribute_kind::id:
                return read_id(key, value);
            case attribute_kind::email:
                return read_email(key, value);
            case attribute_kind::active:
                return read_active(key, value);
            case attribute_kind::other:
                into_.attributes.emplace(name, document::to_json(value));
        }
    }

private:
    void read_id(const document::node& key, const document::node& value) {
        const auto id = is_scalar(value) ? parse_id(value.text) : std::nullopt;
        if (!id) {
            return refuse_value(
                key, value, "roster.bad-id", "the id of a user is a whole number from 1"
            );
        }
        into_.id = *id;
        into_.attributes.emplace("id", id->value());
    }

    void read_email(const document::node& key, const document::node& value) {
        if (value.kind != document::node_kind::text && value.kind != document::node_kind::null) {
            return refuse_value(key, value, "roster.bad-email", "an email is text");
        }
        if (value.kind == document::node_kind::text) into_.email = value.text;
        into_.attributes.emplace("email", into_.email);
    }

    void read_active(const document::node& key, const document::node& value) {
        const auto active = is_scalar(value) ? parse_active(value.text) : std::nullopt;
        if (!active) {
            return refuse_value(
                key, value, "roster.bad-active", "active is true or false, Y or N, 1 or 0"
            );
        }
        into_.attributes.emplace("active", *active);
    }

    void refuse_value(
        const document::node& key,
        const document::node& value,
        std::string code,
        std::string_view expected
    ) {
        complain(
            value,
            std::move(code),
            fmt::format("{}, not {}", expected, document::describe_found(value)),
            document::path_of_key(path_, key.text),
            problems_
        );
    }

    void refuse(const document::node& key, std::string code, std::string message) {
        complain(
            key,
            std::move(code),
            std::move(message),
            document::path_of_key(path_, key.text),
            problems_
        );
    }

    model::user& into_;
    std::string path_;
    base::diagnostics& problems_;
};

std::optional<model::user> read_user(
    const document::node& entry, const std::string& path, base::diagnostics& problems
) {
    if (entry.kind != document::node_kind::mapping) {
        complain(
            entry,
            "roster.wrong-type",
            fmt::format(
                "a user is a mapping with the key 'id', not {}", document::describe_found(entry)
            ),
            path,
            problems
        );
        return std::nullopt;
    }
    const auto before = problems.errors();
    model::user made;
    made.where = entry.where;
    entry_reader reader(made, path, problems);
    for (const auto& [key, value] : entry.entries) reader.read(key, value);
    if (problems.errors() != before) return std::nullopt;
    if (!made.attributes.contains("id")) {
        complain(
            entry,
            "roster.missing-id",
            "this user has no 'id', the number on the portal",
            path,
            problems
        );
        return std::nullopt;
    }
    return made;
}

// Is this mapping a roster? What is not as it should be is told.
bool is_roster(const document::node& root, base::diagnostics& problems) {
    const auto before = problems.errors();
    document::mapping_reader reader(root, "", "roster", problems);
    const auto version = reader.text("apiVersion", document::presence::required);
    if (version && *version != "muster/v1") {
        reader.refuse("apiVersion", "version", "this program reads apiVersion muster/v1");
    }
    const auto kind = reader.text("kind", document::presence::required);
    if (kind && *kind != "Roster") reader.refuse("kind", "kind", "a roster has kind: Roster");
    reader.list("users", document::presence::required);
    reader.finish();
    return problems.errors() == before;
}

}  // namespace

std::unique_ptr<document_source> document_source::open(
    const std::filesystem::path& file, base::diagnostics& problems
) {
    auto root = document::read_yaml_file(file, problems);
    if (!root) return nullptr;
    return open(std::move(*root), problems);
}

std::unique_ptr<document_source> document_source::open(
    document::node root, base::diagnostics& problems
) {
    if (root.kind == document::node_kind::sequence) {
        return std::unique_ptr<document_source>(new document_source(std::move(root), ""));
    }
    if (!is_roster(root, problems)) return nullptr;
    const auto users = std::ranges::find(root.entries, "users", [](const auto& entry) {
        return std::string_view(entry.first.text);
    });
    return std::unique_ptr<document_source>(new document_source(std::move(users->second), "users"));
}

std::optional<model::user> document_source::next(base::diagnostics& problems) {
    while (at_ < users_.items.size() && !faults_.reached()) {
        const auto path = document::path_of_item(path_, at_);
        const auto& entry = users_.items[at_++];
        auto user = read_user(entry, path, problems);
        if (user && seen_.admit(user->id, user->where, path, problems)) return user;
        faults_.count(entry.where, problems);
    }
    return std::nullopt;
}

}  // namespace roster
