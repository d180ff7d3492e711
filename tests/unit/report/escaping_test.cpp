#include "report/escaping.hpp"

#include <boost/test/unit_test.hpp>

#include <span>
#include <string>

namespace {

struct row {
    const char* name;
    std::string_view raw;
    std::string_view expected;
};

void check(std::span<const row> rows, std::string (*escape)(std::string_view)) {
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(escape(each.raw) == each.expected);
        }
    }
}

using namespace std::string_view_literals;

constexpr row csv_rows[] = {
    {"plain", "Anna", "Anna"},
    {"empty", "", ""},
    {"comma", "a,b", "\"a,b\""},
    {"quote", "say \"hi\"", "\"say \"\"hi\"\"\""},
    {"line feed", "a\nb", "\"a\nb\""},
    {"carriage return", "a\rb", "\"a\rb\""},
    {"equals", "=1+1", "'=1+1"},
    {"plus", "+49 30 1", "'+49 30 1"},
    {"minus", "-1", "'-1"},
    {"at", "@SUM(A1)", "'@SUM(A1)"},
    {"tab", "\tx", "'\tx"},
    {"leading carriage return", "\r=1", "\"'\r=1\""},
    {"leading line feed", "\n=1", "\"'\n=1\""},
    {"a formula with a comma", "=SUM(1,2)", "\"'=SUM(1,2)\""},
    {"a formula in quotes", "=\"x\"", "\"'=\"\"x\"\"\""},
    {"an equals sign inside is harmless", "a=b", "a=b"},
    {"a terminal's escape", "a\x1b[2J", "a\xEF\xBF\xBD[2J"},
    {"NUL",
     "a\0b"sv,
     "a\xEF\xBF\xBD"
     "b"},
    {"not UTF-8", "a\xFFz", "a\xEF\xBF\xBDz"},
    {"Cyrillic", "Анна", "Анна"},
};

constexpr row xml_rows[] = {
    {"markup", "<a href='x'>&\"</a>", "&lt;a href=&#39;x&#39;&gt;&amp;&quot;&lt;/a&gt;"},
    {"the end of CDATA", "]]>", "]]&gt;"},
    {"C0 controls vanish", "a\x01\x08\x0B\x0C\x1F\x1B[2Jz", "a[2Jz"},
    {"NUL vanishes", "a\0z"sv, "az"},
    {"DEL and C1 vanish", "a\x7F\xC2\x9Bz", "az"},
    {"white space becomes references", "a\tb\nc\rd", "a&#9;b&#10;c&#13;d"},
    {"noncharacters vanish", "a\xEF\xBF\xBE\xEF\xBF\xBFz", "az"},
    {"a surrogate", "a\xED\xA0\x80z", "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz"},
    {"emoji", "😀", "😀"},
};

constexpr row html_rows[] = {
    {"a script", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
    {"out of an attribute", "\" onload='x'", "&quot; onload=&#39;x&#39;"},
    {"an entity stays text", "&lt;", "&amp;lt;"},
    {"controls are shown as such", "a\x1Bz", "a\xEF\xBF\xBDz"},
    {"a reversed text is not", "\u202Egpj.exe", "\xEF\xBF\xBDgpj.exe"},
    {"a cut sequence cannot swallow a quote", "\xE2\"", "\xEF\xBF\xBD&quot;"},
    {"a line break survives", "a\nb", "a\nb"},
};

constexpr row terminal_rows[] = {
    {"a colour", "\x1b[31mred", "\xEF\xBF\xBD[31mred"},
    {"a title through C1",
     "\xC2\x9D"
     "0;x\x07",
     "\xEF\xBF\xBD"
     "0;x\xEF\xBF\xBD"},
    {"a forged line", "ok\r\nFAILED 0", "ok  FAILED 0"},
    {"a reversed text",
     "a\u202Eb",
     "a\xEF\xBF\xBD"
     "b"},
    {"Cyrillic", "Анна", "Анна"},
};

constexpr row markdown_rows[] = {
    {"out of a cell", "a|b", "a\\|b"},
    {"a link", "[x](http://y)", "\\[x\\]\\(http://y\\)"},
    {"an image", "![x](y)", "\\!\\[x\\]\\(y\\)"},
    {"HTML", "<b>", "&lt;b&gt;"},
    {"code and emphasis", "`a` *b* _c_", "\\`a\\` \\*b\\* \\_c\\_"},
    {"a new line", "a\nb", "a b"},
    {"a backslash", "a\\|b", "a\\\\\\|b"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(escaping)

BOOST_AUTO_TEST_CASE(csv) {
    check(csv_rows, report::csv_cell);
}

BOOST_AUTO_TEST_CASE(xml) {
    check(xml_rows, report::xml_text);
}

BOOST_AUTO_TEST_CASE(html) {
    check(html_rows, report::html_text);
}

BOOST_AUTO_TEST_CASE(terminal) {
    check(terminal_rows, report::terminal_text);
}

BOOST_AUTO_TEST_CASE(markdown) {
    check(markdown_rows, report::markdown_text);
}

BOOST_AUTO_TEST_SUITE_END()
