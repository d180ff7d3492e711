#include "cli/reference/indented_json.hpp"

#include <boost/json/serialize.hpp>

#include <cstddef>
#include <string_view>

namespace cli {

namespace {

constexpr std::size_t longest_line = 100;

void write(const model::value& what, std::size_t indent, std::string& into);

void write_member(
    const model::value& what, std::string_view name, std::size_t indent, std::string& into
) {
    into += std::string(indent, ' ');
    if (!name.empty()) into += boost::json::serialize(name) + ": ";
    write(what, indent, into);
}

void write(const model::value& what, std::size_t indent, std::string& into) {
    const auto short_form = boost::json::serialize(what);
    const bool container = what.is_object() || what.is_array();
    if (!container || indent + short_form.size() <= longest_line) {
        into += short_form;
        return;
    }
    const bool object = what.is_object();
    into += object ? "{\n" : "[\n";
    bool first = true;
    const auto next = [&] {
        if (!first) into += ",\n";
        first = false;
    };
    if (object) {
        for (const auto& entry : what.get_object()) {
            next();
            write_member(entry.value(), entry.key(), indent + 2, into);
        }
    } else {
        for (const auto& each : what.get_array()) {
            next();
            write_member(each, "", indent + 2, into);
        }
    }
    into += '\n' + std::string(indent, ' ') + (object ? "}" : "]");
}

}  // namespace

std::string indented_json(const model::value& what) {
    std::string text;
    write(what, 0, text);
    return text + '\n';
}

}  // namespace cli
