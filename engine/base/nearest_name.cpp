#include "base/nearest_name.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace base {
namespace {

// A name longer than this is no slip of the hand, and comparing it would cost its square.
constexpr std::size_t longest_name = 100;

// In tenths of a mistake, so that a letter of the wrong case costs less than any other letter.
constexpr std::size_t mistake = 10;
constexpr std::size_t wrong_case = 1;

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::size_t cost_of(char a, char b) {
    if (a == b) return 0;
    return lower(a) == lower(b) ? wrong_case : mistake;
}

// Optimal string alignment: only the last three rows of the table are ever needed.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last;
    std::vector<std::size_t> last(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j * mistake;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::vector<std::size_t> row(b.size() + 1);
        row[0] = i * mistake;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min(
                {last[j] + mistake, row[j - 1] + mistake, last[j - 1] + cost_of(a[i - 1], b[j - 1])}
            );
            const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                                 lower(a[i - 2]) == lower(b[j - 1]);
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + mistake);
        }
        before_last = std::move(last);
        last = std::move(row);
    }
    return last.back();
}

}  // namespace

std::optional<std::string> nearest_name(
    std::string_view wrong, std::span<const std::string> known
) {
    if (wrong.empty() || wrong.size() > longest_name) return std::nullopt;
    const std::string* nearest = nullptr;
    // Below one mistake only the case may differ: of a name of two letters nothing else is left to
    // recognise.
    std::size_t least = wrong.size() < 3 ? mistake - 1 : wrong.size() / 3 * mistake + mistake - 1;
    for (const auto& each : known) {
        if (each.size() > longest_name) continue;
        const auto far = distance(wrong, each);
        if (far > least || (nearest != nullptr && far == least)) continue;
        nearest = &each;
        least = far;
    }
    if (nearest == nullptr) return std::nullopt;
    return *nearest;
}

}  // namespace base
