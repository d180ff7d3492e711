#pragma once

#include "catalog/definition.hpp"
#include "migration/draft.hpp"
#include "migration/meaning.hpp"
#include "migration/spread.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace migration {

// Makes few policies of many states.
//
// Of each settings resource there is one policy: a key that all have alike stands in it, one in
// which people differ takes its value from the roster, where those have it who differ, or from a
// variable, which is what most have. What is not everybody's has a policy of its own: a key that is
// left alone for some (in lite mode, or because their value cannot be told), one that points to a
// calendar, a second calendar, a description.
class composition {
public:
    // `what` outlives it. `prefix` begins the names of the policies.
    composition(const std::vector<const catalog::resource*>& what, std::string prefix)
        : what_(what), prefix_(std::move(prefix)) {}

    drafts of(const std::vector<belongings>& all);

private:
    void add_settings(const catalog::resource& of);
    void add_key(const catalog::resource& of, const catalog::field& which, drafted_policy& base);
    void add_optional_key(
        const catalog::resource& of, const catalog::field& which, const spread& values
    );
    void add_reference(
        const catalog::resource& of, const catalog::field& which, const spread& values
    );
    drafted_line shared_line(
        const catalog::field& which,
        const std::string& column,
        const spread& values,
        drafted_policy& into
    );

    void add_items(const catalog::resource& of);
    void add_item_policy(const catalog::resource& of, std::size_t first, std::size_t last);
    void add_item_field(
        const catalog::resource& of,
        std::size_t place,
        const catalog::field& which,
        drafted_policy& into
    );

    [[nodiscard]] spread spread_of(const std::string& resource, const std::string& key) const;
    [[nodiscard]] const item* item_at(
        std::size_t user, const std::string& collection, std::size_t place
    ) const;
    [[nodiscard]] std::size_t having(const std::string& collection, std::size_t place) const;
    // A name for a column of the roster; one that is taken gets the resource's in front.
    std::string column_for(const catalog::resource& of, const std::string& key);
    void put(std::size_t user, const std::string& column, const meaning& what);
    void keep(std::size_t user, const std::string& column);
    [[nodiscard]] drafted_policy policy(
        const catalog::resource& of, const std::string& suffix, std::string says
    ) const;

    const std::vector<const catalog::resource*>& what_;
    std::string prefix_;
    const std::vector<belongings>* all_ = nullptr;
    drafts made_;
    std::map<std::string, std::string, std::less<>> columns_;  // by name: the resource
    std::vector<model::array> kept_;                           // by user: columns
};

}  // namespace migration
