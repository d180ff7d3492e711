#include "document/yaml_composer.hpp"

#include "document/excerpt.hpp"
#include "document/key_path.hpp"
#include "document/scalar_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace document {
namespace {

// More errors than this in one file help nobody.
constexpr std::size_t most_complaints = 50;

raw_node made_at(const YAML::Mark& mark, raw_kind kind) {
    raw_node made;
    made.kind = kind;
    made.line = static_cast<std::uint32_t>(mark.line + 1);
    made.column = static_cast<std::uint32_t>(mark.column + 1);
    return made;
}

// The parser says "?" where nothing is written, and "!" for a text in quotes or as a block.
std::string written_tag(const std::string& tag) {
    return tag == "?" || tag == "!" ? std::string() : tag;
}

}  // namespace

composer::composer(const yaml_text& text, const bounds& limits, base::diagnostics& problems)
    : text_(text), limits_(limits), problems_(problems) {}

void composer::finish() {
    for (auto& each : doubts_) problems_.add(std::move(each));
    doubts_.clear();
}

void composer::OnDocumentStart(const YAML::Mark& mark) {
    if (++documents_ == 1) return;
    const auto line = static_cast<std::uint32_t>(mark.line + 1);
    const auto column = static_cast<std::uint32_t>(mark.column + 1);
    if (has_document_marker(text_.text(), static_cast<std::size_t>(mark.pos))) {
        refuse(
            line,
            column,
            "yaml.several-documents",
            "a second document begins here; a file holds one, so put it into a file of its own"
        );
    }
    refuse(
        line,
        column,
        "yaml.syntax",
        "this does not belong to what stands above: the file's list or value has ended before"
    );
}

void composer::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
    auto made = made_at(mark, raw_kind::scalar);
    const auto offset = static_cast<std::size_t>(mark.pos);
    made.text = null_word_at(text_.text(), offset);
    const auto* key = awaited_key();
    if (key != nullptr && key->line == made.line && key->column == made.column) {
        doubt(about_key(
            *key,
            "yaml.syntax",
            fmt::format("a ':' and a value were expected after {}", in_quotes(key->text))
        ));
    }
    // The parser places what is not there at the next thing that is there.
    if (made.text.empty() && key != nullptr) {
        made.line = key->line;
        made.column = key->column;
    } else if (made.text.empty() && !open_.empty() && !expects_key()) {
        const auto where = text_.place_of(last_mark_before(text_.text(), offset));
        made.line = where.line;
        made.column = where.column;
    }
    attach(std::move(made), anchor);
}

void composer::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
    auto made = made_at(mark, raw_kind::alias);
    made.target = anchors_.at(anchor);
    const bool unfinished =
        std::ranges::any_of(open_, [&](const frame& each) { return each.node == made.target; });
    if (unfinished) {
        refuse(
            made.line,
            made.column,
            "yaml.endless-alias",
            "this alias stands inside the very thing it names, so it would have no end"
        );
    }
    const auto& target = tree_[made.target];
    made.size = target.size;
    made.height = target.height;
    made.merges = target.merges;
    attach(std::move(made), 0);
}

void composer::OnScalar(
    const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value
) {
    auto made = made_at(mark, raw_kind::scalar);
    made.tag = written_tag(tag);
    auto around = quotes::other;
    const auto offset = static_cast<std::size_t>(mark.pos);
    if (tag != "?") {
        const auto written = written_at(text_.text(), offset, value);
        made.style = written.style;
        around = written.around;
        if (tag == "!") made.style = scalar_style::quoted;
        if (written.unterminated) {
            const auto where = text_.place_of(written.start);
            refuse(
                where.line, where.column, "yaml.syntax", "the quote that opens here is never closed"
            );
        }
    }
    made.text = shown_again(value, around);
    const bool in_block = open_.empty() || !open_.back().flow;
    if (in_block && made.style == scalar_style::plain) {
        if (const auto tab = tab_inside_plain(text_.text(), offset, value)) {
            const auto where = text_.place_of(*tab);
            refuse(
                where.line,
                where.column,
                "yaml.tab",
                std::string(about_tab),
                std::string(tab_advice)
            );
        }
    }
    attach(std::move(made), anchor);
}

void composer::OnSequenceStart(
    const YAML::Mark& mark,
    const std::string& tag,
    YAML::anchor_t anchor,
    YAML::EmitterStyle::value style
) {
    open(raw_kind::sequence, mark, tag, anchor, style == YAML::EmitterStyle::Flow);
}

void composer::OnMapStart(
    const YAML::Mark& mark,
    const std::string& tag,
    YAML::anchor_t anchor,
    YAML::EmitterStyle::value style
) {
    open(raw_kind::mapping, mark, tag, anchor, style == YAML::EmitterStyle::Flow);
}

void composer::open(
    raw_kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, bool flow
) {
    auto made = made_at(mark, kind);
    made.tag = written_tag(tag);
    const auto index = attach(std::move(made), anchor);
    const bool inside_flow = !open_.empty() && open_.back().flow;
    open_.push_back({index, flow || inside_flow, {}});
}

void composer::close() {
    auto& closed = tree_[open_.back().node];
    for (const auto child : closed.children) {
        closed.size += tree_[child].size;
        closed.height = std::max(closed.height, tree_[child].height + 1);
        closed.merges = std::max(closed.merges, tree_[child].merges);
    }
    if (closed.kind == raw_kind::mapping) closed.merges = merges_of(closed);
    const auto [line, column] = std::pair(closed.line, closed.column);
    open_.pop_back();
    if (closed.merges > limits_.merges) {
        refuse(
            line,
            column,
            "yaml.merge",
            fmt::format("'<<' merges more than {} levels deep here", limits_.merges)
        );
    }
}

std::size_t composer::merges_of(const raw_node& mapping) const {
    auto levels = mapping.merges;
    for (std::size_t i = 0; i + 1 < mapping.children.size(); i += 2) {
        if (!is_merge_key(tree_[mapping.children[i]])) continue;
        levels = std::max(levels, tree_[mapping.children[i + 1]].merges + 1);
    }
    return levels;
}

std::uint32_t composer::attach(raw_node what, YAML::anchor_t anchor) {
    const auto index = static_cast<std::uint32_t>(tree_.size());
    hold_bounds(what);
    if (expects_key()) check_key(what, index);
    tree_.push_back(std::move(what));
    if (!open_.empty()) tree_[open_.back().node].children.push_back(index);
    if (anchor != 0) {
        if (anchors_.size() <= anchor) anchors_.resize(anchor + 1);
        anchors_[anchor] = index;
    }
    return index;
}

void composer::hold_bounds(const raw_node& what) {
    if (open_.size() + what.height > limits_.depth) {
        refuse(
            what.line,
            what.column,
            "yaml.too-deep",
            fmt::format(
                "lists and mappings are nested more than {} levels deep here", limits_.depth
            )
        );
    }
    nodes_ += what.size;
    if (nodes_ > limits_.nodes) {
        refuse(
            what.line,
            what.column,
            "yaml.too-many-values",
            fmt::format(
                "the file holds more than {} values, each alias counted with all it stands for",
                limits_.nodes
            )
        );
    }
}

void composer::check_key(const raw_node& key, std::uint32_t index) {
    if (key.kind != raw_kind::scalar) {
        doubt(about_key(
            key,
            "yaml.key-not-text",
            "a key has to be a plain word or text, not a list, a mapping or an alias"
        ));
        return;
    }
    if (key.text.empty() && key.style == scalar_style::plain) {
        doubt(about_key(key, "yaml.key-not-text", "a key was expected before the ':'"));
        return;
    }
    const auto [first, is_new] = open_.back().keys.try_emplace(key.text, index);
    if (is_new) return;
    const auto& other = tree_[first->second];
    problems_.add(about_key(
        key,
        "yaml.duplicate-key",
        fmt::format(
            "the key {} is given twice in one mapping: first in line {}, column {}, and here again",
            in_quotes(key.text),
            other.line,
            other.column
        )
    ));
    if (++duplicates_ >= most_complaints) throw stop_reading{};
}

bool composer::expects_key() const {
    if (open_.empty()) return false;
    const auto& parent = tree_[open_.back().node];
    return parent.kind == raw_kind::mapping && parent.children.size() % 2 == 0;
}

const raw_node* composer::awaited_key() const {
    if (open_.empty()) return nullptr;
    const auto& parent = tree_[open_.back().node];
    if (parent.kind != raw_kind::mapping || parent.children.size() % 2 == 0) return nullptr;
    return &tree_[parent.children.back()];
}

// An open container inside another one is the last child of that other one already: a value, or
// (refused in the end) a key.
std::string composer::path() const {
    std::string made;
    for (const auto& each : open_) {
        const bool innermost = &each == &open_.back();
        const auto& children = tree_[each.node].children;
        const bool key_is_last = children.size() % 2 == 1;
        if (tree_[each.node].kind == raw_kind::sequence) {
            made = path_of_item(made, children.size() - (innermost ? 0 : 1));
        } else if (innermost == key_is_last && !children.empty()) {
            const auto key = children[children.size() - (innermost ? 1 : 2)];
            made = path_of_key(made, tree_[key].text);
        }
    }
    return made;
}

void composer::doubt(base::diagnostic what) {
    if (doubts_.size() < most_complaints) doubts_.push_back(std::move(what));
}

base::diagnostic composer::about_key(const raw_node& key, std::string code, std::string message)
    const {
    auto made = text_.problem(key.line, key.column, std::move(code), std::move(message));
    made.path = key.text.empty() || !expects_key() ? path() : path_of_key(path(), key.text);
    return made;
}

void composer::refuse(
    std::uint32_t line,
    std::uint32_t column,
    std::string code,
    std::string message,
    std::string hint
) {
    auto made = text_.problem(line, column, std::move(code), std::move(message));
    made.path = path();
    made.hint = std::move(hint);
    problems_.add(std::move(made));
    throw stop_reading{};
}

}  // namespace document
