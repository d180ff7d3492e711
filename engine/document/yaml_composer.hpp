#pragma once

#include "document/raw_tree.hpp"
#include "document/yaml.hpp"
#include "document/yaml_text.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <string>
#include <unordered_map>
#include <vector>

namespace document {

// Thrown by the composer through the parser when there is no use in reading on; the reason is in
// the problems already. Never leaves read_yaml.
struct stop_reading {};

// Takes the parser's events and builds the raw tree of the one document. Holds the bounds while it
// goes (an alias is weighed, not copied, so a file that would expand without end costs nothing) and
// refuses duplicate keys and what the parser lets pass although it is no YAML.
class composer final : public YAML::EventHandler {
public:
    composer(const yaml_text& text, const bounds& limits, base::diagnostics& problems);

    // To be called once the parser has come to the end without complaint.
    void finish();

    [[nodiscard]] const raw_tree& tree() const noexcept { return tree_; }

    void OnDocumentStart(const YAML::Mark& mark) override;
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnScalar(
        const YAML::Mark& mark,
        const std::string& tag,
        YAML::anchor_t anchor,
        const std::string& value
    ) override;
    void OnSequenceStart(
        const YAML::Mark& mark,
        const std::string& tag,
        YAML::anchor_t anchor,
        YAML::EmitterStyle::value style
    ) override;
    void OnSequenceEnd() override { close(); }
    void OnMapStart(
        const YAML::Mark& mark,
        const std::string& tag,
        YAML::anchor_t anchor,
        YAML::EmitterStyle::value style
    ) override;
    void OnMapEnd() override { close(); }

private:
    // A container that is still open.
    struct frame {
        std::uint32_t node = 0;
        bool flow = false;
        std::unordered_map<std::string, std::uint32_t> keys;  // of a mapping, and where they stand
    };

    void open(
        raw_kind kind,
        const YAML::Mark& mark,
        const std::string& tag,
        YAML::anchor_t anchor,
        bool flow
    );
    void close();
    std::uint32_t attach(raw_node what, YAML::anchor_t anchor);
    void hold_bounds(const raw_node& what);
    void check_key(const raw_node& key, std::uint32_t index);
    [[nodiscard]] std::size_t merges_of(const raw_node& mapping) const;
    [[nodiscard]] const raw_node* awaited_key() const;
    [[nodiscard]] bool expects_key() const;
    [[nodiscard]] std::string path() const;

    void doubt(base::diagnostic what);
    [[nodiscard]] base::diagnostic about_key(
        const raw_node& key, std::string code, std::string message
    ) const;
    [[noreturn]] void refuse(
        std::uint32_t line,
        std::uint32_t column,
        std::string code,
        std::string message,
        std::string hint = {}
    );

    const yaml_text& text_;
    const bounds& limits_;
    base::diagnostics& problems_;
    raw_tree tree_;
    std::vector<frame> open_;
    std::vector<std::uint32_t> anchors_;  // by number; the parser counts them from 1
    std::size_t nodes_ = 0;
    std::size_t documents_ = 0;
    std::size_t duplicates_ = 0;
    // What may turn out to be the parser's guess rather than the user's mistake: inside brackets
    // that are never closed it tells of keys that nobody wrote. Said only when it came to the end.
    std::vector<base::diagnostic> doubts_;
};

}  // namespace document
