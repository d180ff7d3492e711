// The loops that everything else consists of, each alone, by Google Benchmark. A figure is the
// processor time of one turn.
#include "bench/rows.hpp"
#include "bench/workload.hpp"
#include "catalog/definitions.hpp"
#include "pacing/leaky_bucket.hpp"
#include "plan/board.hpp"
#include "policy/evaluate.hpp"
#include "policy/parse_expression.hpp"
#include "policy/user_names.hpp"
#include "portal/wire/batch_encoder.hpp"
#include "portal/wire/reply_decoder.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using benchmark::State;

void expand_a_user(State& state) {
    const auto policies = bench::office_policies();
    const auto who = bench::office_user(17);
    base::diagnostics problems;
    for (auto _ : state) benchmark::DoNotOptimize(policies.expand(who, problems));
}
BENCHMARK(expand_a_user);

void encode_a_batch_of_50(State& state) {
    const auto batch = bench::settings_batch();
    for (auto _ : state) benchmark::DoNotOptimize(portal::encode_batch(batch));
}
BENCHMARK(encode_a_batch_of_50);

void decode_a_batch_of_50(State& state) {
    const auto batch = bench::settings_batch();
    const auto answer = bench::settings_answer(batch);
    for (auto _ : state)
        benchmark::DoNotOptimize(portal::decode(batch, {200, "application/json", "", answer}));
}
BENCHMARK(decode_a_batch_of_50);

policy::expression parsed(std::string_view text) {
    auto read = policy::parse_expression(text);
    if (read) return std::move(*read);
    std::fprintf(stderr, "bench: %s\n", read.error().message.c_str());
    std::exit(1);
}

void evaluate_an_expression(State& state) {
    const auto what =
        parsed(R"(user.department matches "Sales*" and lower(user.email) != "ann@acme.example")");
    const auto who = bench::office_user(17);
    const std::vector<policy::variable> none;
    for (auto _ : state) {
        policy::user_names known(&who, none);
        benchmark::DoNotOptimize(policy::decide(what, known));
    }
}
BENCHMARK(evaluate_an_expression);

// A request that leaves as soon as it may and is answered half a second later.
void take_from_the_bucket(State& state) {
    pacing::leaky_bucket bucket({50, 20, 1});
    base::time_point now{};
    for (auto _ : state) {
        now = std::max(now, bucket.ready_at(now));
        bucket.take(now);
        bucket.answered(now + std::chrono::milliseconds(500));
    }
}
BENCHMARK(take_from_the_bucket);

model::work_item notification(std::uint64_t number) {
    model::work_item item;
    item.number = model::job_number(number);
    item.what.who = bench::office_user(static_cast<std::int64_t>(number) + 1);
    auto& step = item.what.steps.emplace_back();
    step.target = "im.notify.system.add";
    step.with.emplace_back(
        std::make_shared<const model::key_origin>("MESSAGE"), model::value("hello")
    );
    item.credential = model::credential_of(item.what.who.id);
    item.known = model::identity::proven;
    return item;
}

model::reply all_accepted(const model::request& what) {
    model::reply reply;
    reply.http_status = 200;
    for (std::size_t i = 0; i < what.commands.size(); ++i)
        reply.answers.emplace_back(model::accepted{model::value(true), {}, {}, {}});
    return reply;
}

// One job comes and one request leaves, is settled and closes a job, while so many stay open.
void choose_and_settle(State& state) {
    plan::board board(catalog::definitions::built_in(), {});
    std::uint64_t number = 0;
    while (number < static_cast<std::uint64_t>(state.range(0)))
        board.open(notification(number++), {});
    base::time_point now{};
    for (auto _ : state) {
        board.open(notification(number++), {});
        const auto request = board.next(now, plan::source::has_more);
        board.settle(*request, all_accepted(*request), {now, 0.5}, {});
        benchmark::DoNotOptimize(board.take_closed());
        now += std::chrono::milliseconds(50);
    }
}
BENCHMARK(choose_and_settle)->ArgName("open")->Arg(100)->Arg(10'000);

// Turns Google Benchmark's runs into rows.
class row_reporter final : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(const Context& /*where*/) override { return true; }

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const auto& each : runs)
            bench::print({each.benchmark_name(), each.GetAdjustedCPUTime(), "ns"});
    }
};

}  // namespace

int main(int count, char** arguments) {
    benchmark::Initialize(&count, arguments);
    row_reporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    return 0;
}
