#pragma once

#include "base/diagnostic.hpp"
#include "document/node.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace document {

enum class presence { required, optional };

// secret: what stands there may be a secret, so messages show neither values nor lines.
enum class discretion { open, secret };

// A word that a file may use, and what it means.
template <class Enum>
struct word {
    std::string_view text;
    Enum meaning;
};

// Reads a mapping strictly: every key that may be there is asked for by name and kind, and `finish`
// refuses all others with the nearest name that was asked for. A key that is missing, or of another
// kind than asked for, is a problem with its place; the answer is then nothing.
class mapping_reader {
public:
    // `path`: of the mapping in its file, "" for the root. `room` begins the codes of problems:
    // "config" gives "config.unknown-key". When `from` is no mapping, that is a problem, and the
    // reader answers nothing to everything without a further word.
    // `from` and `problems` outlive the reader.
    mapping_reader(
        const node& from,
        std::string path,
        std::string_view room,
        base::diagnostics& problems,
        discretion how = discretion::open
    );

    // Of any kind.
    const node* value(std::string_view key, presence needed);

    std::optional<std::string> text(std::string_view key, presence needed);
    std::optional<std::int64_t> integer(std::string_view key, presence needed);
    std::optional<double> number(std::string_view key, presence needed);  // whole ones as well
    std::optional<bool> boolean(std::string_view key, presence needed);
    std::optional<std::vector<std::string>> texts(std::string_view key, presence needed);
    const node* list(std::string_view key, presence needed);
    // What a word of the list stands for; any other text is a problem, with the nearest word.
    template <class Enum, std::size_t Count>
    std::optional<Enum> choice(
        std::string_view key, const std::array<word<Enum>, Count>& words, presence needed
    ) {
        std::array<std::string_view, Count> known;
        for (std::size_t i = 0; i < Count; ++i) known[i] = words[i].text;
        const auto found = one_of(key, known, needed);
        if (!found) return std::nullopt;
        return words[*found].meaning;
    }
    // A mapping below: with the discretion given, or that of this one where it is the stricter.
    std::optional<mapping_reader> mapping(
        std::string_view key, presence needed, discretion how = discretion::open
    );

    // The mapping below as it stands in the file, for what has its keys from the user.
    const node* mapping_node(std::string_view key, presence needed);

    // A problem with the value of `key`, at its place, or at the mapping's where the key is
    // missing.
    void refuse(
        std::string_view key,
        std::string_view code,
        std::string message,
        std::string hint = {},
        discretion how = discretion::open
    );

    [[nodiscard]] std::string path_of(std::string_view key) const;
    [[nodiscard]] bool has(std::string_view key) const;

    // To be called when every key has been asked for.
    void finish();

private:
    std::optional<std::size_t> one_of(
        std::string_view key, std::span<const std::string_view> words, presence needed
    );
    const node* of_kind(
        std::string_view key,
        presence needed,
        std::initializer_list<node_kind> kinds,
        discretion how
    );
    void refuse_kind(
        const node& found, const std::string& path, node_kind expected, discretion how
    );
    void add(base::diagnostic what, std::string path, std::string hint, discretion how);
    [[nodiscard]] std::string code(std::string_view what) const;

    const node* from_;
    std::string path_;
    std::string room_;
    base::diagnostics* problems_;
    discretion how_;
    std::vector<std::string> asked_;
    std::set<std::string, std::less<>> known_;
};

}  // namespace document
