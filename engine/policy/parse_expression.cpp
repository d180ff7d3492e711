#include "policy/parse_expression.hpp"

#include "base/nearest_name.hpp"
#include "policy/functions.hpp"
#include "policy/tokens.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>
#include <utility>

namespace policy {
namespace {

constexpr std::array roots{
    path_root::user, path_root::vars, path_root::steps, path_root::portal, path_root::env
};

using parsed = std::expected<expression, fault>;

// From the loosest to the tightest: or, and, not, comparison (never chained), ??, a value.
class parser {
public:
    parser(std::string_view text, std::size_t from) : text_(text), begin_(from), next_(from) {}

    parsed read_until(token_kind end) {
        if (auto first = advance(); !first) return std::unexpected(first.error());
        auto whole = read_either();
        if (!whole) return whole;
        if (current_.kind == end) return whole;
        return unexpected_token(
            end == token_kind::close_brace ? "the placeholder's closing brace '}'" : "an operator"
        );
    }

    // Behind the last token that was read.
    [[nodiscard]] std::size_t end() const { return next_; }

private:
    std::expected<void, fault> advance() {
        auto read = next_token(text_, next_);
        if (!read) return std::unexpected(read.error());
        current_ = std::move(*read);
        next_ = current_.at + current_.size;
        if (next_ - begin_ <= longest_expression) return {};
        return beyond(fmt::format("{} bytes long", longest_expression), begin_);
    }

    [[nodiscard]] bool at_word(std::string_view word) const {
        return current_.kind == token_kind::name && current_.word == word;
    }

    [[nodiscard]] std::unexpected<fault> wrong(
        std::size_t at, std::string message, std::string hint = ""
    ) const {
        return std::unexpected(fault{fault_kind::syntax, at, std::move(message), std::move(hint)});
    }

    [[nodiscard]] std::unexpected<fault> unexpected_token(std::string_view wanted) const {
        return wrong(current_.at, fmt::format("expected {}, found {}", wanted, describe(current_)));
    }

    static expression operation_of(operation what, std::uint32_t at, expression left) {
        expression made;
        made.what = what;
        made.at = at;
        made.operands.push_back(std::move(left));
        return made;
    }

    // The operator was the current token: reads what stands right of it and joins the two.
    template <class Reader>
    parsed join_with(operation what, expression left, Reader read_right) {
        auto made = operation_of(what, current_.at, std::move(left));
        if (auto next = advance(); !next) return std::unexpected(next.error());
        auto right = (this->*read_right)();
        if (!right) return right;
        made.operands.push_back(std::move(*right));
        return made;
    }

    parsed read_either() {
        auto left = read_both();
        while (left && at_word("or"))
            left = join_with(operation::either, std::move(*left), &parser::read_both);
        return left;
    }

    parsed read_both() {
        auto left = read_negation();
        while (left && at_word("and"))
            left = join_with(operation::both, std::move(*left), &parser::read_negation);
        return left;
    }

    parsed read_negation() {
        if (!at_word("not")) return read_comparison();
        const auto at = current_.at;
        if (auto next = advance(); !next) return std::unexpected(next.error());
        const deeper level(*this);
        if (level.too_deep()) return too_deep(at);
        auto inner = read_negation();
        if (!inner) return inner;
        return operation_of(operation::negation, at, std::move(*inner));
    }

    [[nodiscard]] std::optional<operation> comparison() const {
        switch (current_.kind) {
            case token_kind::equal:
                return operation::equal;
            case token_kind::not_equal:
                return operation::not_equal;
            case token_kind::less:
                return operation::less;
            case token_kind::at_most:
                return operation::at_most;
            case token_kind::greater:
                return operation::greater;
            case token_kind::at_least:
                return operation::at_least;
            default:
                break;
        }
        if (at_word("in")) return operation::contained;
        if (at_word("not")) return operation::not_contained;
        if (at_word("matches")) return operation::matches;
        return std::nullopt;
    }

    parsed read_comparison() {
        auto left = read_otherwise();
        const auto what = left ? comparison() : std::nullopt;
        if (!what) return left;
        if (*what == operation::not_contained) {
            if (auto next = advance(); !next) return std::unexpected(next.error());
            if (!at_word("in")) return unexpected_token("'in' after 'not'");
        }
        auto made = join_with(*what, std::move(*left), &parser::read_otherwise);
        if (made && comparison())
            return wrong(
                current_.at,
                "comparisons cannot be chained",
                "join them with 'and', or use parentheses"
            );
        return made;
    }

    parsed read_otherwise() {
        auto left = read_value();
        while (left && current_.kind == token_kind::otherwise)
            left = join_with(operation::otherwise, std::move(*left), &parser::read_value);
        return left;
    }

    parsed read_value() {
        switch (current_.kind) {
            case token_kind::number:
            case token_kind::text:
                return read_literal(std::move(current_.literal));
            case token_kind::name:
                return read_name();
            case token_kind::open_parenthesis:
                return read_parentheses();
            case token_kind::open_bracket:
                return read_list();
            default:
                return unexpected_token("a value");
        }
    }

    parsed read_literal(model::value value) {
        expression made;
        made.at = current_.at;
        made.literal = std::move(value);
        if (auto next = advance(); !next) return std::unexpected(next.error());
        return made;
    }

    parsed read_parentheses() {
        const deeper level(*this);
        if (level.too_deep()) return too_deep(current_.at);
        if (auto next = advance(); !next) return std::unexpected(next.error());
        auto inner = read_either();
        if (!inner) return inner;
        if (current_.kind != token_kind::close_parenthesis)
            return unexpected_token("an operator or ')'");
        if (auto next = advance(); !next) return std::unexpected(next.error());
        return inner;
    }

    parsed read_list() {
        expression made;
        made.what = operation::list;
        made.at = current_.at;
        auto items = read_items(token_kind::close_bracket, "',' or ']'");
        if (!items) return std::unexpected(items.error());
        made.operands = std::move(*items);
        return made;
    }

    // From the opening token to behind the closing one.
    std::expected<std::vector<expression>, fault> read_items(
        token_kind close, std::string_view wanted
    ) {
        const deeper level(*this);
        if (level.too_deep()) return too_deep(current_.at);
        std::vector<expression> items;
        if (auto next = advance(); !next) return std::unexpected(next.error());
        while (current_.kind != close) {
            auto item = read_either();
            if (!item) return std::unexpected(item.error());
            items.push_back(std::move(*item));
            if (current_.kind == close) break;
            if (current_.kind != token_kind::comma) return unexpected_token(wanted);
            if (auto next = advance(); !next) return std::unexpected(next.error());
        }
        if (auto next = advance(); !next) return std::unexpected(next.error());
        return items;
    }

    parsed read_name() {
        if (at_word("true")) return read_literal(true);
        if (at_word("false")) return read_literal(false);
        if (at_word("null")) return read_literal(nullptr);
        for (const auto word : {"and", "or", "in", "not", "matches"})
            if (at_word(word)) return unexpected_token("a value");
        const auto name = current_;
        if (auto next = advance(); !next) return std::unexpected(next.error());
        if (current_.kind == token_kind::open_parenthesis) return read_call(name);
        return read_path(name);
    }

    parsed read_call(const token& name) {
        expression made;
        made.what = operation::call;
        made.at = name.at;
        const auto* found = find_function(name.word);
        if (found == nullptr) return unknown_function(name);
        made.callee = found->which;
        auto items = read_items(token_kind::close_parenthesis, "',' or ')'");
        if (!items) return std::unexpected(items.error());
        if (items->size() != found->parameters)
            return wrong(
                name.at,
                fmt::format(
                    "{} takes {} value{}, here are {}",
                    found->name,
                    found->parameters,
                    found->parameters == 1 ? "" : "s",
                    items->size()
                )
            );
        made.operands = std::move(*items);
        return made;
    }

    parsed unknown_function(const token& name) const {
        const auto known = function_names();
        const auto near = base::nearest_name(name.word, known);
        return wrong(
            name.at,
            fmt::format("unknown function '{}'", name.word),
            near ? fmt::format("did you mean '{}'?", *near)
                 : fmt::format("known are {}", fmt::join(known, ", "))
        );
    }

    parsed read_path(const token& first) {
        expression made;
        made.what = operation::path;
        made.at = first.at;
        const auto root = root_of(first);
        if (!root) return std::unexpected(root.error());
        made.root = *root;
        while (current_.kind == token_kind::dot || current_.kind == token_kind::open_bracket) {
            auto name = read_member();
            if (!name) return std::unexpected(name.error());
            made.names.push_back(std::move(*name));
        }
        if (made.names.empty())
            return wrong(
                first.at,
                fmt::format("'{}' alone is no value", first.word),
                fmt::format("name what you mean: {}.NAME", first.word)
            );
        return made;
    }

    std::expected<path_root, fault> root_of(const token& first) const {
        std::vector<std::string> known;
        for (const auto each : roots) {
            if (to_string(each) == first.word) return each;
            known.emplace_back(to_string(each));
        }
        const auto near = base::nearest_name(first.word, known);
        return wrong(
            first.at,
            fmt::format("unknown name '{}'", first.word),
            near ? fmt::format("did you mean '{}'?", *near)
                 : fmt::format(
                       "a name begins with user., vars., steps., portal. or env.; a text stands in "
                       "quotes: '{}'",
                       first.word
                   )
        );
    }

    // `.name`, or `["a name with spaces"]`.
    std::expected<std::string, fault> read_member() {
        const bool bracket = current_.kind == token_kind::open_bracket;
        if (auto next = advance(); !next) return std::unexpected(next.error());
        if (current_.kind != (bracket ? token_kind::text : token_kind::name))
            return unexpected_token(bracket ? "a name in quotes" : "a name after '.'");
        auto name =
            bracket ? std::string(current_.literal.as_string()) : std::string(current_.word);
        if (auto next = advance(); !next) return std::unexpected(next.error());
        if (!bracket) return name;
        if (current_.kind != token_kind::close_bracket) return unexpected_token("']'");
        if (auto next = advance(); !next) return std::unexpected(next.error());
        return name;
    }

    // Counts how deep the reading stands, so that no text can exhaust the stack.
    class deeper {
    public:
        explicit deeper(parser& which) : which_(which) { ++which_.depth_; }
        deeper(const deeper&) = delete;
        deeper& operator=(const deeper&) = delete;
        ~deeper() { --which_.depth_; }
        [[nodiscard]] bool too_deep() const { return which_.depth_ > deepest_expression; }

    private:
        parser& which_;
    };

    static std::unexpected<fault> beyond(std::string_view bound, std::size_t at) {
        return std::unexpected(
            fault{fault_kind::bound, at, fmt::format("an expression may be {} at most", bound), ""}
        );
    }

    static std::unexpected<fault> too_deep(std::size_t at) {
        return beyond(fmt::format("{} levels deep", deepest_expression), at);
    }

    std::string_view text_;
    std::size_t begin_;
    std::size_t next_;
    token current_;
    std::size_t depth_ = 0;
};

}  // namespace

std::expected<expression, fault> parse_expression(std::string_view text) {
    return parser(text, 0).read_until(token_kind::end);
}

std::expected<placeholder, fault> parse_placeholder(std::string_view text, std::size_t from) {
    parser reading(text, from);
    auto what = reading.read_until(token_kind::close_brace);
    if (!what) return std::unexpected(what.error());
    return placeholder{std::move(*what), reading.end()};
}

}  // namespace policy
