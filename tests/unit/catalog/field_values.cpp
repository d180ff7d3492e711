#include "unit/catalog/field_values.hpp"

#include <boost/json/parse.hpp>

namespace field_values {

std::vector<model::value> worth_trying(const catalog::field& which, source& from) {
    std::vector<model::value> all;
    const auto repeat = [&](const auto& make) {
        for (int count = 0; count < 60; ++count) all.push_back(make());
    };
    switch (which.type) {
        case catalog::field_type::boolean:
        case catalog::field_type::yes_no:
            return {true, false};
        case catalog::field_type::text:
            repeat([&] { return model::value(from.text()); });
            break;
        case catalog::field_type::email:
            return {false, "", "a@b.de", "o'neil+cal&co@example.com", "иван@пример.рф"};
        case catalog::field_type::integer:
        case catalog::field_type::number_text:
            repeat([&] { return model::value(from.number(0, 1000)); });
            break;
        case catalog::field_type::choice:
            for (const auto& each : which.allowed) all.push_back(model::value(each));
            break;
        case catalog::field_type::color:
            repeat([&] { return from.color(); });
            break;
        case catalog::field_type::section_id:
            all = {false, "", "false", 0, nullptr, "7"};
            repeat([&] { return model::value(from.number(1, 1'000'000'000)); });
            break;
        case catalog::field_type::section_map:
            all = {boost::json::parse("{}"), boost::json::parse("[]")};
            repeat([&] { return model::value(from.sections()); });
            break;
        case catalog::field_type::reminders:
            repeat([&] {
                return model::value({{"fullDay", from.reminders()}, {"withTime", from.reminders()}}
                );
            });
            break;
        case catalog::field_type::id_list:
            all = {
                boost::json::parse("[]"),
                boost::json::parse("[1]"),
                boost::json::parse(R"(["5", 7])")
            };
            break;
        case catalog::field_type::object:
            all = {
                boost::json::parse(R"({"a": {"b": [1, true, "x"]}})"), boost::json::parse("[1, 2]")
            };
            break;
    }
    if (which.portal_default) all.push_back(*which.portal_default);
    return all;
}

}  // namespace field_values
