#include "document/csv.hpp"

#include "support/told.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <sstream>
#include <string>
#include <string_view>

namespace {

using namespace std::string_view_literals;

// Every row as "line|cell|cell", the header first; then what was told.
std::string read(std::string_view text) {
    base::diagnostics problems;
    auto in = std::make_unique<std::istringstream>(std::string(text));
    auto csv = document::csv_reader::open(std::move(in), "r.csv", problems);
    std::string all;
    if (csv) {
        all = fmt::format("{}|{}\n", csv->header_where().line, fmt::join(csv->header(), "|"));
        while (const auto row = csv->next(problems)) {
            all += fmt::format("{}|{}\n", row->where.line, fmt::join(row->cells, "|"));
        }
    }
    return all + support::told(problems);
}

struct row {
    const char* name;
    std::string_view csv;
    std::string_view read;
};

const row rows[] = {
    {"commas", "id,name\n1,a\n2,b\n", "1|id|name\n2|1|a\n3|2|b\n"},
    {"semicolons", "id;name\n1;a,b\n", "1|id|name\n2|1|a,b\n"},
    {"tabs", "id\tname\n1\t\n", "1|id|name\n2|1|\n"},
    {"one column", "id\n1\n", "1|id\n2|1\n"},
    {"separators in a quoted name do not count", "\"a;b;c\",d\n1,2\n", "1|a;b;c|d\n2|1|2\n"},
    {"a byte order mark", "\xEF\xBB\xBFid,name\n1,Ёж\n", "1|id|name\n2|1|Ёж\n"},
    {"Windows line ends", "id,name\r\n1,a\r\n2,b\r\n", "1|id|name\n2|1|a\n3|2|b\n"},
    {"old Macintosh line ends", "id,name\r1,a\r2,b", "1|id|name\n2|1|a\n3|2|b\n"},
    {"no line end at the end", "id,name\n1,a", "1|id|name\n2|1|a\n"},
    {"quotes", "id,name\n1,\"a \"\"b\"\", c\"\n", "1|id|name\n2|1|a \"b\", c\n"},
    {"a quoted line end, and the line of the row behind it",
     "id,name\n1,\"a\r\nb\n\nc\"\n2,d\n",
     "1|id|name\n2|1|a\r\nb\n\nc\n6|2|d\n"},
    {"blank lines", "\n\nid,name\n\n1,a\n  \n2,b\n\n", "3|id|name\n5|1|a\n7|2|b\n"},
    {"blanks around cells", "id , name\n 1 , a b \n2,\" c \"\n", "1|id|name\n2|1|a b\n3|2| c \n"},
    {"empty cells", "id,name\n1,\n2,\"\"\n", "1|id|name\n2|1|\n3|2|\n"},
    {"header only", "id,name\n", "1|id|name\n"},
    {"too many and too few cells",
     "id,name\n1,a,x\n2\n3,c\n",
     "1|id|name\n4|3|c\n"
     "r.csv:2: error: the number of cells in this row is 3, the header names 2 columns\n"
     "  put a cell that holds ',' into double quotes\n"
     "r.csv:3: error: the number of cells in this row is 1, the header names 2 columns\n"
     "  cells are separated by ',', as in the header; empty ones too"},
    {"Latin-1",
     "id,name\n1,na\xEFve\n2,b\n",
     "1|id|name\n3|2|b\n"
     "r.csv:2: error: cell 2 of this row is not UTF-8; save the file as UTF-8"},
    {"Latin-1 in the header",
     "id,na\xEFve\n1,a\n",
     "r.csv:1: error: cell 2 of this row is not UTF-8; save the file as UTF-8"},
    {"UTF-16", "\xFF\xFEi\0d\0"sv, "r.csv:1: error: the file is UTF-16; save it as UTF-8"},
    {"a NUL",
     "id,name\n1,a\0\n2,b\n"sv,
     "1|id|name\nr.csv:2: error: a NUL byte stands here; this is no text file"},
    {"a quote that is never closed",
     "id,name\n1,a\n2,\"b\n3,c\n4,d\n",
     "1|id|name\n2|1|a\n"
     "r.csv:3: error: the row that begins here opens a quote that is never closed"},
    {"a quote inside a cell",
     "id,name\n1,a\"b\n",
     "1|id|name\nr.csv:2: error: a quote stands inside a cell that does not begin with one; put "
     "the "
     "whole cell into quotes and double each quote inside it"},
    {"text behind a quote",
     "id,name\n1,\"a\"b\n",
     "1|id|name\nr.csv:2: error: text follows the closing quote of a cell; put the whole cell into "
     "quotes and double each quote inside it"},
    {"a quote left open some lines above",
     "id,name\n1,\"a\n2,b\n3,\"c\"\n",
     "1|id|name\nr.csv:4: error: text follows the closing quote of a cell; the row begins in line "
     "2, "
     "where a quote may have been left open; put the whole cell into quotes and double each quote "
     "inside it"},
    {"nothing", "", "r.csv: error: the file is empty; its first line has to name the columns"},
    {"blank lines only",
     "\n \n",
     "r.csv: error: the file is empty; its first line has to name the columns"},
    {"a column without a name",
     "id,,name\n1,2,3\n",
     "r.csv:1: error: column 2 has no name\n  the first line names every column"},
    {"a name twice",
     "id,name,id\n1,2,3\n",
     "r.csv:1: error: two columns have the name 'id'\n  give one of them another name, or remove it"
    },
};

// Rows without end, made as they are read; counts how many were asked for.
class endless_rows : public std::streambuf {
protected:
    int_type underflow() override {
        line_ = made_ == 0 ? "id,name\n" : fmt::format("{},name {}\n", made_, made_);
        ++made_;
        setg(line_.data(), line_.data(), line_.data() + line_.size());
        return traits_type::to_int_type(line_.front());
    }

private:
    std::string line_;
    int made_ = 0;
};

class endless_stream : public std::istream {
public:
    endless_stream() : std::istream(nullptr) { rdbuf(&rows_); }

private:
    endless_rows rows_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(rows_come_with_their_lines_and_what_is_wrong_is_told) {
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(read(each.csv) == each.read);
        }
    }
}

BOOST_AUTO_TEST_CASE(rows_are_given_before_the_file_has_ended) {
    base::diagnostics problems;
    auto csv = document::csv_reader::open(std::make_unique<endless_stream>(), "r.csv", problems);
    BOOST_TEST_REQUIRE(csv.has_value());
    for (int i = 1; i <= 100'000; ++i) {
        const auto row = csv->next(problems);
        BOOST_TEST_REQUIRE(row.has_value());
        if (row->cells[0] != std::to_string(i)) BOOST_FAIL("row " << i << " is " << row->cells[0]);
    }
    BOOST_TEST(problems.empty());
}

BOOST_AUTO_TEST_CASE(a_quote_that_is_never_closed_does_not_read_all_the_rest) {
    const auto text = "id,name\n1,\"" + std::string(3 * document::csv_reader::longest_row, 'x');
    BOOST_TEST(
        read(text) ==
        "1|id|name\nr.csv:2: error: the row that begins here is longer than 1048576 bytes; is a "
        "quote never closed?"
    );
}

BOOST_AUTO_TEST_CASE(a_file_full_of_faults_is_not_read_to_its_end) {
    std::string text = "id,name\n";
    for (int i = 0; i < 1'000; ++i) text += "1\n";
    base::diagnostics problems;
    auto csv =
        document::csv_reader::open(std::make_unique<std::istringstream>(text), "r.csv", problems);
    BOOST_TEST(!csv->next(problems).has_value());
    BOOST_TEST(!csv->next(problems).has_value());
    BOOST_TEST(problems.errors() == 101U);
    BOOST_TEST(
        base::to_text(problems.sorted().back()) ==
        "r.csv:101: error: 100 rows are wrong up to here; the rest was not read"
    );
}

BOOST_AUTO_TEST_CASE(line_ends_at_every_place_of_a_block_are_found) {
    // Blocks are 65536 bytes: the header pushes the CRLF of a row over that border bit by bit.
    for (std::size_t size = 65'520; size < 65'550; ++size) {
        const auto text = "a,b\r\n1," + std::string(size, 'x') + "\r\n2,y\r\n";
        const auto expected = "1|a|b\n2|1|" + std::string(size, 'x') + "\n3|2|y\n";
        if (read(text) != expected) BOOST_FAIL("a row of " << size << " is read wrongly");
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_says_so) {
    base::diagnostics problems;
    BOOST_TEST(!document::csv_reader::open("/nowhere/at/all.csv", problems).has_value());
    BOOST_TEST(
        support::told(problems) ==
        "/nowhere/at/all.csv: error: the file cannot be opened: No such file or directory"
    );
}

BOOST_AUTO_TEST_SUITE_END()
