#include "bench/rows.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <cstdio>
#include <ctime>
#include <sys/resource.h>

namespace bench {

namespace {

bool holds(double value, const target& wanted) {
    return wanted.which == target::bound::at_least ? value >= wanted.value : value <= wanted.value;
}

}  // namespace

void print(const row& what) {
    boost::json::object line{{"row", what.name}, {"value", what.value}, {"unit", what.unit}};
    if (what.wanted) {
        const bool least = what.wanted->which == target::bound::at_least;
        line[least ? "at_least" : "at_most"] = what.wanted->value;
        line["holds"] = holds(what.value, *what.wanted);
    }
    if (!what.note.empty()) line["note"] = what.note;
    std::puts(boost::json::serialize(line).c_str());
    std::fflush(stdout);
}

double cpu_seconds() {
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

double peak_memory() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_maxrss) * 1024;
}

}  // namespace bench
