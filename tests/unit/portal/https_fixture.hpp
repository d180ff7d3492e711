#pragma once

#include "async/system_clock_source.hpp"
#include "async/task_group.hpp"
#include "portal/https_portal.hpp"
#include "support/tls_stub.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// A portal over real HTTPS on loopback: a stub with a certificate of its own authority, and an
// https_portal that trusts it.
struct https_fixture {
    https_fixture();
    ~https_fixture();

    // A fresh stub in place of the first one.
    void use_stub(
        const std::string& names,
        support::validity when = support::validity::now,
        support::stub_version version = support::stub_version::any
    );

    // Options for the stub at `host`; short enough for a hang to be met quickly.
    [[nodiscard]] portal::portal_options options(const std::string& host = "localhost") const;

    // Makes the portal and its credentials "user 1" and "admin"; to be called before the first
    // send.
    portal::https_portal& open(portal::portal_options options);
    portal::https_portal& open() { return open(options()); }

    [[nodiscard]] static model::request single(std::string method = "profile");

    // Sends in order, or all at once.
    model::reply send(model::request what = single());
    std::vector<model::reply> send_together(std::size_t count);

    // Runs a piece of a test until it ends.
    void run(std::function<boost::asio::awaitable<void>()> piece);

    // Cancels every task of the group, from within the context as a signal handler does, and waits
    // for them.
    void cancel(async::task_group& group);

    // Runs single steps of whatever is going on: one, or until something is so.
    void step();
    void step_until(const std::function<bool()>& so);

    boost::asio::awaitable<void> send_into(model::request what, std::optional<model::reply>& into);
    [[nodiscard]] base::time_point deadline() const { return clock.now() + patience; }

    boost::asio::io_context context{1};
    async::system_clock_source clock;
    base::duration patience = std::chrono::seconds(20);
    support::certificate_authority authority;
    std::filesystem::path folder;
    std::string ca_file;
    std::unique_ptr<support::tls_stub> stub;
    portal::credential_book book;
    std::unique_ptr<portal::https_portal> portal;
};

// The code of every webhook in these tests; it must turn up in no text.
inline constexpr const char* planted_code = "s3cr3tc0de";

// "not_sent REASON: text", "rejected CODE: text", "unknown: why" or "accepted JSON".
std::string told(const model::reply& reply);
