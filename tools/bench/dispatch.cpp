// Dispatch with all its layers, on one thread: expansion, catalog, pacing, HTTPS, decoding, journal
// on disk - and the same with a journal that forgets everything, in turn, now the one first and now
// the other. One request for each user.
//
// bench_dispatch URL CA_FILE WEBHOOKS ROUNDS prints a line of JSON for each round, for
// tools/bench/dispatch.py.
#include "async/system_clock_source.hpp"
#include "bench/rows.hpp"
#include "dispatch/lane.hpp"
#include "dispatch/ports/unwritten_journal.hpp"
#include "journal/store.hpp"
#include "policy/policy_set.hpp"
#include "portal/credential_book.hpp"
#include "portal/fingerprints.hpp"
#include "portal/https_portal.hpp"
#include "report/fan_out.hpp"
#include "roster/source.hpp"
#include "run/job_stream.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdlib.h>
#include <string>
#include <vector>

namespace {

constexpr const char* policy_text = R"(
apiVersion: muster/v1
kind: Policy
metadata: { name: bench }
spec:
  steps:
    - ensure: calendar.user.settings
      with: { syncPeriodPast: 3 }
)";

[[noreturn]] void give_up(const std::string& why) {
    fmt::print(stderr, "bench_dispatch: {}\n", why);
    std::exit(1);
}

template <class Value>
Value must(base::result<Value> given) {
    if (!given) give_up(base::describe(given.error()));
    return std::move(*given);
}

// Remembers nothing but whether everybody is as he should be.
class forgetful final : public dispatch::unwritten_journal {
public:
    base::result<void> close_job(const model::job_result& what) override {
        if (what.overall != model::user_outcome::unchanged) ++others;
        return {};
    }
    std::size_t others = 0;
};

// Everybody who has a webhook.
class owners final : public roster::source {
public:
    explicit owners(const std::vector<model::user_id>& all) : all_(all) {}

    std::optional<model::user> next(base::diagnostics&) override {
        if (next_ == all_.size()) return std::nullopt;
        model::user made;
        made.id = all_[next_++];
        made.email = fmt::format("user{}@bench.example", made.id.value());
        made.attributes = {{"id", made.id.value()}, {"email", made.email}};
        return made;
    }

private:
    const std::vector<model::user_id>& all_;
    std::size_t next_ = 0;
};

struct place {
    portal::portal_options options;
    portal::credential_book credentials;
    std::vector<model::user_id> users;
};

place read_place(const std::string& url, const std::string& ca_file, const std::string& webhooks) {
    place made;
    const auto where = portal::parse_origin(url);
    if (!where) give_up(where.error());
    made.options.where = *where;
    made.options.ca_file = ca_file;
    std::ifstream lines(webhooks);
    std::string line;
    std::getline(lines, line);  // the names of the columns
    while (std::getline(lines, line)) {
        auto hook = portal::webhook_url::parse(base::secret(line.substr(line.find(',') + 1)));
        if (!hook) give_up(hook.error());
        made.users.push_back(hook->owner());
        made.credentials.add(model::credential_of(made.users.back()), std::move(*hook));
    }
    if (made.users.empty()) give_up("no webhook in " + webhooks);
    return made;
}

struct figures {
    double rate = 0;  // requests per second
    double each = 0;  // microseconds of processor time, of all threads
};

enum class memory { kept, forgotten };

figures run_once(
    const place& at,
    journal::store& store,
    const policy::policy_set& policies,
    memory how,
    int number
) {
    boost::asio::io_context context{1};
    async::system_clock_source clock;
    portal::https_portal portal(context.get_executor(), clock, at.credentials, at.options);
    owners who(at.users);
    const auto salt = must(store.salt());
    model::run_header header;
    header.id = model::run_id(fmt::format("bench-{}", number));
    header.portal = model::portal_name("bench");
    header.portal_url = "https://bench.example";
    const auto run = must(store.start_run(header));
    portal::fingerprints under(salt);
    run->name_with(
        {[&](const model::credential_id& whose) {
             return at.credentials.fingerprint(whose, under).value_or("");
         },
         [](const model::step&) { return std::string(); }}
    );
    run::job_stream jobs(
        who, policies, must(run::equipment::of(at.credentials, store, header.portal))
    );
    forgetful nothing;
    report::progress_fan_out nobody;
    dispatch::lane_options options;
    options.limits = {.burst = static_cast<std::uint32_t>(2 * at.users.size()), .rate = 1000};
    options.board.look_ahead = 2 * options.connections;
    auto& kept = how == memory::kept ? static_cast<dispatch::journal_port&>(*run) : nothing;
    dispatch::lane lane(
        context.get_executor(),
        clock,
        {portal, kept, nobody, jobs},
        catalog::definitions::built_in(),
        options
    );
    std::optional<dispatch::lane_end> end;
    const auto conduct = [&]() -> boost::asio::awaitable<void> {
        end = co_await lane.run();
        co_await portal.close();
    };
    const double used = bench::cpu_seconds();
    const auto began = clock.now();
    boost::asio::co_spawn(context, conduct(), [](std::exception_ptr failed) {
        if (failed) std::rethrow_exception(failed);
    });
    context.run();
    if (how == memory::kept) {
        if (const auto written = run->write_out(); !written)
            give_up(base::describe(written.error()));
    }
    const std::chrono::duration<double> took = clock.now() - began;
    if (!end || end->how != model::run_end::complete) give_up(end ? end->why : "no end");
    if (end->counts.requests != at.users.size())
        give_up(fmt::format("{} requests for {} users", end->counts.requests, at.users.size()));
    if (nothing.others != 0)
        give_up(fmt::format("{} users are not as they should be", nothing.others));
    const auto count = static_cast<double>(end->counts.requests);
    return {count / took.count(), (bench::cpu_seconds() - used) * 1e6 / count};
}

void print_round(const figures& with, const figures& without) {
    fmt::print(
        R"({{"rate": {}, "each": {}, "rate_without": {}, "each_without": {}}})"
        "\n",
        with.rate,
        with.each,
        without.rate,
        without.each
    );
}

}  // namespace

int main(int count, char** words) {
    if (count != 5) give_up("bench_dispatch URL CA_FILE WEBHOOKS ROUNDS");
    const auto at = read_place(words[1], words[2], words[3]);
    base::diagnostics problems;
    const auto policies = policy::policy_set::read_text(
        policy_text, "bench.yaml", catalog::definitions::built_in(), problems
    );
    if (!policies) give_up(base::to_text(problems.sorted().front()));
    auto pattern = (std::filesystem::temp_directory_path() / "muster-bench-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) give_up("no temporary folder");
    {
        auto store = must(journal::store::open(
            std::filesystem::path(pattern) / "journal.sqlite", journal::writing::behind
        ));
        int number = 0;
        const auto run = [&](memory how) { return run_once(at, store, *policies, how, ++number); };
        run(memory::kept);  // whose credential is whose
        for (int i = 0; i < std::atoi(words[4]); ++i) {
            const bool with_first = i % 2 == 0;
            const auto first = run(with_first ? memory::kept : memory::forgotten);
            const auto second = run(with_first ? memory::forgotten : memory::kept);
            print_round(with_first ? first : second, with_first ? second : first);
        }
    }
    std::filesystem::remove_all(pattern);
}
