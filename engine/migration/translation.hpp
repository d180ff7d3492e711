#pragma once

#include "catalog/definition.hpp"
#include "migration/mapping.hpp"
#include "migration/meaning.hpp"
#include "snapshot/entry.hpp"

#include <functional>
#include <string>
#include <vector>

namespace migration {

// lite: what has the portal's own default is not spoken of.
enum class fullness { full, lite };

// Says what states mean where ids are others: users' own calendars by their names, their own
// addresses as such. Resources and mapping outlive it.
class translation {
public:
    // `what`: resources that the snapshot has.
    translation(std::vector<const catalog::resource*> what, const mapping& how, fullness mode)
        : what_(std::move(what)), how_(how), mode_(mode) {}

    [[nodiscard]] const std::vector<const catalog::resource*>& resources() const { return what_; }

    // Of a user who was read. What cannot be said goes to `left`.
    belongings of(const snapshot::entry& from, std::vector<left_out>& left) const;

private:
    struct known_calendar {
        std::string id;
        std::string name;  // "" = there is no finding it by its name
    };

    using leaving = std::function<void(
        const std::string& key, const model::value& value, reason_left reason, std::string why
    )>;

    void add_fields(
        const catalog::resource& of, const model::object& row, item& into, const leaving& leave
    ) const;
    void add_items(
        const catalog::resource& of,
        const snapshot::entry& from,
        belongings& into,
        std::vector<known_calendar>& known,
        std::vector<left_out>& left
    ) const;
    void add_settings(
        const catalog::resource& of,
        const snapshot::entry& from,
        belongings& into,
        const std::vector<known_calendar>& known,
        std::vector<left_out>& left
    ) const;

    std::vector<const catalog::resource*> what_;
    const mapping& how_;
    fullness mode_;
};

}  // namespace migration
