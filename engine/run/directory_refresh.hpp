#pragma once

#include "base/diagnostic.hpp"
#include "portal/directory/user_query.hpp"
#include "roster/department_tree.hpp"
#include "roster/directory_stamp.hpp"
#include "roster/directory_writer.hpp"
#include "run/paced_caller.hpp"

#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace run {

// Who is to be read from a portal.
struct directory_request {
    std::string portal;  // its name
    std::string url;
    std::vector<roster::department_wish> departments;  // none = the whole company
    portal::user_query who;                            // its departments are filled in
    base::source_pos where;                            // where it is asked for
};

// The same for the same request, whatever the places in the configuration: what a cache answers.
std::string query_text(const directory_request& what);

// How reading it ended. Only `complete` without errors in the diagnostics has written the cache.
struct refresh_end {
    model::run_end how = model::run_end::complete;
    call_failure why;  // unless complete
    roster::directory_stamp stamp;
    model::lane_counts counts;
};

// Reads the users of a portal's directory and keeps them at `cache`: whose webhook it is, the
// departments, then the users page by page (portal-facts 7, "Fast mode"). Every row is held against
// what was asked for, because the portal drops what it does not know of a filter. Nobody at all is
// an error, and whatever is an error leaves the cache as it was.
class directory_refresh {
public:
    // All of it outlives the refresh. `problems`: what the configuration asks for and the portal
    // has not.
    directory_refresh(
        paced_caller& portal,
        async::clock_source& clock,
        directory_request what,
        std::filesystem::path cache,
        base::diagnostics& problems
    );

    boost::asio::awaitable<refresh_end> run();

private:
    boost::asio::awaitable<bool> ask_who_we_are();
    boost::asio::awaitable<bool> read_departments();
    boost::asio::awaitable<bool> read_users();
    boost::asio::awaitable<std::optional<model::accepted>> ask(
        std::string method, model::object params
    );
    bool take_departments(const model::accepted& page, std::vector<roster::department>& into);
    bool take_users(const model::array& rows);
    bool find_departments(std::vector<roster::department> all);
    bool commit();
    bool refuse(std::string code, std::string message, std::string hint);
    bool end(model::run_end how, std::string text);

    paced_caller& portal_;
    async::clock_source& clock_;
    directory_request what_;
    std::filesystem::path cache_;
    base::diagnostics& problems_;
    roster::department_tree tree_;
    std::optional<roster::directory_writer> writer_;
    std::int64_t last_ = 0;  // the highest id so far
    refresh_end end_;
};

}  // namespace run
