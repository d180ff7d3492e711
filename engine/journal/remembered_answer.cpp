#include "journal/remembered_answer.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace journal {

namespace {

constexpr std::size_t longest_text = 400;
constexpr std::size_t longest_id = 40;

// Not in the middle of a character of UTF-8.
std::string beginning_of(std::string_view text) {
    if (text.size() <= longest_text) return std::string(text);
    auto end = longest_text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return std::string(text.substr(0, end)).append("...");
}

// A portal gives ids as whole numbers or as their texts.
std::optional<std::string> id_in(const model::value& result) {
    if (result.is_int64()) return std::to_string(result.as_int64());
    if (!result.is_string()) return std::nullopt;
    const std::string_view text = result.as_string();
    const bool digits =
        std::all_of(text.begin(), text.end(), [](char each) { return each >= '0' && each <= '9'; });
    if (!digits || text.empty() || text.size() > longest_id) return std::nullopt;
    return std::string(text);
}

struct remembering {
    remembered_answer operator()(const model::not_sent& answer) const {
        return {fate::not_sent, {}, beginning_of(answer.text), {}};
    }
    remembered_answer operator()(const model::accepted&) const {
        return {fate::accepted, {}, {}, {}};
    }
    remembered_answer operator()(const model::rejected& answer) const {
        const bool done_perhaps = answer.took == model::effect::possible;
        return {
            done_perhaps ? fate::in_doubt : fate::rejected,
            answer.code,
            beginning_of(answer.text),
            {}
        };
    }
    remembered_answer operator()(const model::unknown& answer) const {
        return {fate::unknown, {}, beginning_of(answer.why), {}};
    }
};

}  // namespace

remembered_answer remember(const model::command& what, const model::answer& answer) {
    auto kept = std::visit(remembering{}, answer);
    const auto* accepted = std::get_if<model::accepted>(&answer);
    if (accepted != nullptr && what.why == model::purpose::write) {
        kept.created = id_in(accepted->result);
    }
    return kept;
}

std::optional<remembered_answer> remember_whole(const model::reply& reply) {
    if (!reply.whole || std::holds_alternative<model::accepted>(*reply.whole)) return std::nullopt;
    auto kept = std::visit(remembering{}, *reply.whole);
    if (reply.moved_to) {
        kept.text = beginning_of("moved to " + *reply.moved_to + ". " + kept.text);
    }
    return kept;
}

}  // namespace journal
