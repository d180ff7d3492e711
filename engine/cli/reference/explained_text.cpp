#include "catalog/check.hpp"
#include "catalog/vocabulary.hpp"
#include "cli/reference/explained.hpp"
#include "cli/reference/field_form.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

namespace {

constexpr std::size_t width = 96;  // of a line; texts are broken at blanks

std::string wrapped(std::string_view text, std::size_t indent) {
    std::string all;
    std::string line;
    const auto finish = [&] {
        if (!line.empty()) all += std::string(indent, ' ') + line + '\n';
        line.clear();
    };
    while (!text.empty()) {
        const auto blank = std::min(text.find(' '), text.size());
        const auto word = text.substr(0, blank);
        text.remove_prefix(std::min(blank + 1, text.size()));
        if (!line.empty() && indent + line.size() + 1 + word.size() > width) finish();
        if (!line.empty()) line += ' ';
        line += word;
    }
    finish();
    return all;
}

std::string row(std::string_view label, std::string_view text) {
    constexpr std::size_t column = 13;
    auto lines = wrapped(text, column);
    lines.replace(0, std::min(label.size() + 1, column), std::string(label) + ":");
    return lines;
}

std::string_view acts_on_text(catalog::acts_on whom) {
    switch (whom) {
        case catalog::acts_on::caller:
            return "the caller: only the user's own credential can do it for the user";
        case catalog::acts_on::named_user:
            return "whom a parameter names: one credential can do it for many";
        case catalog::acts_on::portal:
            return "the portal, nobody in particular";
    }
    return "";
}

std::string shown(const model::value& value) {
    return boost::json::serialize(value);
}

std::vector<std::string> allowed_of(const catalog::field& which) {
    std::vector<std::string> shown_words;
    for (const auto& each : which.allowed) shown_words.push_back(each.empty() ? "\"\"" : each);
    return shown_words;
}

// What is said of a field below its name.
std::string field_details(const catalog::field& which, std::size_t indent) {
    std::string text;
    if (!which.description.empty()) text += wrapped(which.description, indent);
    text += wrapped(fmt::format("write: {}", what_to_write(which.type)), indent);
    if (!which.allowed.empty())
        text += wrapped(fmt::format("allowed: {}", fmt::join(allowed_of(which), ", ")), indent);
    if (which.portal_default)
        text +=
            wrapped(fmt::format("the portal's default: {}", shown(*which.portal_default)), indent);
    if (which.when_empty == catalog::emptiness::refused)
        text += wrapped("\"\" is refused: the portal takes it for \"not given\"", indent);
    if (!which.caution.empty()) text += wrapped(fmt::format("caution: {}", which.caution), indent);
    return text;
}

std::string field_head(const catalog::field& which) {
    auto text = fmt::format("{}  <{}>", which.name, catalog::to_string(which.type));
    if (which.required) text += "  required";
    if (which.may == catalog::access::read_only) text += "  read only";
    return text;
}

std::string field_list(std::string_view title, const std::vector<catalog::field>& fields) {
    if (fields.empty()) return fmt::format("\n{}: none\n", title);
    auto text = fmt::format("\n{}:\n", title);
    for (const auto& each : fields) {
        text += fmt::format("  {}\n{}", field_head(each), field_details(each, 6));
    }
    return text;
}

std::string method_text(const catalog::definitions& all, const catalog::method& which) {
    auto text = row("METHOD", which.name) + row("SCOPE", which.scope);
    text += row("ACTS ON", acts_on_text(which.target));
    text += row("BATCH", which.in_batch == catalog::batchable::yes ? "yes" : "no: it goes singly");
    text +=
        row("REPEATING",
            which.repeat == catalog::idempotent::yes
                ? "harmless"
                : "does it again; a lost answer is not repeated");
    text += row("READ BACK", which.read_back.empty() ? "nothing shows it" : which.read_back);
    const auto users = resources_with(all.resources(), which.name);
    if (!users.empty()) text += row("USED BY", fmt::format("ensure: {}", fmt::join(users, ", ")));
    if (const auto why = catalog::unsupported(which)) text += row("REFUSED", why->message);
    if (!which.caution.empty()) text += row("CAUTION", which.caution);
    text += "\n" + wrapped(which.description, 0);
    return text + field_list("PARAMETERS", which.parameters);
}

std::string resource_text(const catalog::resource& which) {
    const bool settings = which.kind == model::step_kind::settings;
    auto text = row("RESOURCE", which.name);
    text += row(
        "KIND",
        settings
            ? "settings: read, compared key by key, written where they differ"
            : fmt::format("collection: an item is found by '{}', made if missing", which.key_field)
    );
    text +=
        row("AS",
            which.as == model::acts_as::user ? "user: each user's own credential"
                                             : "admin: the administrator's credential");
    text += row("READ", which.read.method);
    if (which.create) text += row("CREATE", which.create->method);
    text += row("WRITE", which.write.method);
    text += "\n" + wrapped(which.description, 0);
    return text + field_list("FIELDS", which.fields);
}

std::string first_sentence(const std::string& text) {
    return text.substr(0, text.find(". ")) + (text.contains(". ") ? "." : "");
}

template <class Map>
std::string list_of(std::string_view title, const Map& all) {
    auto text = fmt::format("{}:\n", title);
    for (const auto& [name, what] : all) {
        text += fmt::format("  {}\n{}", name, wrapped(first_sentence(what.description), 6));
    }
    return text;
}

}  // namespace

std::string explained_text(const catalog::definitions& all, const subject& which) {
    if (which.field != nullptr) {
        return fmt::format("{}.{}\n", which.name(), field_head(*which.field)) +
               field_details(*which.field, 2);
    }
    if (const auto* const* method = std::get_if<const catalog::method*>(&which.what)) {
        return method_text(all, **method);
    }
    return resource_text(*std::get<const catalog::resource*>(which.what));
}

std::string listed_text(const catalog::definitions& all) {
    return list_of("RESOURCES (ensure)", all.resources()) + "\n" +
           list_of("METHODS (call)", all.methods());
}

}  // namespace cli
