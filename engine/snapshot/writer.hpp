#pragma once

#include "base/result.hpp"
#include "snapshot/entry.hpp"
#include "snapshot/file_beside.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace snapshot {

// Writes a snapshot: compressed, for its owner alone, and under its name only when it is whole. The
// users come in any order and are written in the order of their ids; what is kept of each in memory
// until then is where he stands in a file without a name.
class writer {
public:
    // `file`: its folder is there. A file of this name is replaced, in the end.
    static base::result<writer> create(std::filesystem::path file);

    // The first failure is remembered, and given by `commit`.
    void add(const entry& what);

    [[nodiscard]] std::uint64_t users() const noexcept { return lines_.size(); }
    [[nodiscard]] std::uint64_t unread() const noexcept { return unread_; }

    // `of`: its counts are filled in. Call it once, last; without it nothing is left.
    base::result<head> commit(head of);

private:
    struct place {
        std::int64_t user = 0;
        std::uint64_t offset = 0;
        std::uint64_t size = 0;
    };

    writer(std::filesystem::path file, file_beside heap)
        : file_(std::move(file)), heap_(std::move(heap)) {}
    void flush();
    base::result<void> write_whole(const head& of, int into);
    base::result<std::string> line_at(const place& where) const;

    std::filesystem::path file_;
    file_beside heap_;     // the lines in the order of their coming
    std::string pending_;  // not on the heap yet
    std::uint64_t heaped_ = 0;
    std::vector<place> lines_;
    std::uint64_t unread_ = 0;
    std::optional<base::failure> failed_;
};

}  // namespace snapshot
