#pragma once

#include <optional>
#include <string>

namespace bench {

// What a figure should be. Told in the table, and asserted nowhere.
struct target {
    enum class bound { at_least, at_most };
    bound which = bound::at_least;
    double value = 0;
};

// One line of the table.
struct row {
    std::string name;
    double value = 0;
    std::string unit;
    std::optional<target> wanted = std::nullopt;
    std::string note = {};
};

// Writes the row to stdout as one line of JSON: what tools/bench/run gathers
// (tools/bench/README.md).
void print(const row& what);

// Seconds of processor time, the kernel's included, that this process has used. Others on the same
// machine do not count in it.
double cpu_seconds();

// The most memory that this process ever held, in bytes.
double peak_memory();

// The least processor time that one of `rounds` calls took: noise only ever adds.
template <class Work>
double least_seconds(int rounds, const Work& work) {
    double least = 0;
    for (int i = 0; i < rounds; ++i) {
        const double began = cpu_seconds();
        work();
        const double took = cpu_seconds() - began;
        if (i == 0 || took < least) least = took;
    }
    return least;
}

}  // namespace bench
