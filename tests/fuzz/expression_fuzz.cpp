#include "document/node.hpp"
#include "input.hpp"
#include "policy/evaluate.hpp"
#include "policy/parse_expression.hpp"
#include "policy/read_recipe.hpp"
#include "policy/user_names.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace {

// How often parentheses and the like stand in one another, as the user counts, and how many
// operands there are at all: both follow from the bounds of the parser.
std::size_t count(const policy::expression& what) {
    std::size_t all = 1;
    for (const auto& each : what.operands) all += count(each);
    return all;
}

std::size_t depth(const policy::expression& what) {
    std::size_t deepest = 0;
    for (const auto& each : what.operands) deepest = std::max(deepest, depth(each));
    return deepest + 1;
}

void expect_bounded(const policy::expression& what) {
    fuzz::expect(count(what) <= policy::longest_expression);
    // A chain of operators (a or b or c) is as deep as it is long.
    fuzz::expect(depth(what) <= policy::longest_expression);
}

const policy::facts& known_facts() {
    static const policy::facts known{
        "acme", "https://acme.example", {{"SEASON", "winter"}, {"UNSET", std::nullopt}}
    };
    return known;
}

const model::user& one_user() {
    static const model::user who{
        model::user_id(17),
        "ann@acme.example",
        {{"id", 17},
         {"email", "ann@acme.example"},
         {"name", "Ann Smith"},
         {"active", true},
         {"floor", 4.5},
         {"teams", model::array{"red", "blue"}},
         {"address", model::object{{"city", "Riga"}}},
         {"phone", nullptr}},
        {}
    };
    return who;
}

std::vector<policy::variable> variables() {
    std::vector<policy::variable> made(2);
    made[0].name = "minutes";
    made[0].value.constant = 15;
    made[1].name = "title";
    made[1].value.constant = "Meetings";
    return made;
}

document::node scalar_of(std::string_view text) {
    document::node made;
    made.kind = document::node_kind::text;
    made.text = text;
    made.where = {std::make_shared<const std::string>("p.yaml"), 1, 1};
    return made;
}

// What `when` does with the text: read, bound to its names, decided for one user.
void as_condition(const document::node& written, policy::reporter& report) {
    static const auto known = variables();
    policy::variable_names names({"minutes", "title"}, known_facts());
    const auto read = policy::read_expression(written, "spec.when", names, report);
    if (!read) return;
    expect_bounded(read->what);
    policy::user_names found(&one_user(), known);
    const auto before = found.allowed.left();
    if (auto value = policy::evaluate(read->what, found))
        fuzz::expect(policy::cost_of(value->get()) <= before);
    else
        fuzz::expect(value.error().at <= written.text.size());
    (void)policy::decide(read->what, found);
}

// What a step's key does with it: a text with placeholders.
void as_value(const document::node& written, policy::reporter& report) {
    static const auto known = variables();
    policy::variable_names names({"minutes", "title"}, known_facts());
    const auto read = policy::read_recipe(written, "spec.steps[0].with.name", names, report);
    if (!read) return;
    policy::user_names found(&one_user(), known);
    const auto before = found.allowed.left();
    const auto value = policy::make(*read, found);
    if (value) fuzz::expect(policy::cost_of(value->get()) <= before + written.text.size());
}

}  // namespace

// The text as a condition and as a value with placeholders.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    if (document::first_bad_utf8(text)) return 0;  // no file with it is read
    const auto parsed = policy::parse_expression(text);
    if (parsed)
        expect_bounded(*parsed);
    else
        fuzz::expect(parsed.error().at <= text.size());

    const auto written = scalar_of(text);
    base::diagnostics problems;
    const policy::source_text source("p.yaml", text);
    policy::reporter report(source, problems);
    as_condition(written, report);
    as_value(written, report);
    fuzz::expect_printable(problems);
    return 0;
}
