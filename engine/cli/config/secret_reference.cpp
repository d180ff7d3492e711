#include "cli/config/secret_reference.hpp"

#include <array>
#include <utility>

namespace cli {
namespace {

struct prefix {
    std::string_view text;
    secret_reference::kind from;
};

constexpr std::array prefixes = {
    prefix{"file:", secret_reference::kind::file},
    prefix{"env:", secret_reference::kind::environment},
    prefix{"cred:", secret_reference::kind::credential},
    prefix{"exec:", secret_reference::kind::command},
};

class secret_category final : public std::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return "muster.secret"; }
    [[nodiscard]] std::string message(int what) const override {
        switch (static_cast<secret_error>(what)) {
            case secret_error::open_to_others:
                return "anybody on this machine may read or change it";
            case secret_error::not_set:
                return "it is not set";
            case secret_error::empty:
                return "it is empty";
            case secret_error::too_large:
                return "it is too large";
            case secret_error::command_failed:
                return "the command failed";
        }
        return "unknown";
    }
};

std::unexpected<std::string> refusal(const char* why) {
    return std::unexpected(std::string(why));
}

bool is_variable_name(std::string_view text) {
    const auto letter = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    };
    if (text.empty() || !letter(text.front())) return false;
    for (const char c : text) {
        if (!letter(c) && (c < '0' || c > '9')) return false;
    }
    return true;
}

bool is_file_name(std::string_view text) {
    return !text.empty() && text != "." && text != ".." && !text.contains('/');
}

}  // namespace

std::error_code make_error_code(secret_error what) {
    static const secret_category category;
    return {static_cast<int>(what), category};
}

std::expected<secret_reference, std::string> parse_secret_reference(
    std::string_view text, const std::filesystem::path& folder
) {
    for (const auto& [begin, from] : prefixes) {
        if (!text.starts_with(begin)) continue;
        const auto what = text.substr(begin.size());
        if (what.empty()) return refusal("nothing follows the ':' of this reference");
        if (what.starts_with("//")) break;
        secret_reference made;
        made.from = from;
        made.what = what;
        switch (from) {
            case secret_reference::kind::file:
                made.what = (folder / what).lexically_normal().string();
                break;
            case secret_reference::kind::environment:
                if (!is_variable_name(what)) return refusal("no variable can have this name");
                break;
            case secret_reference::kind::credential:
                if (!is_file_name(what)) return refusal("no credential can have this name");
                break;
            case secret_reference::kind::command:
                break;
        }
        return made;
    }
    return refusal("a reference was expected: file:PATH, env:NAME, cred:NAME or exec:COMMAND");
}

// Of a command, its first word: what follows may hold anything.
std::string to_string(const secret_reference& reference) {
    if (reference.from == secret_reference::kind::command) {
        return "exec:" + reference.what.substr(0, reference.what.find_first_of(" \t\n"));
    }
    for (const auto& [begin, from] : prefixes) {
        if (from == reference.from) return std::string(begin) + reference.what;
    }
    return reference.what;
}

}  // namespace cli
