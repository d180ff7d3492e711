#include "portal/wire/answer_text.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace portal {

namespace {

namespace json = boost::json;

constexpr std::size_t max_depth = 64;

// Where in an answer a container stands.
enum class zone : std::uint8_t {
    outside,
    answer,   // the whole
    result,   // of a batch
    results,  // the results of its commands, by their keys
    wanted,   // the result of a command
    times,    // result_time of a batch
    time,     // a `time` object
    other,
};

using names = std::span<const std::string_view>;

bool is_kept_of_time(std::string_view name) {
    constexpr std::array<std::string_view, 4> kept{
        "duration", "operating", "operating_reset_at", "finish"
    };
    return std::ranges::find(kept, name) != kept.end();
}

// What a container is, and which of its members are kept; none = all.
struct meaning {
    zone where = zone::other;
    names only = {};
};

meaning result_of(const model::command& what) {
    static constexpr std::array<std::string_view, 1> id{"ID"};
    return {zone::wanted, what.why == model::purpose::identity ? names(id) : names()};
}

meaning within(zone parent, std::string_view name, const model::request& asked) {
    const bool batch = asked.form == model::request_form::batch;
    switch (parent) {
        case zone::answer:
            if (name == "time") return {zone::time};
            if (name != "result") break;
            if (batch) return {zone::result};
            if (!asked.commands.empty()) return result_of(asked.commands.front());
            break;
        case zone::result:
            if (name == "result") return {zone::results};
            if (name == "result_time") return {zone::times};
            break;
        case zone::results: {
            const auto named = [&](const model::command& each) { return each.key == name; };
            const auto found = std::ranges::find_if(asked.commands, named);
            if (found != asked.commands.end()) return result_of(*found);
            break;
        }
        case zone::times:
            return {zone::time};
        case zone::outside:
        case zone::wanted:
        case zone::time:
        case zone::other:
            break;
    }
    return {};
}

// Boost.JSON's builder of values, with a filter before it. The names of its functions are those
// that basic_parser calls.
class builder {
public:
    static constexpr std::size_t max_object_size = json::object::max_size();
    static constexpr std::size_t max_array_size = json::array::max_size();
    static constexpr std::size_t max_key_size = json::string::max_size();
    static constexpr std::size_t max_string_size = json::string::max_size();

    builder(const model::request& asked, unsigned char* scratch, std::size_t size)
        : asked_(asked), values_({}, scratch, size) {
        values_.reset();
    }

    model::value release() { return values_.release(); }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }

    bool on_object_begin(json::error_code&) {
        enter();
        return true;
    }
    bool on_array_begin(json::error_code&) {
        enter();
        if (!dropping()) expect_element();
        return true;
    }
    bool on_object_end(std::size_t size, json::error_code&) {
        if (leave()) values_.push_object(size - left().dropped);
        return true;
    }
    bool on_array_end(std::size_t size, json::error_code&) {
        if (leave()) values_.push_array(size);
        return true;
    }

    bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
        if (!dropping()) values_.push_chars(part);
        return true;
    }
    bool on_key(json::string_view name, std::size_t size, json::error_code&) {
        if (dropping()) return true;
        auto& here = at();
        const bool whole = name.size() == size;
        if (whole && !is_kept(here, name)) {
            ++here.dropped;
            drop_ = 1;
            return true;
        }
        here.begun = true;
        next_ = whole ? within(here.what.where, name, asked_) : meaning();
        values_.push_key(name);
        return true;
    }

    bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
        if (!dropping()) values_.push_chars(part);
        return true;
    }
    bool on_string(json::string_view text, std::size_t, json::error_code&) {
        if (!dropped()) values_.push_string(text);
        return true;
    }
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t number, json::string_view, json::error_code&) {
        if (!dropped()) values_.push_int64(number);
        return true;
    }
    bool on_uint64(std::uint64_t number, json::string_view, json::error_code&) {
        if (!dropped()) values_.push_uint64(number);
        return true;
    }
    bool on_double(double number, json::string_view, json::error_code&) {
        if (!dropped()) values_.push_double(number);
        return true;
    }
    bool on_bool(bool what, json::error_code&) {
        if (!dropped()) values_.push_bool(what);
        return true;
    }
    bool on_null(json::error_code&) {
        if (!dropped()) values_.push_null();
        return true;
    }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

private:
    struct container {
        meaning what;
        bool begun = false;  // a member is kept
        std::uint32_t dropped = 0;
    };

    static bool is_kept(const container& here, std::string_view name) {
        // A `time` that is empty would be none.
        if (here.what.where == zone::time) return !here.begun || is_kept_of_time(name);
        return here.what.only.empty() ||
               std::ranges::find(here.what.only, name) != here.what.only.end();
    }

    [[nodiscard]] bool dropping() const { return drop_ != 0; }
    [[nodiscard]] container& at() { return open_[depth_]; }
    [[nodiscard]] container& left() { return open_[depth_ + 1]; }

    // What stands in a list has no name.
    void expect_element() { next_ = {at().what.where == zone::times ? zone::time : zone::other}; }

    // Whether a value that is no container goes with the member that is being dropped.
    bool dropped() {
        const bool gone = dropping();
        if (drop_ == 1) drop_ = 0;
        return gone;
    }

    void enter() {
        if (dropping()) {
            ++drop_;
            return;
        }
        if (depth_ == 0) next_ = {zone::answer};
        open_[++depth_] = {next_, false, 0};
    }

    // False: what ends is dropped.
    bool leave() {
        if (!dropping()) {
            --depth_;
            expect_element();
            return true;
        }
        if (--drop_ == 1) drop_ = 0;
        return false;
    }

    const model::request& asked_;
    json::value_stack values_;
    std::array<container, max_depth + 2> open_;  // by depth
    std::size_t depth_ = 0;
    meaning next_;          // of the container that may begin
    std::size_t drop_ = 0;  // 1 + the containers open within the member that is dropped; 0 = none
};

}  // namespace

std::optional<model::value> parse_answer(std::string_view text, const model::request& asked) {
    json::parse_options bounds;
    bounds.max_depth = max_depth;
    std::array<unsigned char, 8192> scratch;
    json::basic_parser<builder> parser(bounds, asked, scratch.data(), scratch.size());
    json::error_code failed;
    const auto read = parser.write_some(false, text.data(), text.size(), failed);
    if (failed || read != text.size()) return std::nullopt;
    return parser.handler().release();
}

}  // namespace portal
