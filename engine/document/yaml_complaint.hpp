#pragma once

#include <string>
#include <string_view>

namespace document {

// What the YAML parser's words mean to somebody who wrote a file, and what to do ("" = no advice).
struct yaml_complaint {
    std::string message;
    std::string hint;
};
yaml_complaint in_plain_words(std::string_view parser_message);

}  // namespace document
