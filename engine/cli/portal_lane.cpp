#include "cli/portal_lane.hpp"

#include "cli/lane_settings.hpp"
#include "cli/run_of_portal.hpp"
#include "cli/shared_budget.hpp"
#include "cli/stopping.hpp"

#include <utility>

namespace cli {

namespace {

portal::portal_options connection_with(
    const workspace& files, std::size_t connections, std::shared_ptr<portal::trust> authorities
) {
    auto made = files.connection;
    made.max_connections = connections;
    made.authorities = std::move(authorities);
    return made;
}

std::filesystem::path report_folder(
    const options& given, const workspace& files, const model::run_header& run
) {
    const auto folder = files.report_folder(given, run);
    // One folder for all of them would hold the report of the last.
    return given.report_dir.empty() ? folder : folder / run.portal.value();
}

}  // namespace

portal_lane::portal_lane(
    const shared& with,
    const workspace& files,
    model::run_header header,
    std::shared_ptr<portal::trust> authorities
)
    : others_(with.others),
      header_(std::move(header)),
      tokens_(with.where, with.clock, files.tokens),
      portal_(
          with.where,
          with.clock,
          files.credentials,
          connection_with(files, with.connections, std::move(authorities)),
          tokens_.keeper()
      ),
      again_(same_again(with.given, files)) {
    watchers_.add(with.watcher);
}

base::result<std::unique_ptr<portal_lane>> portal_lane::begin(
    const shared& with,
    const workspace& files,
    std::uint64_t selected,
    std::uint64_t number,
    std::shared_ptr<portal::trust> authorities
) {
    const auto failed = [&](const base::failure& why) {
        return std::unexpected(why.within("portal " + files.portal.name.value()));
    };
    const auto seed = seed_of(with.given);
    auto made = std::make_unique<portal_lane>(
        with,
        files,
        header_of(with.given, files, with.clock.wall_now(), seed, number),
        std::move(authorities)
    );
    base::diagnostics late;
    made->who_ = files.open_roster(late);
    if (!made->who_)
        return failed({std::make_error_code(std::errc::interrupted), "the roster is gone"});
    const auto folder = report_folder(with.given, files, made->header_);
    auto writer = report::report_writer::open(folder, made->header_);
    if (!writer) return failed(writer.error());
    made->writer_ = std::move(*writer);
    made->watchers_.add(*made->writer_);
    auto budget = shared_budget(files, with.state, with.clock.now());
    if (!budget) return failed(budget.error());
    made->budget_ = std::move(*budget);
    auto lane = lane_of(with.given, files, seed);
    lane.connections = with.connections;
    lane.board.look_ahead = 2 * lane.connections;
    bound_failures(lane, with.given, files.settings->errors, selected);
    lane.deadline = with.deadline;
    auto equipment = run::equipment::of(files.credentials, with.journal, made->header_.portal);
    if (!equipment) return failed(equipment.error());
    made->jobs_.emplace(*made->who_, *files.policies, std::move(*equipment));
    auto run = run::apply::begin(
        with.where,
        {made->header_,
         *made->jobs_,
         *files.catalog,
         files.credentials,
         with.journal,
         made->portal_,
         with.clock,
         std::move(lane),
         made->totals_,
         made->watchers_,
         made->budget_.get(),
         made.get()}
    );
    if (!run) return failed(run.error());
    made->run_ = std::move(*run);
    return made;
}

void portal_lane::raise(const std::string& why) {
    others_.raise("portal " + header_.portal.value() + ": " + why);
}

boost::asio::awaitable<void> portal_lane::run() {
    auto ended = co_await run_->run();
    co_await portal_.close();
    if (ended) {
        summary_ = std::move(*ended);
    } else {
        summary_.header = header_;
        summary_.end = model::run_end::state_lost;
        summary_.end_reason = base::describe(ended.error());
    }
    const auto written = writer_->finish(summary_, totals_);
    if (!written)
        trouble_ = base::describe(written.error());
    else if (!written->empty())
        report_page_ = written->front().string();
    ended_ = true;
}

exit_code portal_lane::code() const {
    const auto code = exit_code_of(summary_);
    return code == exit_code::done && !trouble_.empty() ? exit_code::state_lost : code;
}

}  // namespace cli
