#include "portal-sim/core/method.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace portal_sim {

namespace {

namespace json = boost::json;

template <char From, char To, char Shifted>
std::string with_case(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= From && c <= To ? static_cast<char>(c - From + Shifted) : c;
    });
    return out;
}

std::vector<const method*> gathered() {
    std::vector<const method*> all;
    for (const auto group :
         {settings_methods(),
          section_methods(),
          event_methods(),
          user_methods(),
          staff_methods(),
          department_methods(),
          common_methods(),
          message_methods(),
          option_methods()})
        for (const auto& each : group) all.push_back(&each);
    return all;
}

}  // namespace

const json::value* method_call::parameter(std::string_view name) const {
    return parameters.if_contains(name);
}

void method_call::fold_names() {
    json::object upper;
    for (auto& each : parameters)
        upper[with_case<'a', 'z', 'A'>(each.key())] = std::move(each.value());
    parameters = std::move(upper);
}

void method_call::reads(std::int64_t user) const {
    ++portal.seen.users[user].reads;
}

void method_call::writes(std::int64_t user) const {
    auto& record = portal.seen.users[user];
    ++record.writes;
    if (caller.user == caller.issued_to) return;
    ++record.wrong_writes;
    ++portal.seen.wrong_writes;
}

std::span<const method* const> all_methods() {
    static const auto all = gathered();
    return all;
}

const method* find_method(std::string_view name) {
    const auto all = all_methods();
    for (const auto& wanted : {with_case<'A', 'Z', 'a'>(name), std::string(name)}) {
        const auto found = std::ranges::find(all, std::string_view(wanted), &method::name);
        if (found != all.end()) return *found;
    }
    return nullptr;
}

std::unexpected<rest_error> refuse(std::string_view code, std::string_view description) {
    return std::unexpected(rest_error{400, std::string(code), std::string(description), {}});
}

}  // namespace portal_sim
