#include "report/played.hpp"

#include "report/duration_text.hpp"

#include <boost/json/object.hpp>
#include <fmt/format.h>

namespace report {

std::string played_text(
    const std::vector<plan_milestone>& played, std::string_view of_what, const painter& paint
) {
    if (played.empty()) return {};
    auto out = fmt::format(
        "\n{}\n   users       after  requests\n",
        paint(style::heading, fmt::format("PLAYED with the configured limits, {}", of_what))
    );
    for (const auto& each : played)
        out += fmt::format(
            "  {:>5}%  {:>10}  {:>8}\n", each.percent, duration_text(each.at), each.requests
        );
    return out;
}

boost::json::array played_json(const std::vector<plan_milestone>& played) {
    boost::json::array made;
    for (const auto& each : played)
        made.push_back(boost::json::object{
            {"percent", each.percent}, {"after_ms", each.at.count()}, {"requests", each.requests}
        });
    return made;
}

}  // namespace report
