#pragma once

#include "base/result.hpp"
#include "model/user.hpp"
#include "roster/directory_stamp.hpp"

#include <boost/crc.hpp>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <string>

namespace roster {

// Writes the cache of a directory: the stamp, and a line of JSON for every user. It is written
// beside, for its owner alone (mode 0600), and takes its name when it is whole; given up before, it
// leaves what was there as it was.
class directory_writer {
public:
    // `file`: its folder is there. Every writer has a temporary file of its own.
    static base::result<directory_writer> create(std::filesystem::path file);
    directory_writer(directory_writer&&) noexcept;
    directory_writer& operator=(directory_writer&&) noexcept;
    ~directory_writer();

    // In the order of their ids. The first failure is remembered and given by `commit`.
    void add(const model::user& who);

    [[nodiscard]] std::uint64_t users() const noexcept { return users_; }

    // `what`: its counts, checksum and further attributes are filled in; of `what.attributes` every
    // user has all.
    base::result<directory_stamp> commit(directory_stamp what);

private:
    struct closer {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };
    struct staged {
        std::filesystem::path name;
        std::unique_ptr<std::FILE, closer> file;
    };
    static base::result<staged> stage_beside(const std::filesystem::path& file);

    directory_writer(std::filesystem::path file, staged lines)
        : file_(std::move(file)), lines_(std::move(lines)) {}
    base::result<void> write_whole(const directory_stamp& what, staged& into);
    void give_up() noexcept;

    std::filesystem::path file_;
    staged lines_;
    boost::crc_32_type sum_;
    std::uint64_t bytes_ = 0;
    std::uint64_t users_ = 0;
    std::set<std::string, std::less<>> seen_;  // attributes
    int failed_ = 0;                           // errno of the first failure
};

}  // namespace roster
