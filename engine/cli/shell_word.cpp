#include "cli/shell_word.hpp"

namespace cli {

std::string shell_word(std::string_view word) {
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-";
    if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos)
        return std::string(word);
    std::string made = "'";
    for (const char c : word) {
        if (c == '\'')
            made += "'\\''";
        else
            made += c;
    }
    return made + '\'';
}

}  // namespace cli
