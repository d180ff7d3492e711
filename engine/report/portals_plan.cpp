#include "report/portals_plan.hpp"

#include "report/summary_json.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <ostream>
#include <utility>

namespace report {

plans_printer::plans_printer(std::ostream& out, plans_form form, colors paint)
    : out_(out), form_(form), paint_(paint) {
    if (form_ == plans_form::document)
        out_ << "{\"format_version\":" << format_version << ",\"portals\":[";
}

void plans_printer::add(const offline_plan& plan, const plan_facts& facts) {
    const auto cost = plan.requests();
    planned_ += plan.planned_users();
    blocked_ += plan.blocked_users();
    excepted_ += facts.excepted;
    unmatched_ += facts.unmatched;
    requests_.least += cost.least;
    requests_.most += cost.most + facts.shared_requests;
    const bool first = portals_++ == 0;
    if (form_ == plans_form::text) {
        out_ << (first ? "" : "\n") << plan_text(plan, facts, paint_);
        return;
    }
    auto body = plan_object(plan, facts);
    if (form_ == plans_form::document) {
        out_ << (first ? "\n" : ",\n") << boost::json::serialize(body);
        return;
    }
    const model::object line{
        {"format_version", format_version}, {"type", "portal"}, {"plan", std::move(body)}
    };
    out_ << boost::json::serialize(line) << '\n';
}

void plans_printer::finish() {
    const auto selected = planned_ + blocked_ + excepted_;
    if (form_ == plans_form::text) {
        out_ << fmt::format(
            "\nALL {} PORTALS\n"
            "  planned    {}\n  blocked    {}\n  excepted   {}\n  selected   {}\n  unmatched  {}\n"
            "  requests   {} where all is right, at most {}\n",
            portals_,
            planned_,
            blocked_,
            excepted_,
            selected,
            unmatched_,
            requests_.least,
            requests_.most
        );
        return;
    }
    const model::object summary{
        {"portals", portals_},
        {"planned", planned_},
        {"blocked", blocked_},
        {"excepted", excepted_},
        {"selected", selected},
        {"unmatched", unmatched_},
        {"requests", model::object{{"least", requests_.least}, {"most", requests_.most}}}
    };
    if (form_ == plans_form::document) {
        out_ << "\n],\"summary\":" << boost::json::serialize(summary) << "}\n";
        return;
    }
    const model::object line{
        {"format_version", format_version}, {"type", "summary"}, {"summary", summary}
    };
    out_ << boost::json::serialize(line) << '\n';
}

}  // namespace report
