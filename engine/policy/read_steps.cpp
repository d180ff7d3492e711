#include "policy/read_steps.hpp"

#include "catalog/check.hpp"
#include "document/key_path.hpp"
#include "policy/mapping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace policy {
namespace {

// The name has to be one that an expression can say: steps.NAME.id.
bool is_step_id(std::string_view id) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    const auto fits = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; };
    return is_letter(id.front()) && std::ranges::all_of(id, fits);
}

class step_reader {
public:
    step_reader(
        const document::node& from,
        std::string path,
        std::size_t layer,
        const step_ids& ids,
        const step_surroundings& around
    )
        : step_(from, std::move(path), around.report), ids_(ids), around_(around) {
        made_.layer = layer;
        made_.where = from.where;
        made_.path = step_.path();
    }

    policy_step read() {
        if (step_.from().kind != document::node_kind::mapping) return std::move(made_);
        const auto ensure = step_.text("ensure");
        const auto call = step_.text("call");
        read_id();
        const auto as = read_actor();
        for (const auto key : {"once", "with", "severity", "why"}) step_.any(key);
        step_.close();
        if (step_.has("ensure") == step_.has("call")) {
            complain(
                "policy.bad-step",
                step_.has("ensure") ? "call" : "",
                "a step has either 'ensure' (a resource) or 'call' (a method)"
            );
            return std::move(made_);
        }
        if (ensure) read_ensure(*ensure, as);
        if (call) read_call(*call, as);
        return std::move(made_);
    }

private:
    void complain(
        std::string code, std::string_view key, std::string message, std::string hint = ""
    ) {
        const auto* at = key.empty() ? nullptr : step_.from().find(key);
        around_.report.error(
            std::move(code),
            at == nullptr ? step_.from().where : at->where,
            at == nullptr ? step_.path() : step_.path_of(key),
            std::move(message),
            std::move(hint)
        );
    }

    void read_id() {
        const auto id = step_.text("id");
        if (!id) return;
        made_.id = *id;
        if (!is_step_id(*id))
            return complain(
                "policy.bad-name",
                "id",
                fmt::format("'{}' cannot be the id of a step", *id),
                "letters, digits, _ and -, beginning with a letter or _"
            );
        for (const auto& other : ids_.before) {
            if (other.id != *id || other.layer != made_.layer) continue;
            return complain(
                "policy.duplicate-id",
                "id",
                fmt::format("the id '{}' is the one of {} already", *id, other.path),
                "the ids of a policy's steps differ"
            );
        }
    }

    std::optional<model::acts_as> read_actor() {
        const auto as = step_.text("as");
        if (!as) return std::nullopt;
        if (*as == "user") return model::acts_as::user;
        if (*as == "admin") return model::acts_as::admin;
        complain("policy.bad-value", "as", fmt::format("expected user or admin, got '{}'", *as));
        return std::nullopt;
    }

    void read_ensure(const std::string& name, std::optional<model::acts_as> as) {
        made_.target = name;
        const auto* resource = around_.all.find_resource(name);
        if (resource == nullptr) return unknown_resource(name);
        made_.kind = resource->kind;
        made_.key_field = resource->key_field;
        made_.as = as.value_or(resource->as);
        if (acts_on_caller(*resource)) refuse_admin(name);
        if (step_.has("once"))
            complain(
                "policy.bad-step",
                "once",
                "'once' goes with 'call' only",
                "'ensure' looks at what is there in every run and changes only what differs"
            );
        refuse_second(*resource);
        if (!step_.has("with"))
            return complain(
                "policy.missing-key", "", "the key 'with' is missing: what should be so?"
            );
        read_keys(step_, resource->fields, ids_, around_, made_);
        refuse_same_item();
    }

    // What is known before there is a user; what turns out to be the same for one of them is merged
    // when his job is made.
    void refuse_same_item() {
        const auto* mine = constant_name(made_);
        if (mine == nullptr) return;
        for (const auto& other : ids_.before) {
            if (other.target != made_.target || other.layer != made_.layer) continue;
            const auto* name = constant_name(other);
            if (name == nullptr || *name != *mine) continue;
            return complain(
                "policy.duplicate-step",
                "ensure",
                fmt::format("this {} is ensured by {} already", made_.target, other.path),
                "put all keys into one step"
            );
        }
    }

    [[nodiscard]] static const model::value* constant_name(const policy_step& step) {
        for (const auto& key : step.with)
            if (key.field.name == step.key_field) return std::get_if<model::value>(&key.wanted);
        return nullptr;
    }

    [[nodiscard]] bool acts_on_caller(const catalog::resource& what) const {
        const auto is_caller = [this](const std::string& name) {
            const auto* method = around_.all.find_method(name);
            return method != nullptr && method->target == catalog::acts_on::caller;
        };
        return is_caller(what.read.method) || is_caller(what.write.method) ||
               (what.create && is_caller(what.create->method));
    }

    void refuse_admin(const std::string& name) {
        if (made_.as == model::acts_as::user) return;
        complain(
            "policy.bad-actor",
            "as",
            fmt::format(
                "{} acts on whoever calls it: as admin, the administrator's own would be changed "
                "once for every user",
                name
            ),
            "write 'as: user', or leave 'as' out"
        );
    }

    // Two steps for the same settings could not both be right.
    void refuse_second(const catalog::resource& what) {
        if (what.kind != model::step_kind::settings) return;
        for (const auto& other : ids_.before) {
            if (other.kind != model::step_kind::settings || other.target != what.name ||
                other.layer != made_.layer)
                continue;
            return complain(
                "policy.duplicate-step",
                "ensure",
                fmt::format("{} is ensured by {} already", what.name, other.path),
                "put all keys into one step"
            );
        }
    }

    void unknown_resource(const std::string& name) {
        std::string hint;
        if (around_.all.find_method(name) != nullptr) {
            hint = fmt::format("'{}' is a method: write 'call: {}'", name, name);
        } else if (const auto near = around_.all.nearest_resource(name)) {
            hint = fmt::format("did you mean '{}'?", *near);
        }
        complain(
            "policy.unknown-resource", "ensure", fmt::format("unknown resource '{}'", name), hint
        );
    }

    void read_call(const std::string& name, std::optional<model::acts_as> as) {
        made_.kind = model::step_kind::call;
        made_.target = name;
        const auto* method = around_.all.find_method(name);
        if (method == nullptr) return unknown_method(name);
        if (const auto why = catalog::unsupported(*method))
            return complain("policy.unsupported-method", "call", why->message, why->hint);
        if (!method->caution.empty())
            around_.report.warning(
                "policy.caution",
                step_.from().find("call")->where,
                step_.path_of("call"),
                fmt::format("think twice about '{}': {}", name, method->caution)
            );
        const bool on_caller = method->target == catalog::acts_on::caller;
        made_.as = as.value_or(on_caller ? model::acts_as::user : model::acts_as::admin);
        if (on_caller) refuse_admin(name);
        refuse_unchecked(*method);
        read_repetition(*method);
        read_keys(step_, method->parameters, ids_, around_, made_);
    }

    void read_repetition(const catalog::method& what) {
        const auto* once = step_.from().find("once");
        if (once == nullptr) {
            if (what.repeat == catalog::idempotent::yes) return;
            around_.report.warning(
                "policy.repeated-call",
                step_.from().find("call")->where,
                step_.path_of("call"),
                fmt::format("{} happens again in every run", what.name),
                "write 'once: true' for once per user, or 'once: false' if it is meant"
            );
        } else if (once->kind != document::node_kind::boolean) {
            report_kind(around_.report, *once, step_.path_of("once"), "true or false");
        } else if (once->boolean) {
            made_.repeat = model::repetition::once_per_user;
        }
    }

    // A settings method takes whatever it is given, wrong keys and wrong values too; only `ensure`
    // knows its keys.
    void refuse_unchecked(const catalog::method& what) {
        for (const auto& [name, resource] : around_.all.resources()) {
            if (resource.kind != model::step_kind::settings || resource.write.method != what.name ||
                resource.write.values_under.empty())
                continue;
            return complain(
                "policy.bad-step",
                "call",
                fmt::format("{} is not called directly: nothing would be checked", what.name),
                fmt::format("write 'ensure: {}'", name)
            );
        }
    }

    void unknown_method(const std::string& name) {
        std::string hint;
        if (around_.all.find_resource(name) != nullptr) {
            hint = fmt::format("'{}' is a resource: write 'ensure: {}'", name, name);
        } else if (const auto near = around_.all.nearest_method(name)) {
            hint = fmt::format("did you mean '{}'?", *near);
        }
        complain("policy.unknown-method", "call", fmt::format("unknown method '{}'", name), hint);
    }

    mapping step_;
    const step_ids& ids_;
    const step_surroundings& around_;
    policy_step made_;
};

}  // namespace

std::vector<policy_step> read_steps(
    const std::vector<steps_of_layer>& from,
    const std::string& path,
    const step_surroundings& around
) {
    std::vector<policy_step> steps;
    step_ids ids{steps, {}};
    for (const auto& [list, layer] : from)
        for (const auto& each : list->items)
            if (const auto* id = each.find("id")) ids.all.push_back(id->text);
    for (const auto& [list, layer] : from) {
        if (list->kind != document::node_kind::sequence || list->items.empty()) {
            report_kind(around.report, *list, path, "a list of steps, at least one");
            continue;
        }
        for (std::size_t i = 0; i < list->items.size(); ++i) {
            step_reader reading(
                list->items[i], document::path_of_item(path, i), layer, ids, around
            );
            steps.push_back(reading.read());
        }
    }
    return steps;
}

}  // namespace policy
