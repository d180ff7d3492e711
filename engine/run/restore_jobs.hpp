#pragma once

#include "base/diagnostic.hpp"
#include "catalog/definition.hpp"
#include "run/equipment.hpp"
#include "run/job_supply.hpp"
#include "snapshot/reader.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace run {

// Jobs that give everybody of a snapshot back what he had then: every key that can be written, with
// the type that it had. Who was not read then is left alone. Snapshot and resources outlive it.
class restore_jobs final : public job_supply {
public:
    // Whether somebody is one of those asked for; may be missing.
    using choice = std::function<bool(model::user_id)>;

    restore_jobs(
        snapshot::reader from,
        const std::vector<const catalog::resource*>& what,
        equipment with,
        choice chosen = {}
    );

    base::result<std::optional<model::work_item>> next() override;
    // Whom the snapshot knows and who is not restored, because he was not read then.
    [[nodiscard]] std::uint64_t unmatched() const override { return unread_; }

private:
    using origins = std::map<std::string, std::shared_ptr<const model::key_origin>, std::less<>>;

    void add_steps(const catalog::resource& of, const model::value& state, model::job& into);
    model::step step_of(const catalog::resource& of, const model::object& seen);

    snapshot::reader from_;
    const std::vector<const catalog::resource*>& what_;
    equipment equipment_;
    choice chosen_;
    origins origins_;
    std::uint64_t unread_ = 0;
};

}  // namespace run
