#include "document/yaml.hpp"

#include "document/file_text.hpp"
#include "document/line_guard.hpp"
#include "document/scalar_source.hpp"
#include "document/yaml_complaint.hpp"
#include "document/yaml_composer.hpp"
#include "document/yaml_expander.hpp"
#include "document/yaml_text.hpp"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <spanstream>
#include <utility>

namespace document {
namespace {

// A tab above the place where the parser lost the thread is what it stumbled over, whatever it
// says.
base::diagnostic about(const YAML::Exception& error, const yaml_text& text) {
    const auto line = static_cast<std::uint32_t>(std::max(error.mark.line, 0) + 1);
    const auto column = static_cast<std::uint32_t>(std::max(error.mark.column, 0) + 1);
    if (const auto tab = text.tab_before(line)) {
        auto what = text.problem(tab->line, tab->column, "yaml.tab", std::string(about_tab));
        what.hint = tab_advice;
        return what;
    }
    auto words = in_plain_words(error.msg);
    auto what = text.problem(line, column, "yaml.syntax", std::move(words.message));
    what.hint = std::move(words.hint);
    return what;
}

constexpr std::size_t most_open_brackets = 512;  // in one line; far beyond bounds::depth

bool passes_guard(const yaml_text& text, const bounds& limits, base::diagnostics& problems) {
    const auto excess = first_excess(text.text(), most_open_brackets, limits.nodes / 2);
    if (!excess) return true;
    const auto where = text.place_of(excess->offset);
    const bool deep = excess->of == line_excess::what::brackets;
    problems.add(text.problem(
        where.line,
        where.column,
        deep ? "yaml.too-deep" : "yaml.too-many-values",
        deep ? "this line opens more brackets than any file needs"
             : "this line holds more values than can be read from one line"
    ));
    return false;
}

// The fence for yaml-cpp's exceptions and our own: none leaves.
bool compose(const yaml_text& text, composer& into, base::diagnostics& problems) {
    try {
        std::ispanstream in(std::span<const char>(text.text()));
        YAML::Parser parser(in);
        while (parser.HandleNextDocument(into)) {
        }
        into.finish();
        return true;
    } catch (const stop_reading&) {
        return false;
    } catch (const YAML::Exception& error) {
        problems.add(about(error, text));
        return false;
    }
}

}  // namespace

std::optional<node> read_yaml(
    std::string_view text, std::string_view file, base::diagnostics& problems, const bounds& limits
) {
    const auto errors_before = problems.errors();
    const auto prepared = yaml_text::prepare(text, file, limits.bytes, problems);
    if (!prepared) return std::nullopt;
    if (!passes_guard(*prepared, limits, problems)) return std::nullopt;
    composer composed(*prepared, limits, problems);
    if (!compose(*prepared, composed, problems)) return std::nullopt;
    const auto& tree = composed.tree();
    const bool says_nothing =
        tree.empty() || (tree.size() == 1 && tree[0].kind == raw_kind::scalar &&
                         tree[0].text.empty() && tree[0].style == scalar_style::plain);
    if (says_nothing) {
        problems.add(prepared->problem(
            0, 0, "yaml.empty", "the file is empty: it holds nothing, or nothing but comments"
        ));
        return std::nullopt;
    }
    auto root = expander(tree, *prepared, problems).expand();
    if (problems.errors() != errors_before) return std::nullopt;
    return root;
}

std::optional<node> read_yaml_file(
    const std::filesystem::path& file, base::diagnostics& problems, const bounds& limits
) {
    const auto text = read_file(file, limits.bytes, problems);
    if (!text) return std::nullopt;
    return read_yaml(*text, file.string(), problems, limits);
}

}  // namespace document
