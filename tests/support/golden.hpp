#pragma once

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

// Compares what a test made with a file of tests/golden/, byte for byte. UPDATE_GOLDEN=1 in the
// environment writes the files instead; the difference is then reviewed like code.
// Whoever includes this defines MUSTER_GOLDEN_DIR, the folder of his files.
#ifndef MUSTER_GOLDEN_DIR
#error "MUSTER_GOLDEN_DIR is not defined: see tests/unit/report/CMakeLists.txt"
#endif

namespace support {

inline std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// What differs first, as a line number and the two lines: a diff of whole files is unreadable in a
// log.
inline std::string first_difference(std::string_view expected, std::string_view actual) {
    std::size_t line = 1;
    while (!expected.empty() || !actual.empty()) {
        const auto left = expected.substr(0, expected.find('\n'));
        const auto right = actual.substr(0, actual.find('\n'));
        const bool left_ends = left.size() == expected.size();  // without a newline
        const bool right_ends = right.size() == actual.size();
        if (left != right || left_ends != right_ends) {
            return "line " + std::to_string(line) + "\n  expected: " + std::string(left) +
                   "\n  actual:   " + std::string(right);
        }
        expected.remove_prefix(std::min(left.size() + 1, expected.size()));
        actual.remove_prefix(std::min(right.size() + 1, actual.size()));
        ++line;
    }
    return "none";
}

inline void check_golden(std::string_view name, std::string_view actual) {
    const auto path = std::filesystem::path(MUSTER_GOLDEN_DIR) / name;
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << actual;
        BOOST_TEST_MESSAGE("wrote " << path);
        return;
    }
    BOOST_TEST(std::filesystem::exists(path), path << " is missing: UPDATE_GOLDEN=1 writes it");
    const auto expected = text_of_file(path);
    BOOST_TEST(expected == actual, name << " differs at " << first_difference(expected, actual));
}

}  // namespace support
