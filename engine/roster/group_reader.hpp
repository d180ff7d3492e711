#pragma once

#include "document/mapping_reader.hpp"
#include "roster/group_book.hpp"

#include <string>

namespace roster {

// Reads one group of a YAML roster.
class group_book::group_reader {
public:
    group_reader(std::string path, base::diagnostics& problems)
        : path_(std::move(path)), problems_(problems) {}

    group read(const document::node& name, const document::node& what);

private:
    void read_members(const document::node& list, group& into);
    void read_match(const document::node& patterns, group& into);
    void read_children(const document::node& list, group& into);
    void read_vars(const document::node& vars, group& into);
    void refuse(
        const document::node& at, std::string path, std::string message, std::string hint = {}
    );

    std::string path_;
    base::diagnostics& problems_;
};

// May a group's var, or a user's, have this name? `id`, `email`, `active` and `groups` may not.
bool is_var_name(std::string_view name);

}  // namespace roster
