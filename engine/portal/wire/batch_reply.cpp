#include "portal/wire/batch_reply.hpp"

#include "portal/wire/answer_fields.hpp"
#include "portal/wire/portal_fault.hpp"

#include <cstddef>
#include <utility>

namespace portal {

namespace {

// One of the five maps. PHP writes an empty one as [], and one whose keys happen to be 0..n-1 as a
// list. Our keys are names, so a list with entries is taken by position only when it is complete:
// otherwise nobody could say which command each entry belongs to.
class answer_map {
public:
    answer_map(model::object& holder, const char* name) : whole_(holder.if_contains(name)) {}

    [[nodiscard]] bool present() const { return whole_ != nullptr; }

    // Whether entries can be told to belong to commands.
    [[nodiscard]] bool readable(std::size_t commands) const {
        if (whole_ == nullptr || whole_->is_null() || whole_->is_object()) return true;
        if (!whole_->is_array()) return false;
        const auto size = whole_->get_array().size();
        return size == 0 || size == commands;
    }

    [[nodiscard]] model::value* find(const model::command& what, std::size_t index) const {
        if (whole_ == nullptr) return nullptr;
        if (whole_->is_object()) return whole_->get_object().if_contains(what.key);
        if (!whole_->is_array() || index >= whole_->get_array().size()) return nullptr;
        return &whole_->get_array()[index];
    }

private:
    model::value* whole_;
};

struct answer_maps {
    answer_map results;
    answer_map errors;
    answer_map totals;
    answer_map nexts;
    answer_map times;

    explicit answer_maps(model::object& holder)
        : results(holder, "result"),
          errors(holder, "result_error"),
          totals(holder, "result_total"),
          nexts(holder, "result_next"),
          times(holder, "result_time") {}

    [[nodiscard]] model::answer answer_to(
        const model::command& what, std::size_t index, int http_status
    ) const {
        if (const auto* error = errors.find(what, index))
            return judge(read_batch_fault(*error), http_status);
        if (auto* result = results.find(what, index))
            return model::accepted{
                std::move(*result),
                read_whole(totals.find(what, index)),
                read_whole(nexts.find(what, index)),
                read_timing(times.find(what, index))
            };
        return model::not_sent{
            model::not_sent_reason::not_executed, "the portal left this command out of its answer"
        };
    }
};

}  // namespace

std::optional<std::vector<model::answer>> read_batch_answers(
    const std::vector<model::command>& asked, model::value& result, int http_status
) {
    if (!result.is_object()) return std::nullopt;
    const answer_maps maps(result.get_object());
    if (!maps.results.present() && !maps.errors.present()) return std::nullopt;
    if (!maps.results.readable(asked.size()) || !maps.errors.readable(asked.size()))
        return std::nullopt;
    std::vector<model::answer> answers;
    answers.reserve(asked.size());
    for (std::size_t i = 0; i < asked.size(); ++i)
        answers.push_back(maps.answer_to(asked[i], i, http_status));
    return answers;
}

}  // namespace portal
