#include "journal/stored_list.hpp"

#include "journal/stored_name.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <limits>
#include <string_view>

namespace journal {

namespace {

// Names of methods and codes stand as they are.
bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char each) {
        return each >= ' ' && each <= '~' && each != '"' && each != '\\';
    });
}

// One array of columns; nulls at its end are left out.
class columns {
public:
    explicit columns(std::string& to) : to_(to) { to_ += '['; }
    columns(const columns&) = delete;
    columns& operator=(const columns&) = delete;
    ~columns() { to_ += ']'; }

    columns& number(std::uint64_t what) {
        begin();
        std::array<char, std::numeric_limits<std::uint64_t>::digits10 + 1> digits;
        to_.append(digits.data(), std::to_chars(digits.begin(), digits.end(), what).ptr);
        return *this;
    }
    columns& text(std::string_view what) {
        begin();
        if (!is_plain(what)) {
            to_ += boost::json::serialize(boost::json::string(what));
            return *this;
        }
        to_ += '"';
        to_ += what;
        to_ += '"';
        return *this;
    }
    columns& nothing() {
        ++nulls_;
        return *this;
    }
    columns& text_if_any(std::string_view what) { return what.empty() ? nothing() : text(what); }

private:
    void begin() {
        for (; nulls_ > 0; --nulls_) {
            separate();
            to_ += "null";
        }
        separate();
    }
    void separate() {
        if (!first_) to_ += ',';
        first_ = false;
    }

    std::string& to_;
    std::size_t nulls_ = 0;  // that are left out unless something follows
    bool first_ = true;
};

// A list of such arrays.
template <class Each, class Write>
void write_list(std::span<const Each> all, std::string& text, const Write& write) {
    text = "[";
    for (std::size_t at = 0; at < all.size(); ++at) {
        if (at != 0) text += ',';
        columns row(text);
        write(row, at);
    }
    text += ']';
}

void write_plan(columns& row, const planned_step& what) {
    row.text(stored_name(what.kind)).text(what.target).text(what.id).text(stored_name(what.as));
    row.text_if_any(what.once_key);
}

}  // namespace

void write_commands(std::span<const sent_command> commands, std::string& text) {
    write_list(commands, text, [&](columns& row, std::size_t at) {
        const auto& each = commands[at];
        row.number(each.job).number(each.step).text(stored_name(each.why)).text(each.method);
        if (!each.answer) return;
        row.text(stored_name(each.answer->what)).text_if_any(each.answer->code);
        row.text_if_any(each.answer->text).text_if_any(each.answer->created);
    });
}

void write_steps(std::span<const planned_step> steps, std::string& text) {
    write_list(steps, text, [&](columns& row, std::size_t at) { write_plan(row, steps[at]); });
}

void write_steps(
    std::span<const job_closed::step> steps,
    std::span<const std::optional<std::int64_t>> evidence,
    std::string& text
) {
    write_list(steps, text, [&](columns& row, std::size_t at) {
        const auto& each = steps[at];
        write_plan(row, each.which);
        row.text(stored_name(each.what)).text_if_any(each.code).text_if_any(each.reason);
        if (each.remote_id)
            row.text(*each.remote_id);
        else
            row.nothing();
        row.number(each.attempts);
        if (evidence[at]) row.number(static_cast<std::uint64_t>(*evidence[at]));
    });
}

void write_numbers(std::span<const std::uint64_t> numbers, std::string& text) {
    text.clear();
    columns row(text);
    for (const auto each : numbers) row.number(each);
}

}  // namespace journal
