// How fast commands are put into words and answers understood: batches of 50, no network.
#include "bench/rows.hpp"
#include "bench/workload.hpp"
#include "portal/wire/batch_encoder.hpp"
#include "portal/wire/reply_decoder.hpp"

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

constexpr int rounds = 40;
constexpr int batches = 200;  // of a round

[[noreturn]] void give_up(const char* why) {
    std::fprintf(stderr, "bench: %s\n", why);
    std::exit(1);
}

void encode(const model::request& what) {
    for (int i = 0; i < batches; ++i)
        if (!portal::encode_batch(what)) give_up("the batch cannot be encoded");
}

void decode(const model::request& asked, const std::string& body) {
    for (int i = 0; i < batches; ++i) {
        const auto reply = portal::decode(asked, {200, "application/json", "", body});
        if (!std::holds_alternative<model::accepted>(reply.answers.back()))
            give_up("the answer cannot be decoded");
    }
}

double per_second(double seconds) {
    return batches * static_cast<double>(model::max_batch) / seconds;
}

}  // namespace

int main() {
    const auto batch = bench::settings_batch();
    const auto answer = bench::settings_answer(batch);
    const double encoding = bench::least_seconds(rounds, [&] { encode(batch); });
    const double decoding = bench::least_seconds(rounds, [&] { decode(batch, answer); });
    bench::print({"commands encoded", per_second(encoding), "commands/s and core"});
    bench::print({"answers decoded", per_second(decoding), "commands/s and core"});
    bench::print(
        {"commands encoded and answers decoded",
         per_second(encoding + decoding),
         "commands/s and core",
         bench::target{bench::target::bound::at_least, 200'000},
         "batches of 50, half of them reads of all settings, half writes of 12"}
    );
}
