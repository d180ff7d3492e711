#pragma once

#include "base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace pacing {

// Who may have one more request under way, where several lanes have a number of lines in common (a
// line carries one request at a time). Pure: never reads a clock; `now` must not go backwards.
//
// Every lane has a part of the lines for its own, by its weight, and what it does not use is lent:
//  - Within its own part nobody waits, whatever is lent at the moment: what was lent comes on top
//    until it is given back. So no lane can take more than its own part away from another.
//  - Beyond it a lane may go while lines are free. Whoever stands in line is served in turn: who
//    has nothing under way before who has, then as often as his weight says, among equals the one
//    who has stood there longest.
//  - Where an own part is less than a line it is none, and everybody stands in line.
//  - Who has had something under way and no answer for `patience` hangs. He is lent nothing more,
//    and what he holds counts no longer, but for his own part.
class line_lending {
public:
    using party = std::size_t;
    static constexpr std::size_t most_weight = 1000;
    static constexpr base::duration patience = std::chrono::seconds(10);

    // `lines`: that belong to the lanes here. More may be lent from elsewhere, or less be there
    // because some are lent away: `lend`.
    explicit line_lending(std::size_t lines);
    void own(std::size_t lines);
    void lend(std::size_t lines);  // how many there are at present

    // `weight`: from 1 to most_weight.
    party join(std::size_t weight = 1);
    // Precondition: it has nothing under way.
    void leave(party who);

    // Whether `who` may have one more under way; it counts from then on. If not, he stands in line,
    // and is named by `next_turn` when it is worth asking again.
    [[nodiscard]] bool take(party who, base::time_point now);
    // It was not needed after all.
    void give_back(party who, base::time_point now);
    // What was under way has been answered, or given up as lost.
    void answered(party who, base::time_point now);
    // He wants none any more, for now.
    void step_aside(party who);

    // Everybody whose turn it is by now, each once until he asks again. Worth asking after every
    // call above, and now and then for the sake of those that hang.
    [[nodiscard]] std::vector<party> next_turns(base::time_point now);

    // Of all lanes here, together.
    [[nodiscard]] std::size_t weight() const noexcept { return weight_; }
    [[nodiscard]] std::size_t in_use() const noexcept { return in_use_; }  // also by who hangs
    [[nodiscard]] std::size_t in_line() const noexcept { return line_.size(); }
    // His own part of the lines; may be none.
    [[nodiscard]] std::size_t part(party who) const;

private:
    using ticket = std::uint64_t;
    struct lane {
        bool here = false;
        bool hangs = false;
        bool told = false;  // that it is his turn
        std::size_t use = 0;
        std::size_t weight = 1;
        std::uint64_t pass = 0;  // his turn, the less the earlier; rises with every line he is lent
        base::time_point heard;  // the last answer, or since when he has had something under way
        ticket number = 0;       // in line; 0 = he does not stand there
    };
    struct place {  // in line; who has nothing under way stands before who has
        bool busy = false;
        std::uint64_t pass = 0;
        ticket number = 0;
        party who = 0;
        friend auto operator<=>(const place&, const place&) = default;
    };

    [[nodiscard]] std::uint64_t next_pass(const lane& of) const;
    [[nodiscard]] std::size_t counted(party who) const;
    [[nodiscard]] std::size_t free_lines() const;
    [[nodiscard]] place place_of(party who) const;
    [[nodiscard]] bool may_borrow(party who) const;
    void count_anew();
    void stand_in_line(party who);
    void leave_line(party who);
    void change_use(party who, std::ptrdiff_t by, base::time_point now);
    void look_for_hanging(base::time_point now);
    void watch(party who);
    void unwatch(party who);

    std::size_t own_;
    std::size_t lines_;
    std::size_t weight_ = 0;
    std::size_t in_use_ = 0;
    std::size_t counted_ = 0;
    ticket last_ticket_ = 0;
    std::uint64_t pass_ = 0;  // of whom was lent a line last
    bool parts_changed_ = false;
    std::vector<lane> all_;
    std::vector<party> vacant_;
    std::set<place> line_;
    std::set<std::pair<base::time_point, party>> waiting_for_answers_;  // those that do not hang
};

}  // namespace pacing
