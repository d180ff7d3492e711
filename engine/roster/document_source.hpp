#pragma once

#include "document/node.hpp"
#include "roster/attribute.hpp"
#include "roster/fault_limit.hpp"
#include "roster/group_book.hpp"
#include "roster/seen_users.hpp"
#include "roster/source.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace roster {

// Users from YAML or JSON: a mapping with apiVersion, kind Roster, the list `users` and `groups`
// (either may be left out), or the bare list. Every user is a mapping of attributes, which are what
// the file says: numbers, lists ...; what stands under `vars` are attributes as well.
// The document is read as a whole (bounded), the users are made one by one.
class document_source final : public source {
public:
    static std::unique_ptr<document_source> open(
        const std::filesystem::path& file,
        base::diagnostics& problems,
        group_book* groups = nullptr,
        id_presence id = id_presence::required
    );
    // Nothing when the document is no roster; said in `problems`. Groups go into `groups`.
    static std::unique_ptr<document_source> open(
        document::node root,
        base::diagnostics& problems,
        group_book* groups = nullptr,
        id_presence id = id_presence::required
    );

    std::optional<model::user> next(base::diagnostics& problems) override;
    // Every attribute that some user has.
    [[nodiscard]] outline describe() const override;

private:
    document_source(document::node users, std::string path, id_presence id)
        : users_(std::move(users)), path_(std::move(path)), id_(id) {}

    document::node users_;  // a list
    std::string path_;      // of the list in its file
    id_presence id_;
    std::size_t at_ = 0;
    seen_users seen_;
    fault_limit faults_;
};

}  // namespace roster
