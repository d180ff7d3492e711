#include "cli/report_place.hpp"

#include <string>
#include <string_view>

namespace cli {

namespace {

void replace(std::string& text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

}  // namespace

std::filesystem::path report_place(
    const options& given, const reports_config& configured, const model::run_header& run
) {
    if (!given.report_dir.empty()) return given.report_dir;
    auto text = configured.dir.string();
    replace(text, "{{portal}}", run.portal.value());
    replace(text, "{{run}}", run.id.value());
    return text;
}

}  // namespace cli
