#include "cli/many_results.hpp"

#include <iostream>
#include <utility>

namespace cli {

base::result<std::unique_ptr<many_results>> many_results::open(const options& given) {
    std::unique_ptr<many_results> made(new many_results);
    if (!given.json_into.empty()) {
        auto opened = results_file::open(given.json_into);
        if (!opened) return std::unexpected(std::move(opened.error()));
        made->file_ = std::move(*opened);
        made->in_file_.emplace(made->file_->stream(), report::json_form::document);
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
    if (written) written = file_->finish();
    return done ? written : done;
}

}  // namespace cli
