#pragma once

#include "portal-sim/core/portal.hpp"
#include "portal-sim/server/certificate.hpp"

#include <filesystem>
#include <string>

namespace portal_sim {

// What a client needs to reach this portal, as files. Secrets are readable by the owner only. Each
// function throws std::system_error when a file cannot be written.
void make_folder(const std::filesystem::path& folder);
void write_certificates(const std::filesystem::path& folder, const certificates& made);

// roster.csv, webhooks.csv, admin.webhook, app.json, and at last portal.json.
void write_portal(
    const std::filesystem::path& folder, const portal& what, const std::string& url, unsigned port
);

}  // namespace portal_sim
