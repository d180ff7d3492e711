#pragma once

#include "document/node.hpp"
#include "roster/fault_limit.hpp"
#include "roster/seen_users.hpp"
#include "roster/source.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace roster {

// Users from YAML or JSON: a mapping with apiVersion, kind Roster and the list `users`, or the bare
// list. Every user is a mapping of attributes, which are what the file says: numbers, lists ...
// The document is read as a whole (bounded), the users are made one by one.
class document_source final : public source {
public:
    static std::unique_ptr<document_source> open(
        const std::filesystem::path& file, base::diagnostics& problems
    );
    // Nothing when the document is no roster; said in `problems`.
    static std::unique_ptr<document_source> open(document::node root, base::diagnostics& problems);

    std::optional<model::user> next(base::diagnostics& problems) override;

private:
    document_source(document::node users, std::string path)
        : users_(std::move(users)), path_(std::move(path)) {}

    document::node users_;  // a list
    std::string path_;      // of the list in its file
    std::size_t at_ = 0;
    seen_users seen_;
    fault_limit faults_;
};

}  // namespace roster
