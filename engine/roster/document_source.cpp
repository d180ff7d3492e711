#include "roster/document_source.hpp"

#include "document/json_value.hpp"
#include "document/key_path.hpp"
#include "document/mapping_reader.hpp"
#include "document/problem.hpp"
#include "document/yaml.hpp"
#include "roster/attribute.hpp"
#include "roster/group_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
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
        if (key.text == "vars") return read_vars(key, value);
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
    void read_vars(const document::node& key, const document::node& vars) {
        if (vars.kind != document::node_kind::mapping)
            return refuse_value(key, vars, "roster.bad-vars", "the vars of a user are a mapping");
        for (const auto& [name, value] : vars.entries) {
            if (!is_var_name(name.text))
                refuse(
                    name,
                    "roster.bad-vars",
                    fmt::format("'{}' belongs to the user himself and cannot be a var", name.text)
                );
            else
                read(name, value);
        }
    }

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
    const document::node& entry,
    const std::string& path,
    id_presence id,
    base::diagnostics& problems
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
    if (id == id_presence::required && !made.attributes.contains("id")) {
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

// Is this mapping a roster? What is not as it should be is told, and its groups are taken.
bool is_roster(const document::node& root, base::diagnostics& problems, group_book* groups) {
    const auto before = problems.errors();
    document::mapping_reader reader(root, "", "roster", problems);
    const auto version = reader.text("apiVersion", document::presence::required);
    if (version && *version != "muster/v1") {
        reader.refuse("apiVersion", "version", "this program reads apiVersion muster/v1");
    }
    const auto kind = reader.text("kind", document::presence::required);
    if (kind && *kind != "Roster") reader.refuse("kind", "kind", "a roster has kind: Roster");
    const auto* defined = reader.value("groups", document::presence::optional);
    reader.list(
        "users", defined != nullptr ? document::presence::optional : document::presence::required
    );
    if (defined != nullptr && defined->kind != document::node_kind::mapping)
        reader.refuse("groups", "wrong-type", "a mapping of groups by their names was expected");
    else if (defined != nullptr && groups != nullptr)
        groups->add(*defined, "groups", problems);
    reader.finish();
    return problems.errors() == before;
}

}  // namespace

std::unique_ptr<document_source> document_source::open(
    const std::filesystem::path& file,
    base::diagnostics& problems,
    group_book* groups,
    id_presence id
) {
    auto root = document::read_yaml_file(file, problems);
    if (!root) return nullptr;
    return open(std::move(*root), problems, groups, id);
}

std::unique_ptr<document_source> document_source::open(
    document::node root, base::diagnostics& problems, group_book* groups, id_presence id
) {
    if (root.kind == document::node_kind::sequence) {
        return std::unique_ptr<document_source>(new document_source(std::move(root), "", id));
    }
    if (!is_roster(root, problems, groups)) return nullptr;
    const auto users = std::ranges::find(root.entries, "users", [](const auto& entry) {
        return std::string_view(entry.first.text);
    });
    document::node nobody;
    nobody.kind = document::node_kind::sequence;
    return std::unique_ptr<document_source>(new document_source(
        users == root.entries.end() ? std::move(nobody) : std::move(users->second), "users", id
    ));
}

std::optional<model::user> document_source::next(base::diagnostics& problems) {
    while (at_ < users_.items.size() && !faults_.reached()) {
        const auto path = document::path_of_item(path_, at_);
        const auto& entry = users_.items[at_++];
        auto user = read_user(entry, path, id_, problems);
        const bool has_id = user && user->attributes.contains("id");
        if (user && (!has_id || seen_.admit(user->id, user->where, path, problems))) return user;
        faults_.count(entry.where, problems);
    }
    return std::nullopt;
}

outline document_source::describe() const {
    outline made;
    std::set<std::string> known;
    const auto add = [&](const document::node& key) {
        auto name = attribute_name(key.text);
        if (known.insert(name).second) made.attributes.push_back(std::move(name));
    };
    for (const auto& user : users_.items) {
        for (const auto& [key, value] : user.entries) {
            if (key.text != "vars") {
                add(key);
                continue;
            }
            for (const auto& [var, set_to] : value.entries) add(var);
        }
    }
    return made;
}

}  // namespace roster
