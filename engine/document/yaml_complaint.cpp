#include "document/yaml_complaint.hpp"

#include "document/scalar_source.hpp"

#include <array>

namespace document {
namespace {

struct translation {
    std::string_view said;
    std::string_view message;
    std::string_view hint;
};

// In the order of looking: what one message contains may begin another.
constexpr std::array translations = {
    translation{"illegal tab", about_tab, tab_advice},
    translation{
        "end of map flow not found",
        "the mapping that opens with '{' is not closed, or a ',' is missing in it",
        "close it with '}', put ',' between its entries, and quote texts that hold { } [ ] or ,"
    },
    translation{
        "end of sequence flow not found",
        "the list that opens with '[' is not closed, or a ',' is missing in it",
        "close it with ']', put ',' between its items, and quote texts that hold { } [ ] or ,"
    },
    translation{
        "end of map not found",
        "this does not fit the mapping it stands in: its indentation differs from that of the keys "
        "above, or it follows a value that was complete",
        "give keys that belong together the same indentation"
    },
    translation{
        "end of sequence not found",
        "this does not fit the list it stands in: its indentation differs from that of the '-' "
        "above",
        "give the items of one list the same indentation"
    },
    translation{
        "illegal map value",
        "a ':' is not allowed here",
        "quote a text that holds ': '; check that the key has the indentation of its neighbours "
        "and "
        "that the line above has its own ':'"
    },
    translation{
        "illegal map key",
        "a key is not allowed here",
        "check the indentation of this line and of the one above"
    },
    translation{
        "illegal block entry",
        "a list's '-' is not allowed here",
        "begin the list in a line of its own below its key, or quote the text that begins with '-'"
    },
    translation{
        "illegal flow end",
        "a closing ']' or '}' stands here that closes nothing, or not what was opened last",
        "remove it, close before it what is still open, or quote the text"
    },
    translation{
        "unknown token", "a value cannot begin with this character", "put the text into quotes"
    },
    translation{
        "the referenced anchor is not defined",
        "this alias names an anchor that is not defined above it",
        "define it with '&' before, or quote the text that begins with '*'"
    },
    translation{
        "unknown escape character",
        "this backslash begins no escape that YAML knows",
        "write \\\\ for a backslash, or use single quotes"
    },
    translation{
        "invalid unicode", "this escape stands for no character", "write the character itself"
    },
    translation{
        "bad character found while scanning hex",
        "this escape needs hexadecimal digits",
        "write the character itself"
    },
    translation{
        "illegal EOF in scalar", "the text that opens here is never closed", "add the closing quote"
    },
    translation{"illegal document indicator", "a '---' or '...' stands inside a quoted text", ""},
    translation{"alias", "a '*' has to be followed by an anchor's name", "quote the text"},
    translation{"anchor", "a '&' has to be followed by a name", "quote the text"},
    translation{"multiple tags", "a value can have one tag only", ""},
    translation{"tag", "this tag is not complete", "quote a text that begins with '!'"},
    translation{"block scalar", "this is no valid head of a block of text ('|' or '>')", ""},
    translation{"YAML", "this YAML directive is not understood", "remove the line"},
    translation{"bad file", "lists and mappings are nested too deeply here", ""},
};

}  // namespace

yaml_complaint in_plain_words(std::string_view parser_message) {
    for (const auto& each : translations) {
        if (parser_message.find(each.said) == std::string_view::npos) continue;
        return {std::string(each.message), std::string(each.hint)};
    }
    return {"this is no YAML: " + std::string(parser_message), ""};
}

}  // namespace document
