#include "report/report_writer.hpp"

#include "report/events.hpp"
#include "report/html_page.hpp"
#include "report/html_row.hpp"
#include "report/junit.hpp"
#include "report/pacing_chart.hpp"
#include "report/results_csv.hpp"
#include "report/spool.hpp"
#include "report/staged_file.hpp"
#include "report/summary_json.hpp"
#include "report/summary_markdown.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace report {

// Those that grow with the run. `cases` and `rows` are the middles of junit.xml and index.html,
// whose beginnings tell totals that only the end knows.
struct report_writer::files {
    // What was never finished tells of a run that never began: nothing of it stays.
    ~files() {
        if (finished) return;
        for (auto* each : {&results, &events, &failed}) each->discard();
        for (auto* each : {&cases, &rows}) each->discard();
        std::error_code ignored;
        if (is_new) std::filesystem::remove(dir, ignored);  // unless there is something in it
    }

    std::filesystem::path dir;
    bool is_new = false;
    bool finished = false;
    staged_file results;
    staged_file events;
    staged_file failed;
    spool cases;
    spool rows;
};

struct report_writer::state {
    model::portal_name portal;
    pacing_chart chart;
    base::wall_time latest;  // the last time anything was told: jobs are opened without one
    std::map<model::user_outcome, std::uint64_t> closed;
};

namespace {

bool is_rate_limit(const model::reply& reply) {
    if (!reply.whole) return false;
    const auto* no = std::get_if<model::rejected>(&*reply.whole);
    return no != nullptr && no->what_to_do == model::reaction::slow_down;
}

// Those whom a person would give to a second run.
bool needs_another_run(model::user_outcome what) {
    return what == model::user_outcome::failed || what == model::user_outcome::unknown ||
           what == model::user_outcome::blocked;
}

// What became of the files: their paths, and the first failure.
class outcome_of_files {
public:
    void add(base::result<std::filesystem::path> one) {
        if (one) {
            paths_.push_back(std::move(*one));
        } else if (!failure_) {
            failure_ = std::move(one.error());
        }
    }

    base::result<std::vector<std::filesystem::path>> take() {
        if (failure_) return std::unexpected(failure_->within("writing the report"));
        return std::move(paths_);
    }

private:
    std::vector<std::filesystem::path> paths_;
    std::optional<base::failure> failure_;
};

base::result<std::filesystem::path> write_whole(
    const std::filesystem::path& name, std::string_view text
) {
    auto file = staged_file::create(name);
    if (!file) return std::unexpected(file.error());
    file->write(text);
    return file->commit();
}

// A file made of a beginning, what was gathered meanwhile, and an end.
base::result<std::filesystem::path> write_around(
    const std::filesystem::path& name, std::string_view head, spool& middle, std::string_view foot
) {
    auto file = staged_file::create(name);
    base::result<void> done;
    if (file) {
        file->write(head);
        done = middle.read_back([&](std::string_view block) { file->write(block); });
        file->write(foot);
    }
    middle.discard();
    if (!file) return std::unexpected(file.error());
    if (!done) return std::unexpected(done.error());
    return file->commit();
}

}  // namespace

report_writer::report_writer(std::unique_ptr<files> all, const model::run_header& run)
    : files_(std::move(all)),
      state_(new state{run.portal, pacing_chart(run.started), run.started, {}}) {
    files_->results.write(csv_header());
}

report_writer::~report_writer() = default;

base::result<std::unique_ptr<report_writer>> report_writer::open(
    const std::filesystem::path& dir, const model::run_header& run
) {
    const auto fail = [](const base::failure& why) {
        return std::unexpected(why.within("opening the report"));
    };
    std::error_code code;
    const bool is_new = std::filesystem::create_directories(dir, code);
    if (code) return fail({code, "creating " + dir.string()});

    auto results = staged_file::create(dir / "results.csv");
    if (!results) return fail(results.error());
    auto events = staged_file::create(dir / "events.jsonl");
    if (!events) return fail(events.error());
    auto failed = staged_file::create(dir / "failed.txt");
    if (!failed) return fail(failed.error());

    std::unique_ptr<files> all(new files{
        dir,
        is_new,
        false,
        std::move(*results),
        std::move(*events),
        std::move(*failed),
        spool(dir / "junit.xml.cases"),
        spool(dir / "index.html.users")
    });
    return std::unique_ptr<report_writer>(new report_writer(std::move(all), run));
}

void report_writer::job_opened(const model::work_item& item) {
    files_->events.write(opened_event(item, state_->latest));
}

void report_writer::request_sent(const model::request& /*what*/, base::wall_time now) {
    state_->latest = std::max(state_->latest, now);
    state_->chart.add_sent(now);
}

void report_writer::request_answered(
    const model::request& what, const model::reply& reply, base::wall_time sent, base::wall_time now
) {
    state_->latest = std::max(state_->latest, now);
    if (is_rate_limit(reply)) state_->chart.add_limited(now);
    files_->events.write(answered_event(what, reply, sent, now));
}

void report_writer::job_closed(const model::job_result& what) {
    state_->latest = std::max(state_->latest, what.finished);
    ++state_->closed[what.overall];
    files_->results.write(csv_rows(what));
    files_->events.write(closed_event(what));
    files_->cases.write(junit_case(what, state_->portal));
    files_->rows.write(html_row(what));
    if (needs_another_run(what.overall)) {
        files_->failed.write(std::to_string(what.what.who.id.value()) + '\n');
    }
}

base::result<std::vector<std::filesystem::path>> report_writer::finish(
    const model::run_summary& run, const totals& all
) {
    const auto& dir = files_->dir;
    files_->finished = true;
    const auto page = html_page(run, all, state_->chart.svg());
    const auto document = boost::json::serialize(summary_document(run, all)) + '\n';
    outcome_of_files done;
    done.add(write_around(dir / "index.html", page.head, files_->rows, page.foot));
    done.add(files_->results.commit());
    done.add(files_->events.commit());
    done.add(write_around(
        dir / "junit.xml", junit_head(run, state_->closed), files_->cases, junit_foot()
    ));
    done.add(files_->failed.commit());
    done.add(write_whole(dir / "summary.json", document));
    done.add(write_whole(dir / "summary.md", summary_markdown(run, all)));
    return done.take();
}

}  // namespace report
