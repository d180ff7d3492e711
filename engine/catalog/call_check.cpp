#include "catalog/call_check.hpp"

#include "catalog/check.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace catalog {

namespace {

using document::mapping_reader;

class call_check {
public:
    call_check(const resource& what, const definitions& known, mapping_reader& from)
        : what_(what), known_(known), from_(from) {}

    void plain(std::string_view key, const call_template& call, const document::node* in_file)
        const {
        if (const auto* method = method_of(key, call, in_file)) params(key, call, *method);
    }

    void writing(std::string_view key, const call_template& call, const document::node* in_file)
        const {
        const auto* method = method_of(key, call, in_file);
        if (method == nullptr) return;
        params(key, call, *method);
        if (call.values_under.empty()) {
            for (const auto& each : what_.fields) managed(key, call, *method, each);
            return;
        }
        parameter(key, *method, call.values_under);
        if (call.params.contains(call.values_under)) clash(key, call.values_under);
    }

private:
    [[nodiscard]] const method* method_of(
        std::string_view key, const call_template& call, const document::node* in_file
    ) const {
        const auto* found = known_.find_method(call.method);
        if (found != nullptr) {
            if (const auto why = unsupported(*found)) refuse(key, why->message, why->hint);
        }
        if (found != nullptr || call.method.empty()) return found;
        if (in_file != nullptr && in_file->find(call.method) != nullptr) return nullptr;
        const auto near = known_.nearest_method(call.method);
        refuse(
            key,
            fmt::format("unknown method '{}'", call.method),
            near ? fmt::format("did you mean '{}'?", *near)
                 : "define it under methods: in the same file or an earlier one"
        );
        return nullptr;
    }

    void params(std::string_view key, const call_template& call, const method& which) const {
        for (const auto& entry : call.params) parameter(key, which, entry.key());
    }

    void parameter(std::string_view key, const method& which, std::string_view name) const {
        if (find_field(which.parameters, name) != nullptr) return;
        const auto near = nearest_field(which.parameters, name);
        refuse(
            key,
            fmt::format("'{}' is no parameter of {}", name, which.name),
            near ? fmt::format("did you mean '{}'?", *near) : ""
        );
    }

    // A key that a policy manages must not fall on a parameter that the template fills in: the
    // write would go to another item, or to another user.
    void managed(
        std::string_view key, const call_template& call, const method& which, const field& each
    ) const {
        if (each.may == access::read_only) return;
        parameter(key, which, each.name);
        if (call.params.contains(each.name)) clash(key, each.name);
    }

    void clash(std::string_view key, std::string_view name) const {
        refuse(key, fmt::format("'{}' is in params, but a policy's values go there", name));
    }

    void refuse(std::string_view key, std::string message, std::string hint = {}) const {
        from_.refuse(key, "bad-value", std::move(message), std::move(hint));
    }

    const resource& what_;
    const definitions& known_;
    mapping_reader& from_;
};

}  // namespace

void check_calls(
    const resource& what,
    const definitions& known,
    const document::node* in_file,
    mapping_reader& from
) {
    const call_check check(what, known, from);
    check.plain("read", what.read, in_file);
    check.writing("write", what.write, in_file);
    if (what.create) check.writing("create", *what.create, in_file);
    if (what.remove) check.plain("delete", *what.remove, in_file);
    if (what.contents) check.plain("contents", *what.contents, in_file);
}

}  // namespace catalog
