#include "cli/audience.hpp"

#include "cli/terminal.hpp"

#include <iostream>
#include <utility>

namespace cli {

namespace {

report::progress_mode mode_of(const options& given) {
    if (given.talk == verbosity::quiet) return report::progress_mode::none;
    switch (given.progress) {
        case progress_choice::bar:
            return report::progress_mode::bar;
        case progress_choice::plain:
            return report::progress_mode::plain;
        case progress_choice::none:
            return report::progress_mode::none;
        case progress_choice::automatic:
            break;
    }
    // A log line would tear a redrawn line apart.
    const bool redraws = can_redraw(stream::standard_error) && given.talk == verbosity::normal;
    return redraws ? report::progress_mode::bar : report::progress_mode::plain;
}

}  // namespace

base::result<std::unique_ptr<audience>> audience::gather(
    const options& given, const model::run_header& run, std::uint64_t expected
) {
    std::unique_ptr<audience> who(new audience);
    if (!given.json_into.empty()) {
        auto opened = results_file::open(given.json_into);
        if (!opened) return std::unexpected(std::move(opened.error()));
        who->results_file_ = std::move(*opened);
        who->results_into_ = std::make_unique<report::json_results>(
            who->results_file_->stream(), report::json_form::document, run
        );
        who->all_.add(*who->results_into_);
    }
    if (given.output != output_format::text) {
        const auto form = given.output == output_format::json ? report::json_form::document
                                                              : report::json_form::lines;
        who->results_ = std::make_unique<report::json_results>(std::cout, form, run);
        who->all_.add(*who->results_);
    }
    if (given.talk == verbosity::verbose) {
        who->log_ = std::make_unique<request_log>();
        who->all_.add(*who->log_);
    }
    report::progress_options look;
    look.mode = mode_of(given);
    look.columns = columns(stream::standard_error);
    look.portal = run.portal.value();
    look.total = expected;
    who->progress_.emplace(std::cerr, look);
    who->all_.add(*who->progress_);
    return who;
}

base::result<void> audience::finish(const model::run_summary& run, const report::totals& totals) {
    base::result<void> all;
    const auto note = [&](base::result<void> one) {
        if (all) all = std::move(one);
    };
    if (results_) note(results_->finish(run, totals));
    if (results_into_) {
        auto written = results_into_->finish(run, totals);
        note(written ? results_file_->finish() : std::move(written));
    }
    return all;
}

}  // namespace cli
