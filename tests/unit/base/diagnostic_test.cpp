#include "base/diagnostic.hpp"

#include "base/failure.hpp"

#include <boost/test/unit_test.hpp>

namespace {

base::diagnostic at(
    const char* file, std::uint32_t line, std::uint32_t column, const char* message
) {
    base::diagnostic made;
    made.message = message;
    made.where = {std::make_shared<const std::string>(file), line, column};
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(diagnostic)

BOOST_AUTO_TEST_CASE(sorts_by_file_line_and_column) {
    base::diagnostics all;
    all.add(at("b.yaml", 1, 1, "third"));
    all.add(at("a.yaml", 10, 2, "second"));
    all.add(at("a.yaml", 2, 9, "first"));
    const auto sorted = all.sorted();
    BOOST_TEST(sorted[0].message == "first");
    BOOST_TEST(sorted[1].message == "second");
    BOOST_TEST(sorted[2].message == "third");
}

BOOST_AUTO_TEST_CASE(counts_errors_and_not_warnings) {
    base::diagnostics all;
    auto warning = at("a.yaml", 1, 1, "odd");
    warning.level = base::severity::warning;
    all.add(warning);
    BOOST_TEST(!all.has_errors());
    all.add(at("a.yaml", 1, 1, "wrong"));
    BOOST_TEST(all.errors() == 1U);
}

BOOST_AUTO_TEST_CASE(shows_place_path_line_caret_and_hint) {
    auto what = at("p.yaml", 3, 5, "unknown key 'showDecline'");
    what.path = "spec.steps[0].with";
    what.hint = "did you mean 'showDeclined'?";
    what.line_text = "    showDecline: Y";
    BOOST_TEST(
        base::to_text(what) ==
        "p.yaml:3:5: error: unknown key 'showDecline' [spec.steps[0].with]\n"
        "        showDecline: Y\n"
        "        ^\n"
        "  did you mean 'showDeclined'?"
    );
}

BOOST_AUTO_TEST_CASE(a_caret_counts_characters_and_keeps_tabs) {
    auto what = at("p.yaml", 1, 6, "odd");
    what.line_text =
        "\tдx: y";  // a tab, a letter of two bytes, then the key's value at byte column 6
    BOOST_TEST(base::to_text(what) == "p.yaml:1:6: error: odd\n    \tдx: y\n    \t   ^");
}

BOOST_AUTO_TEST_CASE(what_a_file_holds_cannot_steer_the_terminal) {
    auto what = at("p\x1b[2J.yaml", 1, 4, "unknown key 'a\x1b[31m\r\nb\x7f\xC2\x9B'");
    what.path = std::string("a\0b", 3);
    what.hint = "did you mean 'c\n'?";
    what.line_text = "\x1b:\tx";
    BOOST_TEST(
        base::to_text(what) ==
        "p?[2J.yaml:1:4: error: unknown key 'a?[31m??b?·' [a?b]\n"
        "    ?:\tx\n"
        "      \t^\n"
        "  did you mean 'c?'?"
    );
}

BOOST_AUTO_TEST_CASE(a_very_long_key_is_cut_between_two_characters) {
    std::string long_key;
    while (long_key.size() < 5000) long_key += "д";
    auto what = at("p.yaml", 1, 1, ("x" + long_key).c_str());
    what.path = "x" + long_key;
    const auto text = base::to_text(what);
    BOOST_TEST(text.starts_with("p.yaml:1:1: error: xд"));
    BOOST_TEST(text.contains("д... [xд"));
    BOOST_TEST(text.ends_with("д...]"));
    BOOST_TEST(text.size() < 1200U);
}

BOOST_AUTO_TEST_CASE(a_failure_names_every_layer_once) {
    const base::failure inner{
        std::make_error_code(std::errc::no_space_on_device), "appending outcome of job 17"
    };
    BOOST_TEST(
        base::describe(inner.within("writing the journal")) ==
        "writing the journal: appending outcome of job 17: No space left on device"
    );
}

BOOST_AUTO_TEST_SUITE_END()
