#include "run/once_key.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <string_view>

namespace run {

namespace {

// FNV-1a: enough to tell a changed message from an unchanged one; nobody gains from forging it.
class fingerprint {
public:
    void add(std::string_view text) {
        for (const char each : text) mix(static_cast<unsigned char>(each));
        mix(0xFF);  // no byte of UTF-8: keeps "ab","c" and "a","bc" apart
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

private:
    void mix(unsigned char byte) {
        value_ ^= byte;
        value_ *= 0x100000001b3ULL;
    }
    std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

}  // namespace

std::string once_key(const model::step& which) {
    std::map<std::string_view, const model::setting*>
        by_name;  // the order in the policy does not matter
    for (const auto& each : which.with) by_name[each.key()] = &each;
    fingerprint print;
    for (const auto& [name, setting] : by_name) {
        print.add(name);
        if (const auto* whole = std::get_if<model::step_reference>(&setting->wanted))
            print.add(model::reference_in_words(whole->step_id));
        else
            print.add(boost::json::serialize(model::in_words(setting->wanted)));
    }
    return fmt::format("{}:{}:{:016x}", which.target, which.id, print.value());
}

}  // namespace run
