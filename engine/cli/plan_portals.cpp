#include "cli/plan_portals.hpp"

#include "cli/apply_portals.hpp"
#include "cli/invocation_record.hpp"
#include "cli/look.hpp"
#include "cli/many_runs.hpp"
#include "cli/plan_print.hpp"
#include "report/summary_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <memory>
#include <utility>
#include <vector>

namespace cli {

namespace {

using looks = std::vector<std::unique_ptr<looked>>;

// One document of all plans, where a document is asked for; a line for each otherwise.
class plans_told {
public:
    explicit plans_told(const options& given) : given_(given) {}

    void add(const looked& seen, const report::seen_plan_facts& facts) {
        if (given_.output != output_format::json) return print_plan(given_, seen.found, facts);
        all_.push_back(boost::json::parse(report::seen_plan_json(seen.found, facts)).at("plan"));
    }

    void finish() {
        if (given_.output != output_format::json) return;
        std::cout << boost::json::serialize(model::object{
                         {"format_version", report::format_version}, {"plans", std::move(all_)}
                     })
                  << std::endl;
    }

private:
    const options& given_;
    model::array all_;
};

exit_code tell(
    const options& given, const std::vector<portal_order>& orders, const looks& all, exit_code worst
) {
    plans_told told(given);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto facts = facts_of(given, *orders[i].files, *all[i]);
        if (!facts) {
            std::cerr << "muster: " << base::describe(facts.error()) << '\n';
            return exit_code::state_lost;
        }
        if (i != 0 && given.output == output_format::text) std::cout << '\n';
        told.add(*all[i], *facts);
        const bool differs = all[i]->found.count(model::planned::change) != 0;
        if (differs && given.detail == exit_detail::differences)
            worst = worse_of(worst, exit_code::differences);
    }
    told.finish();
    return worst;
}

}  // namespace

exit_code plan_portals(const options& given) {
    if (!given.plan_out.empty() || !given.expand.empty() || !given.json_into.empty()) {
        std::cerr << "muster plan: --out, --expand and --json-into are about the plan of one "
                     "portal, and --portal names several\n";
        return exit_code::usage;
    }
    std::vector<workspace> files;
    auto orders = orders_for_all(given, files);
    if (!orders) return orders.error();
    looks all;
    for (auto& each : *orders) {
        look_order how;
        how.command = "plan";
        how.selected = each.what.expected;
        auto seen = begin_look(given, *each.files, how);
        if (!seen) return seen.error();
        each.what = order_to_look(given, *each.files, **seen);
        each.what.invocation = to_text(record_of(given, *each.files, purpose_of_run::looks));
        all.push_back(std::move(*seen));
    }
    auto ended = carry_out_all(options_to_look(given), *orders);
    if (!ended) return ended.error();
    for (std::size_t i = 0; i < all.size(); ++i)
        if (const auto end = end_look(*all[i], std::move(ended->runs[i])); !end) return end.error();
    return tell(given, *orders, all, ended->code);
}

}  // namespace cli
