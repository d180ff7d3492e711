#include "migration/phrase.hpp"

#include "migration/meaning.hpp"

#include <fmt/format.h>

#include <cctype>

namespace migration {

std::string with_underscores(std::string text) {
    for (auto& c : text)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
    return text;
}

std::string short_name(const catalog::resource& of) {
    return of.name == calendars ? "calendar" : with_underscores(of.name);
}

std::string people(std::size_t count) {
    return count == 1 ? "one person" : fmt::format("{} people", count);
}

std::string is_given(const std::string& column) {
    return fmt::format("user.{} != null", column);
}

std::string from_roster(const std::string& column) {
    return fmt::format("${{user.{}}}", column);
}

}  // namespace migration
