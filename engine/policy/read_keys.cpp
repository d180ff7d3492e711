#include "catalog/check.hpp"
#include "catalog/values.hpp"
#include "document/key_path.hpp"
#include "policy/mapping.hpp"
#include "policy/read_steps.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace policy {
namespace {

constexpr std::array<std::string_view, 3> severities{"info", "warning", "critical"};

bool may_hold_id(catalog::field_type type) {
    return type == catalog::field_type::section_id || type == catalog::field_type::text ||
           type == catalog::field_type::integer;
}

bool may_hold_ids(catalog::field_type type) {
    return type == catalog::field_type::section_map || type == catalog::field_type::object;
}

// What a bare `no` is to YAML 1.2 surprises who learned an older one.
std::string hint_for(const document::node& from, std::string hint) {
    constexpr std::array<std::string_view, 8> words{
        "yes", "no", "on", "off", "Yes", "No", "On", "Off"
    };
    if (hint.empty() || from.style == document::scalar_style::quoted ||
        std::ranges::find(words, from.text) == words.end())
        return hint;
    return fmt::format("{}: '{}' is a text in YAML 1.2", hint, from.text);
}

class key_reader {
public:
    key_reader(
        const document::node& with,
        std::string path,
        const std::vector<catalog::field>& fields,
        const step_ids& ids,
        const step_surroundings& around,
        policy_step& into
    )
        : with_(with),
          path_(std::move(path)),
          fields_(fields),
          ids_(ids),
          around_(around),
          report_(around.report),
          into_(into) {}

    void read() {
        for (const auto& [key, value] : with_.entries) read_key(key, value);
        const auto is_given = [this](std::string_view name) { return with_.find(name) != nullptr; };
        for (const auto* missing : catalog::missing_fields(fields_, is_given))
            report_.error(
                "policy.missing-key",
                with_.where.line == 0 ? into_.where : with_.where,
                path_,
                fmt::format("{} needs the key '{}'", into_.target, missing->name)
            );
    }

private:
    void read_key(const document::node& key, const document::node& value) {
        const auto path = document::path_of_key(path_, key.text);
        const auto field = catalog::check_key(fields_, key.text);
        if (!field)
            return report_.error(
                "policy.unknown-key", key.where, path, field.error().message, field.error().hint
            );
        if (!(*field)->caution.empty())
            report_.note(
                "policy.caution",
                key.where,
                path,
                fmt::format("think twice about '{}': {}", key.text, (*field)->caution)
            );
        managed_key made{
            **field, key.where, spot_of(value, path, report_.source_of(value.where)), {}, "", ""
        };
        if (read_value(value, path, made)) into_.with.push_back(std::move(made));
    }

    bool read_value(const document::node& from, const std::string& path, managed_key& into) {
        if (from.tag == "!default") return read_default(from, path, into);
        if (from.kind == document::node_kind::null && from.tag.empty()) {
            report_.error(
                "policy.bad-value",
                from.where,
                path,
                fmt::format("'{}' has no value", into.field.name),
                into.field.portal_default
                    ? "write !default for the portal's own, or leave the key out"
                    : "leave the key out to leave it as it is"
            );
            return false;
        }
        auto how = read_recipe(from, path, around_.names, report_, step_references::allowed);
        if (!how) return false;
        if (const auto id = referred_step(*how)) return read_reference(*id, *how, into);
        if (!bind_ids(*how, into)) return false;
        if (const auto settled = settle(*how, around_.variables); !settled) {
            report_.error(settled.error());
            return false;
        }
        if (how->shape == recipe::form::constant) return keep(from, std::move(how->constant), into);
        into.wanted = std::move(*how);
        return true;
    }

    bool keep(const document::node& from, const model::value& value, managed_key& into) {
        auto normal = catalog::normalise(into.field, value);
        if (normal) {
            into.wanted = std::move(*normal);
            return true;
        }
        report_.error(
            "policy.bad-value",
            from.where,
            into.value_at.path,
            std::move(normal.error().message),
            hint_for(from, std::move(normal.error().hint))
        );
        return false;
    }

    // The default may have a form that nobody may set (false for "no calendar"): then it is sent as
    // the portal gave it.
    bool read_default(const document::node& from, const std::string& path, managed_key& into) {
        const auto wrong = [&](std::string message, std::string hint = "") {
            report_.error(
                "policy.bad-value", from.where, path, std::move(message), std::move(hint)
            );
            return false;
        };
        if (!from.text.empty() || !from.items.empty() || !from.entries.empty())
            return wrong("nothing may stand behind '!default'");
        if (!into.field.portal_default)
            return wrong(
                fmt::format("'{}' has no default", into.field.name),
                "give a value, or leave the key out"
            );
        auto normal = catalog::normalise(into.field, *into.field.portal_default);
        into.wanted = normal ? std::move(*normal) : *into.field.portal_default;
        return true;
    }

    bool read_reference(const std::string& id, const recipe& how, managed_key& into) {
        const auto step = find_step(id, how);
        if (!step) return false;
        if (!may_hold_id(into.field.type) || into.field.name == into_.key_field)
            return complain_of(
                how, fmt::format("'{}' cannot be the id of something", into.field.name)
            );
        into.wanted = earlier_step{*step};
        return true;
    }

    // The references that stand within a mapping.
    bool bind_ids(recipe& how, const managed_key& into) {
        bool bound = true;
        for (auto& each : how.items) bound = bind_ids(each, into) && bound;
        const auto id = referred_step(how);
        if (!id) return bound;
        const auto step = find_step(*id, how);
        if (!step) return false;
        if (!may_hold_ids(into.field.type))
            return complain_of(how, fmt::format("'{}' has no place for an id", into.field.name));
        how.shape = recipe::form::item_id;
        how.step = *step;
        return bound;
    }

    bool complain_of(const recipe& how, std::string message, std::string hint = "") {
        fault what{fault_kind::undefined, 0, std::move(message), std::move(hint)};
        what.at = how.pieces.front().what->at;
        place(what, how.from);
        report_.error(what);
        return false;
    }

    // The index of the step that is referred to; nothing, and told, when it has no id to give.
    std::optional<std::size_t> find_step(const std::string& id, const recipe& how) {
        const auto wrong = [&](std::string message, std::string hint = "") {
            complain_of(how, std::move(message), std::move(hint));
            return std::optional<std::size_t>();
        };
        const auto& before = ids_.before;
        const auto step = std::ranges::find(before, id, &policy_step::id);
        if (step == before.end()) {
            if (std::ranges::find(ids_.all, id) != ids_.all.end())
                return wrong(
                    fmt::format("the step '{}' is not done yet here", id), "put it above this one"
                );
            return wrong(
                fmt::format("there is no step with the id '{}'", id), suggestion(id, ids_.all)
            );
        }
        if (step->kind != model::step_kind::collection)
            return wrong(
                fmt::format("the step '{}' ({}) gives no id", id, step->target),
                "only a collection's item has one, such as a calendar.section"
            );
        return static_cast<std::size_t>(step - before.begin());
    }

    const document::node& with_;
    std::string path_;
    const std::vector<catalog::field>& fields_;
    const step_ids& ids_;
    const step_surroundings& around_;
    reporter& report_;
    policy_step& into_;
};

// Reads a mapping whose keys are keys of `with`, each with a text; `take` gets the managed key (if
// it was right) and the text's place.
template <class Take>
void read_notes(
    const mapping& step,
    std::string_view name,
    const document::node& with,
    reporter& report,
    policy_step& into,
    const Take& take
) {
    const auto* notes = step.from().find(name);
    if (notes == nullptr) return;
    if (notes->kind != document::node_kind::mapping)
        return report_kind(
            report, *notes, step.path_of(name), "a mapping whose keys are keys of 'with'"
        );
    std::vector<std::string> known;
    for (const auto& [key, value] : with.entries) known.push_back(key.text);
    for (const auto& [key, value] : notes->entries) {
        const auto path = document::path_of_key(step.path_of(name), key.text);
        if (with.find(key.text) == nullptr) {
            report.error(
                "policy.unknown-key",
                key.where,
                path,
                fmt::format("'{}' is no key of 'with' here", key.text),
                suggestion(key.text, known)
            );
            continue;
        }
        const auto managed =
            std::ranges::find(into.with, key.text, [](const managed_key& each) -> const auto& {
                return each.field.name;
            });
        managed_key ignored;
        take(value, path, managed == into.with.end() ? ignored : *managed);
    }
}

}  // namespace

void read_keys(
    const mapping& step,
    const std::vector<catalog::field>& fields,
    const step_ids& ids,
    const step_surroundings& around,
    policy_step& into
) {
    static const document::node nothing;
    const auto* found = step.from().find("with");
    const auto& with = found == nullptr ? nothing : *found;
    auto& report = around.report;
    if (found != nullptr && found->kind != document::node_kind::mapping)
        return report_kind(report, with, step.path_of("with"), "a mapping of keys and values");
    if (into.kind != model::step_kind::call && with.entries.empty())
        return report.error(
            "policy.bad-step", with.where, step.path_of("with"), "no key stands here"
        );
    key_reader(with, step.path_of("with"), fields, ids, around, into).read();
    read_notes(
        step,
        "severity",
        with,
        report,
        into,
        [&](const document::node& value, const std::string& path, managed_key& of) {
            const bool known = std::ranges::find(severities, value.text) != severities.end();
            if (!known)
                return report_kind(
                    report, value, path, fmt::format("one of {}", fmt::join(severities, ", "))
                );
            of.severity = value.text;
        }
    );
    read_notes(
        step,
        "why",
        with,
        report,
        into,
        [&](const document::node& value, const std::string& path, managed_key& of) {
            if (value.kind != document::node_kind::text)
                return report_kind(report, value, path, "text");
            of.why = value.text;
        }
    );
}

}  // namespace policy
