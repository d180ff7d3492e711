#include "simulation/multitude.hpp"

#include "catalog/definitions.hpp"
#include "journal/store.hpp"
#include "policy/policy_set.hpp"
#include "report/fan_out.hpp"
#include "report/report_writer.hpp"
#include "report/totals.hpp"
#include "run/apply.hpp"
#include "run/job_stream.hpp"
#include "run/plan_reader.hpp"
#include "run/plan_writer.hpp"
#include "run/planned_jobs.hpp"
#include "simulation/portal_roster.hpp"
#include "simulation/scenario.hpp"
#include "simulation/simulated_portal.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <malloc.h>
#include <memory>
#include <optional>
#include <stdexcept>
#include <stdlib.h>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace simulation {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using namespace std::chrono_literals;

constexpr pacing::bucket_limits limits{.burst = 250, .rate = 50};
constexpr std::uint64_t one_differs_of = 20;

const catalog::definitions& known() {
    return catalog::definitions::built_in();
}

template <class Value>
Value good(base::result<Value> what) {
    if (!what) throw std::runtime_error(base::describe(what.error()));
    if constexpr (!std::is_void_v<Value>) return std::move(*what);
}

// "VmRSS" is what the process holds, "VmHWM" the most it held since `forget_peak`.
double memory(std::string_view which) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(which)) return std::stod(line.substr(which.size() + 1)) * 1024;
    throw std::runtime_error("the system does not tell how much memory there is in use");
}

// What others have given back to the allocator would otherwise hide what is taken from it.
void forget_peak() {
    ::malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5";
}

double bytes_in(const fs::path& where) {
    if (fs::is_regular_file(where)) return static_cast<double>(fs::file_size(where));
    double sum = 0;
    for (const auto& each : fs::recursive_directory_iterator(where))
        if (each.is_regular_file()) sum += static_cast<double>(each.file_size());
    return sum;
}

struct folder {
    folder() {
        auto pattern = (fs::temp_directory_path() / "muster-multitude-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
        path = pattern;
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    ~folder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    fs::path path;
};

portal_sim::portal_options options_for(std::uint64_t users) {
    portal_sim::portal_options made;
    made.users = users;
    made.rules.rate.burst = limits.burst;
    made.rules.rate.rate = limits.rate;
    return made;
}

policy::policy_set read_policy() {
    base::diagnostics problems;
    auto made =
        policy::policy_set::read_text(policy_for(work::settings), "all.yaml", known(), problems);
    if (!made) throw std::runtime_error(base::to_text(problems.sorted().front()));
    return std::move(*made);
}

class multitude {
public:
    explicit multitude(std::uint64_t users) {
        made_.users = users;
        const auto before = memory("VmRSS");
        portal_.emplace(clock_, options_for(users));
        roster_ = portal_->core().roster();
        for (const auto& each : roster_) fill(each);
        made_.portal = memory("VmRSS") - before;
    }

    multitude_weights weigh() {
        credentials_ = portal_->credentials();
        made_.plan = plan();
        made_.plan_file = bytes_in(plan_path());
        made_.apply = apply_plan();
        made_.again = apply_all();
        return made_;
    }

private:
    // Everything that the runs will ask for is asked for once, from elsewhere.
    void fill(const portal_sim::roster_entry& who) {
        const bool differs = ++filled_ % one_differs_of == 0;
        const json::object right{
            {"view", differs ? "day" : "week"},
            {"showDeclined", false},
            {"showWeekNumbers", "Y"},
            {"sendFromEmail", who.email}
        };
        const auto code = portal_->core().webhook_code(who.id);
        const auto call = [&](std::string_view method, const json::object& parameters) {
            portal_sim::request made;
            made.target = fmt::format("/rest/{}/{}/{}", who.id, code, method);
            made.content_type = "application/json";
            made.body = json::serialize(parameters);
            made.source = "10.0.0.99";
            clock_.advance(20ms);
            if (portal_->core().handle(made, portal_->now()).status != 200)
                throw std::runtime_error(fmt::format("{} for user {}", method, who.id));
        };
        call("calendar.user.settings.set", {{"settings", right}});
        const json::object commands{{"who", "profile"}, {"has", "calendar.user.settings.get"}};
        call("batch", {{"halt", 0}, {"cmd", commands}});
    }

    [[nodiscard]] fs::path journal_path() const { return folder_.path / "journal.sqlite"; }
    [[nodiscard]] fs::path plan_path() const { return folder_.path / "plan.jsonl"; }

    // A run with its report; `how` makes its jobs, on an open journal.
    template <class Make>
    run_weight weigh_run(
        std::string_view name, plan::passes how, dispatch::progress_port* also, const Make& jobs
    ) {
        const auto journal_before = fs::exists(journal_path()) ? bytes_in(journal_path()) : 0;
        forget_peak();
        const auto before = memory("VmRSS");
        run_weight made;
        {
            auto journal = good(journal::store::open(journal_path()));
            const auto supply = jobs(journal);
            go(name, how, also, journal, *supply, made);
        }
        made.memory = memory("VmHWM") - before;
        made.journal = bytes_in(journal_path()) - journal_before;
        made.report = bytes_in(folder_.path / name);
        clock_.advance(1h);
        return made;
    }

    void go(
        std::string_view name,
        plan::passes how,
        dispatch::progress_port* also,
        journal::store& journal,
        run::job_supply& jobs,
        run_weight& made
    ) {
        boost::asio::io_context context{1};
        model::run_header header;
        header.id = model::run_id(std::string(name));
        header.portal = model::portal_name("sim");
        header.portal_url = "https://localhost";
        header.command = name;
        header.started = clock_.wall_now();
        report::totals totals;
        report::progress_fan_out watchers;
        const auto writer = good(report::report_writer::open(folder_.path / name, header));
        watchers.add(*writer);
        if (also != nullptr) watchers.add(*also);
        dispatch::lane_options options;
        options.limits = limits;
        options.board.how = how;
        const auto run = good(run::apply::begin(
            context.get_executor(),
            {header,
             jobs,
             known(),
             credentials_,
             journal,
             *portal_,
             clock_,
             options,
             totals,
             watchers}
        ));
        std::optional<model::run_summary> summary;
        boost::asio::co_spawn(
            context,
            run->run(),
            [&summary](std::exception_ptr failed, base::result<model::run_summary> ended) {
                if (failed) std::rethrow_exception(failed);
                summary = good(std::move(ended));
            }
        );
        clock_.run(context);
        if (!summary || summary->end != model::run_end::complete)
            throw std::runtime_error(fmt::format("{} did not come to its end", name));
        good(writer->finish(*summary, totals));
        made.users = report::sum_of(summary->users);
        made.changed = report::count_of(summary->users, model::user_outcome::changed) +
                       report::count_of(summary->users, model::user_outcome::differs);
    }

    run::equipment equipment(const journal::store& journal) const {
        return good(run::equipment::of(credentials_, journal, model::portal_name("sim")));
    }

    run_weight plan() {
        auto file = good(run::plan_file::beside(plan_path()));
        plan::saved_head head;
        head.program = "muster";
        head.command = "plan";
        head.portal = model::portal_name("sim");
        head.portal_url = "https://localhost";
        head.selected = made_.users;
        run::plan_writer writer(file, head, known());
        portal_roster who(roster_);
        const auto made =
            weigh_run("plan", plan::passes::look, &writer, [&](const journal::store& journal) {
                return std::make_unique<run::job_stream>(who, policies_, equipment(journal));
            });
        good(writer.finish(0, 0));
        good(file.take_name());
        return made;
    }

    run_weight apply_plan() {
        const auto file = good(run::plan_file::existing(plan_path()));
        base::diagnostics problems;
        auto reader = run::plan_reader::open(file, known(), problems);
        if (!reader) throw std::runtime_error(base::to_text(problems.sorted().front()));
        return weigh_run(
            "apply",
            plan::passes::single,
            nullptr,
            [&](const journal::store& journal) {
                auto with = std::make_shared<run::equipment>(equipment(journal));
                return std::make_unique<run::planned_jobs>(
                    *reader,
                    known(),
                    [with](model::job what) { return with->equip(std::move(what)); },
                    model::when_changed::leave_user
                );
            }
        );
    }

    run_weight apply_all() {
        portal_roster who(roster_);
        return weigh_run("again", plan::passes::two, nullptr, [&](const journal::store& journal) {
            return std::make_unique<run::job_stream>(who, policies_, equipment(journal));
        });
    }

    folder folder_;
    support::manual_clock clock_;
    policy::policy_set policies_ = read_policy();
    std::optional<simulated_portal> portal_;
    std::vector<portal_sim::roster_entry> roster_;
    portal::credential_book credentials_;
    std::uint64_t filled_ = 0;
    multitude_weights made_;
};

}  // namespace

multitude_weights weigh(std::uint64_t users) {
    return multitude(users).weigh();
}

}  // namespace simulation
