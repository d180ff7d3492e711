#include "document/core_schema.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <string>

namespace {

struct row {
    const char* written;
    const char* meant;  // kind and value
};

constexpr row rows[] = {
    {"", "null"},
    {"~", "null"},
    {"null", "null"},
    {"Null", "null"},
    {"NULL", "null"},
    {"nULL", "text"},
    {"true", "boolean 1"},
    {"True", "boolean 1"},
    {"TRUE", "boolean 1"},
    {"false", "boolean 0"},
    {"False", "boolean 0"},
    {"FALSE", "boolean 0"},
    {"tRUE", "text"},
    {"yes", "text"},
    {"no", "text"},
    {"on", "text"},
    {"off", "text"},
    {"Y", "text"},
    {"N", "text"},
    {"0", "integer 0"},
    {"-0", "integer 0"},
    {"12", "integer 12"},
    {"+12", "integer 12"},
    {"-12", "integer -12"},
    {"9223372036854775807", "integer 9223372036854775807"},
    {"-9223372036854775808", "integer -9223372036854775808"},
    {"9223372036854775808", "too large"},
    {"0o17", "integer 15"},
    {"0o18", "text"},
    {"0x1F", "integer 31"},
    {"0x", "text"},
    {"-0x1F", "text"},
    {"0x10000000000000000", "too large"},
    {"0123", "text"},
    {"-007", "text"},
    {"00.5", "text"},
    {"1_000", "text"},
    {"1,5", "text"},
    {"12:30", "text"},
    {"2026-11-23", "text"},
    {"1.2.3", "text"},
    {"0.5", "real 0.5"},
    {"1.", "real 1"},
    {".5", "real 0.5"},
    {".", "text"},
    {"+", "text"},
    {"-", "text"},
    {"-1.5e3", "real -1500"},
    {"1e-2", "real 0.01"},
    {"1e", "text"},
    {"e1", "text"},
    {"1e999", "too large"},
    {".inf", "real inf"},
    {"-.Inf", "real -inf"},
    {".nan", "real nan"},
    {"-.nan", "text"},
    {"inf", "text"},
    {"0b1", "text"},
    {" 1", "text"},
};

std::string meaning_of(const char* written) {
    document::node scalar;
    scalar.text = written;
    if (document::resolve_plain(scalar) == document::typing::out_of_range) return "too large";
    switch (scalar.kind) {
        case document::node_kind::null:
            return "null";
        case document::node_kind::boolean:
            return fmt::format("boolean {:d}", scalar.boolean);
        case document::node_kind::integer:
            return fmt::format("integer {}", scalar.integer);
        case document::node_kind::real:
            return fmt::format("real {}", scalar.real);
        default:
            return "text";
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(core_schema)

BOOST_AUTO_TEST_CASE(a_plain_scalar_is_what_the_core_schema_says) {
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.written) {
            BOOST_TEST(meaning_of(each.written) == each.meant);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_whole_number_is_a_number_as_well) {
    document::node scalar;
    scalar.text = "12";
    document::resolve_plain(scalar);
    BOOST_TEST(scalar.real == 12.0);
}

BOOST_AUTO_TEST_SUITE_END()
