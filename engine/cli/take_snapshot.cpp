#include "cli/take_snapshot.hpp"

#include "cli/run_of_portal.hpp"
#include "cli/state_folder.hpp"
#include "run/reading_jobs.hpp"
#include "run/snapshot_taker.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace cli {

namespace {

using resources = std::vector<const catalog::resource*>;

// The jobs together with the roster that they are pulled from.
class supply_of_readings final : public run::job_supply {
public:
    supply_of_readings(
        std::unique_ptr<roster::source> who, const resources& what, run::equipment with
    )
        : who_(std::move(who)), jobs_(*who_, what, std::move(with)) {}

    base::result<std::optional<model::work_item>> next() override { return jobs_.next(); }

private:
    std::unique_ptr<roster::source> who_;
    run::reading_jobs jobs_;
};

base::result<std::unique_ptr<run::job_supply>> readings_of(
    const workspace& files,
    const resources& what,
    const journal::store& journal,
    const model::run_header& header
) {
    base::diagnostics late;
    auto who = files.open_roster(late);
    if (!who)
        return std::unexpected(base::failure{
            std::make_error_code(std::errc::interrupted),
            "the roster changed: " + base::to_text(late.sorted().front())
        });
    auto with = run::equipment::of(files.credentials, journal, header.portal);
    if (!with) return std::unexpected(std::move(with.error()));
    return std::make_unique<supply_of_readings>(std::move(who), what, std::move(*with));
}

// In the state directory the name tells the portal and, by the run, the time.
base::result<std::filesystem::path> default_name(
    const workspace& files, const model::run_header& header
) {
    const auto state = state_folder(files.settings->state_dir);
    if (!state) return std::unexpected(state.error());
    const auto folder = *state / "snapshots" / header.portal.value();
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) return std::unexpected(base::failure{failed, "creating " + folder.string()});
    return folder / (header.id.value() + ".jsonl.gz");
}

snapshot::head head_of(const workspace& files, const resources& what) {
    snapshot::head made;
    made.portal = files.portal.name.value();
    made.url = files.portal.url;
    for (const auto* each : what) made.resources.push_back(each->name);
    std::ranges::sort(made.resources);
    return made;
}

}  // namespace

std::expected<taken_snapshot, exit_code> take_snapshot(
    const options& given, const workspace& files, const snapshot_order& what
) {
    taken_snapshot made;
    run::snapshot_taker taker(*files.catalog);
    auto name = what.out;
    run_order order;
    order.command = what.command;
    order.how = plan::passes::look;
    order.expected = what.users;
    order.again = same_again(given, files, what.command) + what.flags;
    order.for_failed = order.again;
    order.listener = &taker;
    order.supply = [&](const journal::store& journal, const model::run_header& header
                   ) -> base::result<std::unique_ptr<run::job_supply>> {
        if (name.empty()) {
            auto own = default_name(files, header);
            if (!own) return std::unexpected(own.error());
            name = std::move(*own);
        }
        auto writer = snapshot::writer::create(name);
        if (!writer) return std::unexpected(writer.error());
        taker.write_with(std::move(*writer));
        return readings_of(files, what.resources, journal, header);
    };
    auto run = carry_out(given, files, order);
    if (!run) return std::unexpected(run.error());
    made.run = std::move(*run);
    made.run.unchanged = "read";
    made.code = made.run.code;
    if (made.run.summary.end != model::run_end::complete) {
        made.why_none = "the run ended early";
    } else if (taker.read() == 0) {
        made.why_none = "nobody could be read";
    } else if (const auto kept = taker.commit(head_of(files, what.resources)); !kept) {
        made.why_none = base::describe(kept.error());
        made.code = worse_of(made.code, exit_code::state_lost);
    } else {
        made.file = name;
    }
    return made;
}

}  // namespace cli
