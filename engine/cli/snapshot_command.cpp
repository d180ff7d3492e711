#include "cli/snapshot_command.hpp"

#include "cli/live_directory.hpp"
#include "cli/one_run.hpp"
#include "cli/problems.hpp"
#include "cli/resource_choice.hpp"
#include "cli/roster_count.hpp"
#include "cli/run_of_portal.hpp"
#include "cli/state_folder.hpp"
#include "cli/workspace.hpp"
#include "run/reading_jobs.hpp"
#include "run/snapshot_taker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
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

// One run is one snapshot: what is to be read, where it goes, and what came of it.
class taking {
public:
    taking(const options& given, const workspace& files, resources what, std::string out)
        : given_(given),
          files_(files),
          what_(std::move(what)),
          file_(std::move(out)),
          taker_(*files.catalog) {}

    exit_code take(std::uint64_t users);

private:
    base::result<std::unique_ptr<run::job_supply>> supply(
        const journal::store& journal, const model::run_header& header
    );
    base::result<void> open_file(const model::run_header& header);
    exit_code keep(ended_run& run);
    [[nodiscard]] snapshot::head head() const;
    exit_code give_up(const ended_run& run, std::string_view why);

    const options& given_;
    const workspace& files_;
    resources what_;
    std::filesystem::path file_;
    run::snapshot_taker taker_;
};

exit_code taking::take(std::uint64_t users) {
    run_order order;
    order.command = "snapshot";
    order.how = plan::passes::look;
    order.expected = users;
    order.again = same_again(given_, files_, "snapshot");
    order.listener = &taker_;
    order.supply = [this](const journal::store& journal, const model::run_header& header) {
        return supply(journal, header);
    };
    auto run = carry_out(given_, files_, order);
    if (!run) return run.error();
    run->unchanged = "read";
    return keep(*run);
}

base::result<std::unique_ptr<run::job_supply>> taking::supply(
    const journal::store& journal, const model::run_header& header
) {
    if (auto opened = open_file(header); !opened) return std::unexpected(opened.error());
    base::diagnostics late;
    auto who = files_.open_roster(late);
    if (!who)
        return std::unexpected(base::failure{
            std::make_error_code(std::errc::interrupted),
            "the roster changed: " + base::to_text(late.sorted().front())
        });
    auto with = run::equipment::of(files_.credentials, journal, header.portal);
    if (!with) return std::unexpected(std::move(with.error()));
    return std::make_unique<supply_of_readings>(std::move(who), what_, std::move(*with));
}

// In the state directory the name tells the portal and, by the run, the time.
base::result<void> taking::open_file(const model::run_header& header) {
    if (file_.empty()) {
        const auto state = state_folder(files_.settings->state_dir);
        if (!state) return std::unexpected(state.error());
        const auto folder = *state / "snapshots" / header.portal.value();
        std::error_code failed;
        std::filesystem::create_directories(folder, failed);
        if (failed) return std::unexpected(base::failure{failed, "creating " + folder.string()});
        file_ = folder / (header.id.value() + ".jsonl.gz");
    }
    auto writer = snapshot::writer::create(file_);
    if (!writer) return std::unexpected(writer.error());
    taker_.write_with(std::move(*writer));
    return {};
}

snapshot::head taking::head() const {
    snapshot::head made;
    made.portal = files_.portal.name.value();
    made.url = files_.portal.url;
    for (const auto* each : what_) made.resources.push_back(each->name);
    std::ranges::sort(made.resources);
    return made;
}

exit_code taking::give_up(const ended_run& run, std::string_view why) {
    print_summary(given_, run);
    std::cerr << fmt::format("muster: no snapshot was written: {}\n", why);
    return run.code;
}

exit_code taking::keep(ended_run& run) {
    if (run.summary.end != model::run_end::complete) return give_up(run, "the run ended early");
    if (taker_.read() == 0) return give_up(run, "nobody could be read");
    const auto kept = taker_.commit(head());
    if (!kept) {
        print_summary(given_, run);
        std::cerr << "muster: " << base::describe(kept.error()) << '\n';
        return worse_of(run.code, exit_code::state_lost);
    }
    run.closing.push_back({"snapshot", file_.string()});
    print_summary(given_, run);
    if (given_.output != output_format::text && given_.talk != verbosity::quiet)
        std::cerr << "Snapshot: " << file_.string() << '\n';
    return run.code;
}

}  // namespace

exit_code snapshot_command(const options& given, const snapshot_wish& wished) {
    base::diagnostics problems;
    const auto files = open_without_policies(given, problems);
    const auto people =
        have_directory(files ? &*files : nullptr, given, network::allowed, problems);
    if (!people) {
        print_problems(problems, given);
        return people.error();
    }
    const auto what = chosen_resources(wished.resources, *files->catalog, problems);
    const bool as_admin = std::ranges::any_of(what, [](const catalog::resource* each) {
        return each->as == model::acts_as::admin;
    });
    if (as_admin && !files->has_admin()) problems.add(files->missing_admin());
    const auto users = count_roster(*files, problems);
    print_problems(problems, given);
    if (problems.has_errors()) return exit_code::invalid;
    return taking(given, *files, what, wished.out).take(users);
}

}  // namespace cli
