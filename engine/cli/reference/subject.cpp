#include "cli/reference/subject.hpp"

#include "base/nearest_name.hpp"
#include "document/excerpt.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cli {

namespace {

std::optional<subject> whole(const catalog::definitions& all, std::string_view name) {
    if (const auto* method = all.find_method(name)) return subject{method, nullptr};
    if (const auto* resource = all.find_resource(name)) return subject{resource, nullptr};
    return std::nullopt;
}

const std::vector<catalog::field>& fields_of(const subject& which) {
    if (const auto* const* method = std::get_if<const catalog::method*>(&which.what)) {
        return (*method)->parameters;
    }
    return std::get<const catalog::resource*>(which.what)->fields;
}

catalog::misfit no_field(const subject& of, std::string_view name) {
    std::vector<std::string> names;
    for (const auto& each : fields_of(of)) names.push_back(each.name);
    catalog::misfit made{
        fmt::format("{} has no field {}", of.name(), document::in_quotes(name)), ""
    };
    if (const auto near = base::nearest_name(name, names)) {
        made.hint = fmt::format("did you mean '{}.{}'?", of.name(), *near);
    } else if (names.empty()) {
        made.hint = fmt::format("{} has no fields", of.name());
    } else {
        made.hint = fmt::format("its fields: {}", fmt::join(names, ", "));
    }
    return made;
}

catalog::misfit no_such_name(const catalog::definitions& all, std::string_view name) {
    std::vector<std::string> known;
    for (const auto& [each, unused] : all.methods()) known.push_back(each);
    for (const auto& [each, unused] : all.resources()) known.push_back(each);
    catalog::misfit made{
        fmt::format("there is no method or resource {}", document::in_quotes(name)), ""
    };
    std::vector<std::string> below;
    for (const auto& each : known) {
        if (each.starts_with(std::string(name) + ".")) below.push_back(each);
    }
    if (!below.empty()) {
        made.hint = fmt::format("there are: {}", fmt::join(below, ", "));
    } else if (const auto near = base::nearest_name(name, known)) {
        made.hint = fmt::format("did you mean '{}'?", *near);
    } else {
        made.hint = "muster explain without a name lists them all";
    }
    return made;
}

}  // namespace

const std::string& subject::name() const {
    return std::visit([](const auto* which) -> const std::string& { return which->name; }, what);
}

std::expected<subject, catalog::misfit> find_subject(
    const catalog::definitions& all, std::string_view name
) {
    if (const auto found = whole(all, name)) return *found;
    const auto dot = name.rfind('.');
    if (dot != std::string_view::npos) {
        if (auto found = whole(all, name.substr(0, dot))) {
            found->field = catalog::find_field(fields_of(*found), name.substr(dot + 1));
            if (found->field != nullptr) return *found;
            // `user.updat` is more likely a method of that name than a field of `user`.
            const auto method = all.nearest_method(name);
            const bool sister = method && method->starts_with(name.substr(0, dot + 1));
            if (!sister || catalog::nearest_field(fields_of(*found), name.substr(dot + 1)))
                return std::unexpected(no_field(*found, name.substr(dot + 1)));
        }
    }
    return std::unexpected(no_such_name(all, name));
}

}  // namespace cli
