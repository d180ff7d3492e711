#pragma once

#include "portal-sim/core/hosting.hpp"
#include "portal-sim/server/certificate.hpp"

#include <filesystem>
#include <string>

namespace portal_sim {

// What a client needs to reach this portal, as files. Secrets are readable by the owner only. Each
// function throws std::system_error when a file cannot be written.
void make_folder(const std::filesystem::path& folder);
void write_certificates(const std::filesystem::path& folder, const certificates& made);

// roster.csv, webhooks.csv, admin.webhook, app.json.
void write_portal(const std::filesystem::path& folder, const portal& what, const std::string& url);

// Of a single portal that, of several each in a folder of its name and portals.csv, and at last
// portal.json, which tells that everything is there. `url`: where the server answers.
void write_portals(
    const std::filesystem::path& folder, const hosting& all, const std::string& url, unsigned port
);

}  // namespace portal_sim
