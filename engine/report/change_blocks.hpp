#pragma once

#include "model/outcome.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace report {

// What would happen to a step's subject: keys of it are set; it is made; keys of an item are set;
// a method is called.
enum class change_action { set, create, update, call };

struct value_change {
    model::value before;  // null for what is made or called
    model::value wanted;
};

// One key of a block. With more than one value they differ from user to user, and these are a few.
struct block_key {
    std::string key;
    std::string severity;
    std::string why;
    std::vector<value_change> values;
};

// A step that changes something.
struct block_step {
    std::string label;
    std::string target;
    std::string id;
    model::acts_as as = model::acts_as::user;
    model::repetition repeat = model::repetition::every_run;
    change_action action = change_action::set;
    std::vector<block_key> keys;
};

// Users to whom the same would happen.
struct change_block {
    std::uint64_t users = 0;
    std::vector<std::string> samples;  // "17 ann@acme.example"
    std::vector<block_step> steps;     // none: changes too diverse to be told apart
};

// Collapses what differs on a portal into blocks of users with identical changes, one user at a
// time. A key whose value is made for each user (his address, his calendar's id) parts nobody: it
// shows itself by having many values, and then those whom it parted are put together again. Memory
// grows with the ways in which users differ, up to a limit, and not with the users.
class change_blocks {
public:
    // A user that was only looked at. One without a step that differs changes nothing.
    void add(const model::job_result& what);

    // The largest first; of those alike, in the order in which they came.
    [[nodiscard]] std::vector<change_block> blocks() const;

    // Which of `blocks` a user that was added is in. Good until the next `add`.
    class finder {
    public:
        [[nodiscard]] std::optional<std::size_t> operator()(const model::job_result& what) const;

    private:
        friend class change_blocks;
        const change_blocks* of_ = nullptr;
        std::map<std::size_t, std::size_t> place_;  // by the number of a variant
    };
    [[nodiscard]] finder places() const;

    // Users who change, and keys that change over all of them; parameters of calls are none.
    [[nodiscard]] std::uint64_t users() const noexcept { return users_; }
    [[nodiscard]] std::uint64_t keys() const noexcept { return keys_; }
    // Keys that change, by their severity; "" = none given.
    [[nodiscard]] const std::map<std::string, std::uint64_t>& severities() const noexcept {
        return severities_;
    }

private:
    // One key of a shape, and the texts of the values it had so far, until they are too many.
    struct slot {
        std::size_t step = 0;
        std::set<std::string> changes;
        std::set<std::string> wanted;
        bool varies = false;
    };
    struct variant {
        std::size_t number = 0;  // in the order of coming
        std::uint64_t users = 0;
        std::vector<std::string> samples;
        std::vector<std::string> texts;                 // by slot, of the first user
        std::vector<std::vector<value_change>> values;  // by slot; of one that varies, a few
    };
    using variants = std::map<std::string, variant>;
    // Steps and keys that change, whatever their values.
    struct shape {
        std::vector<block_step> outline;
        std::vector<slot> slots;
        variants all;
    };
    struct flat_change;

    static std::string key_of(const shape& in, const std::vector<std::string>& texts);
    static void note(shape& in, const flat_change& what);
    static void let_vary(shape& in, std::size_t slot);
    static void join(variant& to, const variant& other);
    static change_block block_of(const shape& in, const variant& which);
    void count(const model::job_result& what);
    [[nodiscard]] std::vector<std::pair<const shape*, const variant*>> in_order() const;

    std::map<std::string, shape> shapes_;
    variant diverse_;  // users of more shapes than are told apart
    std::size_t next_variant_ = 1;
    std::uint64_t users_ = 0;
    std::uint64_t keys_ = 0;
    std::map<std::string, std::uint64_t> severities_;
};

}  // namespace report
