#include "run/plan_writer.hpp"

#include "model/planned.hpp"
#include "report/reasons.hpp"

#include <algorithm>
#include <utility>

namespace run {

namespace {

constexpr std::size_t most_pending = std::size_t{64} << 10U;

// What a line tells of somebody for whom nothing changes.
model::job_result what_is_told(const model::job_result& of) {
    model::job_result made;
    made.number = of.number;
    made.what.who.id = of.what.who.id;
    made.what.who.email = of.what.who.email;
    made.what.exempt = of.what.exempt;
    made.overall = of.overall;
    made.blocked = of.blocked;
    made.reason = of.reason;
    const auto told = std::ranges::find_if(of.steps, [](const model::step_result& each) {
        return !each.code.empty() && each.code != "done-before";
    });
    if (told == of.steps.end()) return made;
    const auto place = static_cast<std::size_t>(told - of.steps.begin());
    made.steps.emplace_back().code = told->code;
    made.steps.back().reason = told->reason;
    auto& step = made.what.steps.emplace_back();
    step.kind = of.what.steps[place].kind;
    step.target = of.what.steps[place].target;
    if (made.reason.empty()) made.reason = told->reason;
    return made;
}

}  // namespace

plan_writer::plan_writer(
    plan_file& into,
    const plan::saved_head& head,
    const catalog::definitions& all,
    protection_rule shield,
    in_order also
)
    : into_(into),
      lines_(all),
      shield_(std::move(shield)),
      also_(std::move(also)),
      selected_(head.selected) {
    put(plan::head_line(head) + '\n');
    meaning_.add(head.portal.value() + '\n' + head.portal_url + '\n');
}

void plan_writer::job_closed(const model::job_result& what) {
    waiting one;
    if (shield_) one.shield = shield_(what.what.who);
    const bool changes = model::planned_for(what) == model::planned::change;
    one.what = changes ? what : what_is_told(what);
    one.what.what.who.attributes.clear();
    early_.emplace(what.number, std::move(one));
    while (!open_.empty()) {
        const auto next = early_.find(open_.front());
        if (next == early_.end()) return;
        write(next->second);
        early_.erase(next);
        open_.pop_front();
    }
}

void plan_writer::write(const waiting& one) {
    if (also_) also_(one.what);
    const auto which = model::planned_for(one.what);
    ++end_.users[which];
    ++written_;
    if (which == model::planned::change && one.shield == plan::protection::is_protected) {
        ++shielded_.count;
        if (shielded_.names.size() < report::max_samples)
            shielded_.names.push_back(report::user_label(one.what.what.who));
    }
    const auto text = lines_.of(one.what, one.shield);
    meaning_.add(text.meaning);
    put(text.file);
}

void plan_writer::put(std::string_view bytes) {
    file_.add(bytes);
    pending_ += bytes;
    if (pending_.size() >= most_pending) flush();
}

void plan_writer::flush() {
    if (!failure_)
        if (auto done = into_.append(pending_); !done) failure_ = std::move(done.error());
    pending_.clear();
}

base::result<plan::saved_end> plan_writer::finish(
    std::uint64_t unmatched, std::uint64_t calls_left_out
) {
    if (!open_.empty() || !early_.empty() || (selected_ && written_ != *selected_))
        return std::unexpected(base::failure{
            std::make_error_code(std::errc::interrupted),
            "the roster or a policy changed while everybody was looked at"
        });
    end_.unmatched = unmatched;
    end_.calls_left_out = calls_left_out;
    end_.plan = meaning_.hex();
    const auto body = plan::end_body(end_);
    file_.add(body);
    end_.file = file_.hex();
    pending_ += plan::end_line(body, end_.file) + '\n';
    flush();
    if (failure_) return std::unexpected(*failure_);
    return end_;
}

}  // namespace run
