#include "cli/portal_run.hpp"

#include "cli/advice.hpp"
#include "cli/lane_settings.hpp"
#include "cli/run_of_portal.hpp"
#include "cli/shared_budget.hpp"
#include "cli/stopping.hpp"
#include "journal/past_life.hpp"

#include <utility>

namespace cli {

namespace {

bool may_have_changed(const model::run_summary& run) {
    return report::count_of(run.steps, model::outcome::changed) != 0 ||
           report::count_of(run.steps, model::outcome::failed) != 0 ||
           report::count_of(run.steps, model::outcome::unknown) != 0;
}

}  // namespace

portal_run::portal_run(
    const portal_task& task,
    const surroundings& with,
    model::run_header header,
    portal::portal_options connection
)
    : others_(with.others),
      header_(std::move(header)),
      resume_(
          task.what.invocation && task.what.how != plan::passes::look
              ? resume_line(task.given, header_)
              : ""
      ),
      again_(task.what.again),
      undo_(task.what.how == plan::passes::look ? "" : undo_line(task.given, header_)),
      report_dir_(report_folder(task.given, task.files, header_)),
      tokens_(with.where, with.clock, task.files.tokens),
      portal_(
          with.where, with.clock, task.files.credentials, std::move(connection), tokens_.keeper()
      ) {}

std::string portal_run::line_for_failed(const portal_task& task) const {
    if (!task.what.for_failed.empty()) return task.what.for_failed;
    const bool by_run = task.what.naming == second_try::by_run || !task.given.retries.empty();
    return by_run ? retry_line(task.given, header_)
                  : failed_again(task.given, task.files, report_dir_);
}

base::result<std::unique_ptr<portal_run>> portal_run::begin(
    const portal_task& task,
    const surroundings& with,
    model::run_header header,
    portal::portal_options connection
) {
    auto made = std::make_unique<portal_run>(task, with, std::move(header), std::move(connection));
    const auto ready = made->prepare(task, with);
    if (!ready) return std::unexpected(ready.error());
    return made;
}

base::result<void> portal_run::prepare(const portal_task& task, const surroundings& with) {
    if (auto ready = portal_.ready(); !ready) return ready;
    auto budget = shared_budget(task.files, with.state, with.clock.now());
    if (!budget) return std::unexpected(budget.error());
    budget_ = std::move(*budget);
    if (task.what.report == reporting::folder) {
        auto writer = report::report_writer::open(report_dir_, header_);
        if (!writer) return std::unexpected(writer.error());
        report_ = std::move(*writer);
        watchers_.add(*report_);
    }
    watchers_.add(with.watcher);
    if (task.what.listener != nullptr) watchers_.add(*task.what.listener);

    // Whom an ended run never came to is in no list.
    const auto next = [again = resume_.empty() ? again_ : resume_,
                       retry = line_for_failed(task)](auto code) {
        return code == journal::cut_short ? again : retry;
    };
    totals_ = std::make_unique<report::totals>(advice_about, next);
    auto jobs = task.what.supply(with.journal, header_);
    if (!jobs) return std::unexpected(jobs.error());
    jobs_ = std::move(*jobs);
    auto lane = lane_of(task.given, task.files, header_.seed);
    lane.board.how = task.what.how;
    if (task.what.how != plan::passes::look)
        bound_failures(lane, task.given, task.files.settings->errors, task.what.expected);
    lane.deadline = with.deadline;
    auto run = run::apply::begin(
        with.where,
        {header_,
         *jobs_,
         *task.files.catalog,
         task.files.credentials,
         with.journal,
         portal_,
         with.clock,
         std::move(lane),
         *totals_,
         watchers_,
         budget_.get(),
         others_ != nullptr ? this : nullptr,
         {.selected = task.what.expected, .invocation = task.what.invocation},
         with.hold,
         with.lines}
    );
    if (!run) return std::unexpected(run.error());
    run_ = std::move(*run);
    return {};
}

void portal_run::raise(const std::string& why) {
    others_->raise("portal " + header_.portal.value() + ": " + why);
}

boost::asio::awaitable<void> portal_run::run() {
    auto ended = co_await run_->run();
    co_await portal_.close();
    if (ended) {
        summary_ = std::move(*ended);
        co_return;
    }
    summary_.header = header_;
    summary_.end = model::run_end::state_lost;
    summary_.end_reason = base::describe(ended.error());
}

ended_run portal_run::end() {
    ended_run made;
    made.left_out = jobs_->left_out();
    if (report_) {
        const auto written = report_->finish(summary_, *totals_);
        if (written)
            made.report = written->front().string();
        else
            made.trouble = base::describe(written.error());
    }
    // What is right already costs one request to see, so going on may be running it again.
    const bool early = summary_.end != model::run_end::complete;
    if (early && !resume_.empty()) made.closing.push_back({"resume", resume_});
    if (early) made.closing.push_back({"go on", again_});
    if (!undo_.empty() && may_have_changed(summary_)) made.closing.push_back({"undo", undo_});
    if (const auto to = portal_.moved_to())
        made.closing.push_back(
            {"moved",
             "the portal is at https://" + portal::to_string(*to) +
                 " now: change the url of portals." + header_.portal.value()}
        );
    made.summary = std::move(summary_);
    made.totals = std::move(totals_);
    made.code = code_of(made);
    return made;
}

}  // namespace cli
