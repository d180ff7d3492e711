#include "base/diagnostic.hpp"
#include "catalog/definitions.hpp"
#include "cli/config/config.hpp"
#include "cli/reference/schema.hpp"
#include "document/yaml.hpp"
#include "migration/mapping.hpp"
#include "policy/exceptions.hpp"
#include "policy/policy_set.hpp"
#include "roster/document_source.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

// A schema and the reader of the same file are held against each other: wherever a mapping has a
// fixed set of keys, a key that cannot be right is put in, and the reader's own list of what it
// knows there has to be the schema's.

namespace {

using names = std::set<std::string>;

constexpr std::string_view foreign = "zzzzzzzzzzzz";

base::diagnostics problems_of(cli::schema_kind kind, const std::string& text) {
    base::diagnostics problems;
    switch (kind) {
        case cli::schema_kind::policy:
            (void)policy::policy_set::read_text(
                text, "t.yaml", catalog::definitions::built_in(), problems
            );
            break;
        case cli::schema_kind::config:
            if (const auto root = document::read_yaml(text, "t.yaml", problems))
                (void)cli::read_config(*root, "t.yaml", problems);
            break;
        case cli::schema_kind::roster:
            if (auto root = document::read_yaml(text, "t.yaml", problems))
                (void)roster::document_source::open(std::move(*root), problems);
            break;
        case cli::schema_kind::catalog: {
            catalog::definitions all;
            all.add(text, "t.yaml", problems);
            break;
        }
        case cli::schema_kind::exceptions:
            (void)policy::exceptions::read_text(
                text, "t.yaml", catalog::definitions::built_in(), {}, problems
            );
            break;
        case cli::schema_kind::mapping:
            (void)migration::mapping::read_text(text, "t.yaml", problems);
            break;
    }
    return problems;
}

// "known here: a, b" and "the keys here are a, b".
names known_to_reader(cli::schema_kind kind, const std::string& text) {
    for (const auto& each : problems_of(kind, text).sorted()) {
        if (!each.code.ends_with(".unknown-key") || !each.message.contains(foreign)) continue;
        auto list = std::string_view(each.hint);
        for (const std::string_view intro : {"known here: ", "the keys here are "}) {
            if (list.starts_with(intro)) list.remove_prefix(intro.size());
        }
        names found;
        while (!list.empty()) {
            const auto end = std::min(list.find(", "), list.size());
            found.emplace(list.substr(0, end));
            list.remove_prefix(std::min(end + 2, list.size()));
        }
        return found;
    }
    return {};
}

names known_to_schema(cli::schema_kind kind, const std::string& pointer) {
    const model::value all = cli::schema_of(kind, catalog::definitions::built_in());
    const auto& at = all.at_pointer(pointer);
    BOOST_TEST(at.at("additionalProperties") == model::value(false), pointer);
    names found;
    for (const auto& entry : at.at("properties").as_object()) found.emplace(entry.key());
    return found;
}

struct place {
    cli::schema_kind kind;
    const char* pointer;    // of the mapping in the schema
    std::string_view text;  // a file with @ where the foreign key goes
};

constexpr std::string_view config_head =
    "apiVersion: muster/v1\nkind: Config\nportals: { a: { url: https://a.example } }\n";
constexpr std::string_view catalog_head = "apiVersion: muster/v1\nkind: Catalog\n";

using enum cli::schema_kind;

const place places[] = {
    {config, "", "@: 1\n"},
    {config,
     "/properties/portals/additionalProperties",
     "portals: { a: { url: https://a.example, @: 1 } }\n"},
    {config,
     "/properties/portals/additionalProperties/properties/admin",
     "portals: { a: { url: https://a.example, admin: { @: 1 } } }\n"},
    {config,
     "/properties/portals/additionalProperties/properties/users",
     "portals: { a: { url: https://a.example, users: { @: 1 } } }\n"},
    {config, "/properties/limits", "limits: { @: 1 }\n"},
    {config, "/properties/batch", "batch: { @: 1 }\n"},
    {config, "/properties/safety", "safety: { @: 1 }\n"},
    {config, "/properties/reports", "reports: { @: 1 }\n"},
    {config, "/properties/state", "state: { @: 1 }\n"},
    {roster, "/anyOf/0", "apiVersion: muster/v1\nkind: Roster\nusers: []\n@: 1\n"},
    {exceptions, "", "@: 1\n"},
    {mapping, "", "@: 1\n"},
    {exceptions, "/properties/exceptions/items", "exceptions: [ { @: 1 } ]\n"},
    {catalog, "", "@: 1\n"},
    {catalog, "/definitions/method", "methods: { a: { @: 1 } }\n"},
    {catalog, "/definitions/field", "methods: { a: { parameters: { p: { @: 1 } } } }\n"},
    {catalog, "/definitions/resource/oneOf/0", "resources: { a: { kind: settings, @: 1 } }\n"},
    {catalog, "/definitions/resource/oneOf/1", "resources: { a: { kind: collection, @: 1 } }\n"},
    {catalog, "/definitions/reading", "resources: { a: { kind: settings, read: { @: 1 } } }\n"},
    {catalog, "/definitions/writing", "resources: { a: { kind: settings, write: { @: 1 } } }\n"},
    {policy, "", "@: 1\n"},
    {policy, "/properties/metadata", "metadata: { @: 1 }\n"},
    {policy, "/properties/spec", "spec: { @: 1 }\n"},
    {policy,
     "/properties/tests/items",
     "apiVersion: muster/v1\nkind: Policy\nmetadata: { name: p }\nspec:\n  steps:\n"
     "    - { ensure: calendar.user.settings, with: { view: week } }\n"
     "tests:\n  - { name: x, user: { id: 1 }, expect_no_match: true, @: 1 }\n"},
    {policy, "/definitions/step", "spec: { steps: [ { ensure: user, @: 1 } ] }\n"},
};

std::string filled(const place& where) {
    std::string text(where.text);
    text.replace(text.find('@'), 1, foreign);
    const bool whole = where.kind == roster || where.kind == policy ||
                       (where.kind == config && text.starts_with("portals"));
    if (where.kind == config)
        return (whole ? "apiVersion: muster/v1\nkind: Config\n" : std::string(config_head)) + text;
    if (where.kind == catalog) return std::string(catalog_head) + text;
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schema_keys)

BOOST_AUTO_TEST_CASE(every_key_that_a_reader_knows_is_in_the_schema_and_no_other) {
    for (const auto& where : places) {
        BOOST_TEST_CONTEXT(where.text) {
            const auto reader = known_to_reader(where.kind, filled(where));
            const auto schema = known_to_schema(where.kind, where.pointer);
            BOOST_TEST(!reader.empty());
            // `oauth` is asked for only to be refused in words of its own.
            for (const auto& each : reader)
                if (each != "oauth") BOOST_TEST(schema.contains(each), each << " is missing");
            for (const auto& each : schema)
                BOOST_TEST(reader.contains(each), each << " is unknown");
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
