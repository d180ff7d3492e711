#include "cli/many_results.hpp"

#include "cli/config/as_typed.hpp"

#include <cerrno>
#include <filesystem>
#include <iostream>
#include <system_error>
#include <utility>

namespace cli {

namespace {

base::failure cannot_write(const std::string& file, std::error_code why) {
    return {why, "writing the results into " + as_typed(file)};
}

// Beside it, and renamed at the end; but a pipe or a terminal is written to as it is.
std::string unfinished(const std::string& name) {
    std::error_code unknown;
    const bool in_place =
        std::filesystem::exists(name, unknown) && !std::filesystem::is_regular_file(name, unknown);
    return in_place ? name : name + ".tmp";
}

}  // namespace

base::result<std::unique_ptr<many_results>> many_results::open(const options& given) {
    std::unique_ptr<many_results> made(new many_results);
    if (!given.json_into.empty()) {
        made->name_ = given.json_into;
        made->written_as_ = unfinished(made->name_);
        made->file_.open(made->written_as_, std::ios::binary | std::ios::trunc);
        if (!made->file_)
            return std::unexpected(cannot_write(made->name_, {errno, std::generic_category()}));
        made->in_file_.emplace(made->file_, report::json_form::document);
    }
    if (given.output != output_format::text)
        made->on_screen_.emplace(
            std::cout,
            given.output == output_format::json ? report::json_form::document
                                                : report::json_form::lines
        );
    return made;
}

void many_results::add(const ended_lane& what) {
    const report::portal_end end{&what.run.summary, what.run.report, what.run.closing};
    for (auto* each : {&on_screen_, &in_file_})
        if (*each) (*each)->add(end, *what.run.totals, what.users.get());
}

base::result<void> many_results::finish(const report::totals& all) {
    base::result<void> done;
    if (on_screen_) done = on_screen_->finish(all);
    if (!in_file_) return done;
    auto written = in_file_->finish(all);
    file_.close();
    if (written && !file_)
        written = std::unexpected(cannot_write(name_, std::make_error_code(std::errc::io_error)));
    std::error_code failed;
    if (written && written_as_ != name_) std::filesystem::rename(written_as_, name_, failed);
    if (failed) written = std::unexpected(cannot_write(name_, failed));
    return done ? written : done;
}

}  // namespace cli
