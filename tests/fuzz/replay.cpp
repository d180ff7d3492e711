#include "input.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

// Feeds a harness the files that are named, and those of the folders that are named. A crash is a
// failed test; the last line printed names its file.
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_of(const fs::path& named) {
    if (!fs::is_directory(named)) return {named};
    std::vector<fs::path> files;
    for (const auto& each : fs::directory_iterator(named))
        if (each.is_regular_file()) files.push_back(each.path());
    return files;
}

void feed(const fs::path& file) {
    fmt::print(stderr, "{}\n", file.string());
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t fed = 0;
    for (const char* const named : std::span(argv, static_cast<std::size_t>(argc)).subspan(1)) {
        const auto files = files_of(named);
        if (files.empty()) {
            fmt::print(stderr, "{}: no files\n", named);
            return 1;
        }
        for (const auto& each : files) feed(each);
        fed += files.size();
    }
    fmt::print(stderr, "{} inputs\n", fed);
    return fed == 0 ? 1 : 0;
}
