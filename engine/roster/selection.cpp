#include "roster/selection.hpp"

#include "document/excerpt.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace roster {
namespace {

// A word between two separators, without quotes, and where it begins.
struct word {
    std::string text;
    std::size_t at = 0;
};

class selection_parser {
public:
    selection_parser(std::string_view text, std::string_view flag, base::diagnostics& problems)
        : text_(text),
          shown_(document::shown_line(text, 1)),
          flag_(std::make_shared<const std::string>(flag)),
          problems_(problems) {}

    std::vector<selection::term> parse() {
        std::vector<selection::term> made;
        if (text_.find_first_not_of(' ') == std::string_view::npos) {
            refuse(0, *flag_ + " is empty", "leave it out to take every user of the roster");
            return made;
        }
        for (const auto& each : words()) add_term(made, each);
        if (problems_.errors() == before_ && !starts_somewhere(made))
            refuse(
                0,
                *flag_ + " takes nobody: it only restricts",
                "begin with whom it takes, as in: all:" + std::string(text_)
            );
        return made;
    }

private:
    std::vector<word> words() {
        std::vector<word> found(1);
        std::size_t quote = std::string_view::npos;
        for (std::size_t at = 0; at < text_.size(); ++at) {
            const char c = text_[at];
            const bool quoted = quote != std::string_view::npos;
            if (c == '"') {
                // An empty pair stays: it is a value that is empty on purpose.
                if (quoted && quote + 1 == at) found.back().text += "\"\"";
                quote = quoted ? std::string_view::npos : at;
            } else if (!quoted && (c == ':' || c == ',')) {
                found.push_back({{}, at + 1});
            } else {
                found.back().text += c;
            }
        }
        if (quote != std::string_view::npos) {
            refuse(quote, "this quote is never closed", "");
            return {};
        }
        return found;
    }

    void add_term(std::vector<selection::term>& to, const word& from) {
        selection::term made;
        std::string_view rest = from.text;
        auto at = from.at;
        const auto skip_blanks = [&] {
            while (!rest.empty() && rest.front() == ' ') {
                rest.remove_prefix(1);
                ++at;
            }
        };
        skip_blanks();
        if (!rest.empty() && (rest.front() == '&' || rest.front() == '!')) {
            made.how = rest.front() == '&' ? selection::sign::require : selection::sign::leave_out;
            rest.remove_prefix(1);
            ++at;
            skip_blanks();
        }
        while (!rest.empty() && rest.back() == ' ') rest.remove_suffix(1);
        if (rest.empty()) {
            refuse(
                std::min(at, text_.size()),
                made.how == selection::sign::take ? "a name is missing here"
                                                  : "a name is missing after this sign",
                "as in: sales:&moscow:!interns"
            );
            return;
        }
        made.where = place(at);
        auto atom = read_atom(rest, made.where, shown_, problems_);
        if (!atom) return;
        made.what = std::move(*atom);
        to.push_back(std::move(made));
    }

    static bool starts_somewhere(const std::vector<selection::term>& terms) {
        return std::ranges::find(terms, selection::sign::take, &selection::term::how) !=
               terms.end();
    }

    [[nodiscard]] base::source_pos place(std::size_t at) const {
        return {flag_, 1, static_cast<std::uint32_t>(at + 1)};
    }

    void refuse(std::size_t at, std::string message, std::string hint) {
        base::diagnostic what;
        what.code = "selection.syntax";
        what.message = std::move(message);
        what.where = place(at);
        what.line_text = shown_;
        what.hint = std::move(hint);
        problems_.add(std::move(what));
    }

    std::string_view text_;
    std::string shown_;
    std::shared_ptr<const std::string> flag_;
    base::diagnostics& problems_;
    std::size_t before_ = problems_.errors();
};

}  // namespace

std::optional<selection> selection::read(
    std::string_view text, std::string_view flag, base::diagnostics& problems
) {
    const auto before = problems.errors();
    selection made;
    made.text_ = text;
    made.flag_ = flag;
    made.terms_ = selection_parser(text, flag, problems).parse();
    if (problems.errors() != before) return std::nullopt;
    return made;
}

std::string with_lists_in(const std::string& folder, std::string_view selection) {
    if (folder.contains('"')) return std::string(selection);
    std::string made;
    bool quoted = false;
    bool begins = true;  // a term, where only blanks, a quote and its sign have stood so far
    for (std::size_t at = 0; at < selection.size(); ++at) {
        const char c = selection[at];
        made += c;
        if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == ':' || c == ',')) {
            begins = true;
        } else if (c != ' ' && c != '&' && c != '!') {
            const auto name = selection.find_first_not_of('"', at + 1);
            const bool relative = name != std::string_view::npos && selection[name] != '/';
            if (begins && c == '@' && relative)
                made += quoted ? folder + '/' : '"' + folder + "/\"";
            begins = false;
        }
    }
    return made;
}

bool selection::picks(const model::user& who) const {
    bool taken = false;
    for (const auto& each : terms_) {
        const bool fits = each.what.names(who);
        switch (each.how) {
            case sign::take:
                taken |= fits;
                break;
            case sign::require:
                if (!fits) return false;
                break;
            case sign::leave_out:
                if (fits) return false;
                break;
        }
    }
    return taken;
}

}  // namespace roster
