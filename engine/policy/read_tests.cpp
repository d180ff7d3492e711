#include "policy/read_tests.hpp"

#include "catalog/check.hpp"
#include "catalog/values.hpp"
#include "document/json_value.hpp"
#include "document/key_path.hpp"
#include "policy/mapping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace policy {
namespace {

constexpr std::int64_t id_of_nobody = 1;
constexpr std::string_view email_of_nobody = "somebody@example.com";

bool is_reference(std::string_view text) {
    return text.starts_with("${steps.") && text.ends_with(".id}");
}

class test_reader {
public:
    test_reader(const policy_file& of, const catalog::definitions& all, reporter& report)
        : of_(of), all_(all), report_(report) {}

    policy_test read(const document::node& from, const std::string& path) {
        policy_test made;
        made.where = from.where;
        made.path = path;
        mapping test(from, path, report_);
        made.name = test.text("name", presence::required).value_or("");
        const auto* user = test.any("user", presence::required);
        if (user != nullptr) made.who = read_user(*user, test.path_of("user"));
        const auto* expect = test.any("expect");
        const auto error = test.text("expect_error");
        const auto no_match = test.flag("expect_no_match");
        test.close();
        const auto said = (expect != nullptr ? 1 : 0) + (error ? 1 : 0) + (no_match ? 1 : 0);
        if (said != 1 || (no_match && !*no_match)) {
            report_.error(
                "policy.bad-test",
                from.where,
                path,
                "a test has one of 'expect', 'expect_error' and 'expect_no_match: true'"
            );
        } else if (error) {
            made.expected = policy_test::verdict::error;
            made.error = *error;
        } else if (no_match) {
            made.expected = policy_test::verdict::no_match;
        } else {
            read_expected(*expect, test.path_of("expect"), made);
        }
        return made;
    }

private:
    model::user read_user(const document::node& from, const std::string& path) {
        model::user made;
        made.id = model::user_id(id_of_nobody);
        made.email = email_of_nobody;
        made.where = from.where;
        mapping user(from, path, report_);
        if (const auto* id = from.find("id")) {
            if (id->kind == document::node_kind::integer && id->integer > 0)
                made.id = model::user_id(id->integer);
            else
                report_kind(report_, *id, path + ".id", "a user's id");
        }
        if (from.find("email") != nullptr) made.email = user.text("email").value_or("");
        for (const auto& [key, value] : from.entries)
            made.attributes[key.text] = document::to_json(value);
        made.attributes["id"] = made.id.value();
        made.attributes["email"] = made.email;
        return made;
    }

    void read_expected(const document::node& from, const std::string& path, policy_test& into) {
        if (from.kind != document::node_kind::mapping || from.entries.empty())
            return report_kind(
                report_, from, path, "a mapping of steps (by target or id), each with keys"
            );
        for (const auto& [step, keys] : from.entries) {
            const auto inner = document::path_of_key(path, step.text);
            const auto* which = find_step(step, inner);
            if (which == nullptr) continue;
            if (keys.kind != document::node_kind::mapping) {
                report_kind(report_, keys, inner, "a mapping of keys and values");
                continue;
            }
            for (const auto& [key, value] : keys.entries)
                read_key(*which, step.text, key, value, inner, into);
        }
    }

    const policy_step* find_step(const document::node& name, const std::string& path) {
        const policy_step* found = nullptr;
        std::vector<std::string> known;
        for (const auto& each : of_.steps) {
            known.push_back(each.id.empty() ? each.target : each.id);
            if (each.id == name.text) return &each;
            if (each.target != name.text) continue;
            const bool one = found == nullptr || each.kind == model::step_kind::settings;
            if (!one) {
                report_.error(
                    "policy.bad-test",
                    name.where,
                    path,
                    fmt::format("several steps of this policy are for {}", name.text),
                    "give them ids and name one of those"
                );
                return nullptr;
            }
            found = &each;
        }
        if (found == nullptr)
            report_.error(
                "policy.bad-test",
                name.where,
                path,
                fmt::format("no step of this policy is called '{}'", name.text),
                suggestion(name.text, known, "name a step by its id or by its target")
            );
        return found;
    }

    void read_key(
        const policy_step& step,
        const std::string& step_name,
        const document::node& key,
        const document::node& value,
        const std::string& parent,
        policy_test& into
    ) {
        const auto path = document::path_of_key(parent, key.text);
        const auto field = catalog::check_key(fields_of(step), key.text);
        if (!field)
            return report_.error(
                "policy.unknown-key", key.where, path, field.error().message, field.error().hint
            );
        expected_key made{step_name, key.text, expected_key::unmanaged{}, value.where, path};
        if (value.kind == document::node_kind::null && value.tag.empty()) {
            into.keys.push_back(std::move(made));
            return;
        }
        if (is_reference(value.text)) {
            const auto begin = std::string_view("${steps.").size();
            const auto end = value.text.size() - std::string_view(".id}").size();
            made.wanted = expected_key::item_id{value.text.substr(begin, end - begin)};
            into.keys.push_back(std::move(made));
            return;
        }
        auto normal = normal_value(**field, value);
        if (!normal)
            return report_.error(
                "policy.bad-value", value.where, path, normal.error().message, normal.error().hint
            );
        made.wanted = std::move(*normal);
        into.keys.push_back(std::move(made));
    }

    // An id within a mapping is expected in words; to the catalog it is any id.
    static std::expected<model::value, catalog::misfit> with_ids(
        const catalog::field& field, model::value given
    ) {
        std::vector<std::string> path;
        std::vector<std::pair<std::vector<std::string>, std::string>> ids;
        take_ids_out(given, path, ids);
        auto normal = catalog::normalise(field, given);
        if (normal)
            for (auto& [at, words] : ids) model::put_at(*normal, at, model::value(words));
        return normal;
    }

    static void take_ids_out(
        model::value& from,
        std::vector<std::string>& path,
        std::vector<std::pair<std::vector<std::string>, std::string>>& into
    ) {
        if (auto* members = from.if_object())
            for (auto& each : *members) {
                path.emplace_back(each.key());
                take_ids_out(each.value(), path, into);
                path.pop_back();
            }
        const auto* text = from.if_string();
        if (text == nullptr || !is_reference(*text)) return;
        into.emplace_back(path, std::string(*text));
        from = 1;
    }

    static std::expected<model::value, catalog::misfit> normal_value(
        const catalog::field& field, const document::node& from
    ) {
        if (from.tag != "!default") return with_ids(field, document::to_json(from));
        if (!field.portal_default)
            return std::unexpected(
                catalog::misfit{fmt::format("'{}' has no default", field.name), "give a value"}
            );
        auto normal = catalog::normalise(field, *field.portal_default);
        return normal ? std::move(*normal) : *field.portal_default;
    }

    [[nodiscard]] const std::vector<catalog::field>& fields_of(const policy_step& step) const {
        static const std::vector<catalog::field> none;
        if (step.kind == model::step_kind::call) {
            const auto* method = all_.find_method(step.target);
            return method == nullptr ? none : method->parameters;
        }
        const auto* resource = all_.find_resource(step.target);
        return resource == nullptr ? none : resource->fields;
    }

    const policy_file& of_;
    const catalog::definitions& all_;
    reporter& report_;
};

}  // namespace

void read_tests(
    const document::node& from, policy_file& into, const catalog::definitions& all, reporter& report
) {
    if (from.kind != document::node_kind::sequence)
        return report_kind(report, from, "tests", "a list of tests");
    test_reader reading(into, all, report);
    for (std::size_t i = 0; i < from.items.size(); ++i)
        into.tests.push_back(reading.read(from.items[i], document::path_of_item("tests", i)));
}

}  // namespace policy
