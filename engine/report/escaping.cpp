#include "report/escaping.hpp"

#include "report/characters.hpp"

namespace report {

namespace {

template <class Each>
void for_each_character(std::string_view text, Each each) {
    while (!text.empty()) {
        const auto next = first_character(text);
        each(next.code);
        text.remove_prefix(next.bytes);
    }
}

// The five characters that HTML and XML share; "" for all others.
std::string_view entity_for(char32_t code) noexcept {
    switch (code) {
        case U'&':
            return "&amp;";
        case U'<':
            return "&lt;";
        case U'>':
            return "&gt;";
        case U'"':
            return "&quot;";
        case U'\'':
            return "&#39;";
        default:
            return {};
    }
}

bool is_blank_control(char32_t code) noexcept {
    return code == U'\n' || code == U'\r' || code == U'\t';
}

// What XML 1.0 calls a Char, less the controls that it discourages.
bool allowed_in_xml(char32_t code) noexcept {
    if (is_blank_control(code)) return true;
    if (code < 0x20 || (code >= 0x7F && code <= 0x9F)) return false;
    return code != 0xFFFE && code != 0xFFFF;
}

bool starts_formula(std::string_view text) noexcept {
    return !text.empty() && std::string_view("=+-@\t\r\n").find(text.front()) != text.npos;
}

}  // namespace

std::string html_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for_each_character(text, [&out](char32_t code) {
        const auto entity = entity_for(code);
        if (!entity.empty()) {
            out += entity;
        } else if (code == U'\n' || code == U'\t') {
            append_utf8(out, code);
        } else {
            append_utf8(out, is_control(code) ? replacement_character : code);
        }
    });
    return out;
}

std::string xml_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for_each_character(text, [&out](char32_t code) {
        const auto entity = entity_for(code);
        if (!entity.empty()) {
            out += entity;
        } else if (is_blank_control(code)) {
            // As a reference it survives in an attribute too, where a bare one becomes a blank.
            out += "&#" + std::to_string(static_cast<unsigned>(code)) + ";";
        } else if (allowed_in_xml(code)) {
            append_utf8(out, code);
        }
    });
    return out;
}

std::string csv_cell(std::string_view text) {
    std::string cell;
    bool quoted = false;
    if (starts_formula(text)) cell += '\'';
    for_each_character(text, [&](char32_t code) {
        if (is_control(code) && !is_blank_control(code)) code = replacement_character;
        quoted = quoted || code == U',' || code == U'"' || code == U'\n' || code == U'\r';
        if (code == U'"') cell += '"';
        append_utf8(cell, code);
    });
    return quoted ? '"' + cell + '"' : cell;
}

std::string terminal_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for_each_character(text, [&out](char32_t code) {
        if (is_blank_control(code)) {
            out += ' ';
        } else {
            append_utf8(out, is_control(code) ? replacement_character : code);
        }
    });
    return out;
}

std::string markdown_text(std::string_view text) {
    std::string out;
    for_each_character(text, [&out](char32_t code) {
        if (is_blank_control(code)) {
            out += ' ';
            return;
        }
        const auto entity = entity_for(code);
        if (!entity.empty()) {
            out += entity;
            return;
        }
        const bool markup =
            code < 0x80 && std::string_view("\\`*_[]()#|~!").find(static_cast<char>(code)) !=
                               std::string_view::npos;
        if (markup) out += '\\';
        append_utf8(out, is_control(code) ? replacement_character : code);
    });
    return out;
}

}  // namespace report
