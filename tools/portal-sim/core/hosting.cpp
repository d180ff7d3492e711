#include "portal-sim/core/hosting.hpp"

#include "portal-sim/core/parameters.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace portal_sim {

namespace {

namespace json = boost::json;

// Two dots at the least: OpenSSL takes no certificate for *.localhost.
constexpr std::string_view domain = ".sim.localhost";

reply plain_json(const json::object& body, int status) {
    reply said;
    said.status = status;
    said.body = json::serialize(body);
    return said;
}

reply nobody_here() {
    reply said;
    said.status = 404;
    said.content_type = "text/html";
    said.body = "<html><body><h1>404: there is no portal of this name</h1></body></html>\r\n";
    return said;
}

bool is_maximum(std::string_view name) {
    return name.starts_with("max_") || name == "bucket_peak";
}

void add(json::object& sum, const json::object& one) {
    for (const auto& [name, value] : one) {
        auto& so_far = sum[name];
        const auto before = so_far.is_null() ? 0.0 : so_far.to_number<double>();
        const auto more = value.to_number<double>();
        const auto all = is_maximum(name) ? std::max(before, more) : before + more;
        const auto whole = static_cast<std::int64_t>(all);
        if (static_cast<double>(whole) == all)
            so_far = whole;
        else
            so_far = all;
    }
}

}  // namespace

hosting::hosting(const portal_options& each, std::size_t count, unsigned port) {
    if (count == 1) {
        portals_.push_back({"", each.url, portal(each)});
        return;
    }
    const auto width = std::to_string(count).size();
    portals_.reserve(count);
    for (std::size_t number = 1; number <= count; ++number) {
        auto name = fmt::format("portal-{:0{}}", number, width);
        auto options = each;
        options.name = name;
        options.seed = each.seed + number - 1;
        options.url = fmt::format("https://{}{}:{}/", name, domain, port);
        by_name_.emplace(name, portals_.size());
        portals_.push_back({std::move(name), options.url, portal(options)});
    }
}

portal* hosting::find(std::string_view host) {
    if (by_name_.empty()) return &portals_.front().answers;
    host = host.substr(0, host.find(':'));
    if (!host.ends_with(domain)) return nullptr;
    const auto found = by_name_.find(host.substr(0, host.size() - domain.size()));
    return found == by_name_.end() ? nullptr : &portals_[found->second].answers;
}

reply hosting::handle(const request& what, time_point now) {
    auto* const one = find(what.host);
    return one != nullptr ? one->handle(what, now) : answer_for_all(what, now);
}

json::object hosting::totals() const {
    json::object sum;
    for (const auto& each : portals_) add(sum, each.answers.totals());
    return sum;
}

reply hosting::answer_for_all(const request& what, time_point now) {
    const auto path = path_of(what.target);
    if (path == "/__state") {
        json::object each_of_them;
        for (const auto& each : portals_) each_of_them[each.name] = each.answers.totals();
        return plain_json({{"totals", totals()}, {"portals", std::move(each_of_them)}}, 200);
    }
    if (path != "/__control") return nobody_here();
    json::error_code failed;
    const auto orders = json::parse(what.body, failed);
    if (what.method != http_method::post || failed || !orders.is_object())
        return plain_json({{"ok", false}, {"problem", "POST a JSON object"}}, 400);
    const auto said = order_all(orders.get_object(), now);
    return plain_json(said, said.at("ok").get_bool() ? 200 : 400);
}

// They are alike, so what one of them refuses none of them has done.
json::object hosting::order_all(const json::object& orders, time_point now) {
    json::object said;
    for (auto& each : portals_) {
        said = each.answers.control(orders, now);
        if (!said.at("ok").get_bool()) break;
    }
    return said;
}

}  // namespace portal_sim
