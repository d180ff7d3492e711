#pragma once

#include "base/diagnostic.hpp"
#include "base/nearest_name.hpp"
#include "catalog/vocabulary.hpp"
#include "document/node.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

// Where faults of one file go, with the text of the line they stand in.
class fault_log {
public:
    fault_log(std::string_view file_text, base::diagnostics& problems);

    void add(
        std::string code,
        const document::node& at,
        std::string path,
        std::string message,
        std::string hint = {}
    );
    [[nodiscard]] std::size_t errors() const { return problems_.errors(); }

private:
    std::string_view text_;
    base::diagnostics& problems_;
};

enum class presence { optional, required };

// Reads one mapping strictly: every key is asked for by name, what is missing or of another kind is
// a fault, and `close` reports the keys that nobody asked for. The node and the log must outlive
// it.
class mapping_reader {
public:
    mapping_reader(const document::node& from, std::string path, fault_log& faults);

    // Each gives nothing when the key is not there or is wrong; only the latter, and a missing
    // required key, is a fault.
    std::optional<std::string> text(std::string_view key, presence needed = presence::optional);
    std::optional<bool> flag(std::string_view key, presence needed = presence::optional);
    std::optional<std::vector<std::string>> texts(std::string_view key);
    const document::node* mapping(std::string_view key, presence needed = presence::optional);
    const document::node* anything(std::string_view key);

    // One of the words, or nothing.
    template <class Enum, std::size_t Count>
    std::optional<Enum> choice(
        std::string_view key,
        const std::array<word<Enum>, Count>& words,
        presence needed = presence::optional
    ) {
        const auto written = text(key, needed);
        if (!written) return std::nullopt;
        std::vector<std::string> known;
        for (const auto& each : words) {
            if (each.text == *written) return each.meaning;
            known.emplace_back(each.text);
        }
        unknown_word(key, *written, known);
        return std::nullopt;
    }

    void close();

    void fault(std::string_view key, std::string message, std::string hint = {});
    [[nodiscard]] std::string path_of(std::string_view key) const;
    [[nodiscard]] const document::node& where() const { return from_; }

private:
    const document::node* find(std::string_view key, presence needed);
    const document::node* of_kind(std::string_view key, document::node_kind kind, presence needed);
    void unknown_word(
        std::string_view key, const std::string& written, std::span<const std::string> known
    );

    const document::node& from_;
    std::string path_;
    fault_log& faults_;
    std::vector<std::string> asked_;
};

}  // namespace catalog
