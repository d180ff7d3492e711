#include "report/reasons.hpp"

#include "report/characters.hpp"

#include <algorithm>
#include <tuple>

namespace report {

namespace {

constexpr std::size_t max_groups = 100;

// Long enough for a sentence of a portal, short enough for a hundred thousand hostile ones.
constexpr std::size_t max_text = 300;
constexpr std::size_t max_code = 80;

constexpr std::string_view other_reasons = "(other reasons)";

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool is_letter_or_digit(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;  // a letter that is not ASCII
}

// The end of the quotation that starts at `from`, past its closing mark; `from` when none starts
// there or it does not close. An apostrophe within a word starts none.
std::size_t end_of_quotation(std::string_view text, std::size_t from) noexcept {
    if (text[from] != '"' && text[from] != '\'') return from;
    if (from != 0 && is_letter_or_digit(text[from - 1])) return from;
    const auto closing = text.find(text[from], from + 1);
    return closing == std::string_view::npos ? from : closing + 1;
}

void add_sample(std::vector<std::string>& samples, std::string_view one) {
    if (one.empty() || samples.size() == max_samples) return;
    if (std::find(samples.begin(), samples.end(), one) == samples.end()) samples.emplace_back(one);
}

// A word with an at sign between other characters.
bool is_address(std::string_view word) noexcept {
    const auto at = word.find('@');
    return at != std::string_view::npos && at != 0 && at + 1 != word.size();
}

void append_shape_of_word(std::string& out, std::string_view word) {
    if (is_address(word)) {
        out += "…";
        return;
    }
    bool in_number = false;
    for (const char c : word) {
        if (!is_digit(c)) out += c;
        if (is_digit(c) && !in_number) out += '#';
        in_number = is_digit(c);
    }
}

}  // namespace

std::string text_shape(std::string_view text) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        if (const auto end = end_of_quotation(text, at); end != at) {
            out += text[at];
            out += "…";
            out += text[at];
            at = end;
            continue;
        }
        if (text[at] == ' ') {
            out += text[at++];
            continue;
        }
        const auto end = std::min(text.find_first_of(" \"'", at + 1), text.size());
        append_shape_of_word(out, text.substr(at, end - at));
        at = end;
    }
    return out;
}

std::string user_label(const model::user& who) {
    auto label = std::to_string(who.id.value());
    return who.email.empty() ? label : label + " " + who.email;
}

void reasons::add(
    std::string_view code, std::string_view text, std::string_view target, const model::user& who
) {
    // First by bytes: what takes no columns would not be cut at all.
    const auto short_text = cut_to_columns(text.substr(0, 4 * max_text), max_text);
    key which{cut_to_columns(code.substr(0, 4 * max_code), max_code), text_shape(short_text)};
    auto& group = group_of(std::move(which), short_text);
    ++group.users;
    add_sample(group.samples, user_label(who));
    add_sample(group.targets, target);
}

void reasons::add(const reasons& others, std::string_view label) {
    for (const auto& [which, each] : others.groups_) {
        auto& group = group_of(which, each.text);
        group.users += each.users;
        for (const auto& sample : each.samples)
            add_sample(group.samples, std::string(label) + ": " + sample);
        for (const auto& target : each.targets) add_sample(group.targets, target);
    }
}

reason_group& reasons::group_of(key which, std::string_view text) {
    if (groups_.size() >= max_groups && !groups_.contains(which)) {
        which = {std::string(), std::string(other_reasons)};
    }
    auto& group = groups_[which];
    if (group.users == 0) {
        group.code = which.first;
        group.text = which.second == other_reasons ? which.second : std::string(text);
    } else if (group.text != text) {
        group.text = which.second;
    }
    return group;
}

std::vector<reason_group> reasons::by_count() const {
    std::vector<reason_group> all;
    all.reserve(groups_.size());
    for (const auto& [which, group] : groups_) all.push_back(group);
    std::sort(all.begin(), all.end(), [](const reason_group& a, const reason_group& b) {
        return std::tie(b.users, a.code, a.text) < std::tie(a.users, b.code, b.text);
    });
    return all;
}

std::vector<reason_group> with_advice(
    std::vector<reason_group> groups,
    const advice_source& advice,
    const command_source& next_command
) {
    for (auto& group : groups) {
        if (advice) group.advice = advice(group.code);
        if (next_command) group.next_command = next_command(group.code);
    }
    return groups;
}

}  // namespace report
