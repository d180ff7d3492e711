#include "portal-sim/core/references.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <vector>

namespace {

namespace json = boost::json;
using namespace portal_sim;

batch_results some_results() {
    batch_results results;
    results.result = json::parse(R"({
        "id": 17, "ok": true, "text": "abc", "list": [{"ID":"5"},{"ID":"6"}],
        "row": {"a": {"b": 2.5}, "none": null}})")
                         .as_object();
    results.error = json::parse(R"({"bad": {"error": "X"}})").as_object();
    results.total = json::parse(R"({"list": 2})").as_object();
    results.next = json::parse(R"({"list": 50})").as_object();
    results.time = json::parse(R"({"id": {"duration": 1}})").as_object();
    return results;
}

struct row {
    const char* text;
    const char* untouched;
    const char* raw;
};

json::value resolved(std::string_view text, reference_style style) {
    json::value parameters{{"deep", json::array{text}}};
    resolve_references(parameters, some_results(), style);
    return parameters.at("deep").at(0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(references)

BOOST_AUTO_TEST_CASE(texts_are_replaced_as_the_portal_replaces_them) {
    const std::vector<row> rows{
        {"plain", R"("plain")", R"("plain")"},
        {"$result[id]", "17", "17"},
        {"$result[ok]", "true", "true"},
        {"$result[list][1][ID]", R"("6")", R"("6")"},
        {"$result[list]", R"([{"ID":"5"},{"ID":"6"}])", R"([{"ID":"5"},{"ID":"6"}])"},
        {"$result[row][a][b]", "2.5", "2.5"},
        {"$error[bad][error]", R"("X")", R"("X")"},
        {"$total[list]", "2", "2"},
        {"$next[list]", "50", "50"},
        {"$time[id][duration]", "1", "1"},
        // Missing steps: the deepest value that was found.
        {"$result[list][7][ID]", R"([{"ID":"5"},{"ID":"6"}])", R"([{"ID":"5"},{"ID":"6"}])"},
        {"$result[row][none][x]", R"({"a":{"b":2.5},"none":null})", R"({"a":{"b":2.5},"none":null})"
        },
        {"$error[missing]", R"({"bad":{"error":"X"}})", R"({"bad":{"error":"X"}})"},
        // A step into a text is one of its letters.
        {"$result[text][0]", R"("a")", R"("a")"},
        {"$result[text][9]", R"("abc")", R"("abc")"},
        // Everything up to the next space belongs to one path.
        {"$result[id],$result[ok]", "17", "17"},
        {"$result[row][a]-x[b]", "2.5", "2.5"},
        // Capitals match and are then looked up in vain.
        {"$RESULT[id]", "null", "null"},
        // Within longer text.
        {"no $result[id] yes", R"("no 17 yes")", R"("no 17 yes")"},
        {"no $result[ok] yes", R"("no $result[ok] yes")", R"("no 1 yes")"},
        {"no $result[list] yes", R"("no $result[list] yes")", R"("no Array yes")"},
        {"$result[id] $result[text]", R"("17 abc")", R"("17 abc")"},
        // No group, no reference.
        {"$result", R"("$result")", R"("$result")"},
        {"$result[]", R"("$result[]")", R"("$result[]")"},
        {"5$ [id]", R"("5$ [id]")", R"("5$ [id]")"},
        {"$other[id]", R"("$other[id]")", R"("$other[id]")"},
    };
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.text) {
            BOOST_TEST(
                resolved(row.text, reference_style::untouched) == json::parse(row.untouched)
            );
            BOOST_TEST(resolved(row.text, reference_style::raw) == json::parse(row.raw));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
