#include "journal/record.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace journal {

namespace {

struct wording {
    const run_names& run;

    std::string operator()(const job_opened& what) const {
        return fmt::format("opening job {}", what.number);
    }
    std::string operator()(const request_begun& what) const {
        return fmt::format("recording the sending of request {}", what.number);
    }
    std::string operator()(const request_settled& what) const {
        return fmt::format("recording the answer to request {}", what.number);
    }
    std::string operator()(const identity_proven& what) const {
        return fmt::format("remembering whose the credential '{}' is", what.credential);
    }
    std::string operator()(const job_closed& what) const {
        return fmt::format("appending outcome of job {}", what.number);
    }
    std::string operator()(const run_finished&) const {
        return fmt::format("recording the end of run {}", run.id);
    }
};

struct copying {
    sheet& onto;

    void keep(std::string_view& text) const { text = onto.keep(text); }

    // There and empty is not the same as not there.
    void keep(std::optional<std::string_view>& text) const {
        if (text) keep(*text);
    }
    void keep(planned_step& what) const {
        keep(what.target);
        keep(what.id);
        keep(what.once_key);
    }
    void keep(std::uint64_t&) const {}
    void keep(once_mark& what) const { keep(what.key); }
    void keep(sent_command::reply& what) const {
        keep(what.code);
        keep(what.text);
        keep(what.created);
    }
    void keep(sent_command& what) const {
        keep(what.method);
        if (what.answer) keep(*what.answer);
    }
    void keep(job_closed::step& what) const {
        keep(what.which);
        keep(what.code);
        keep(what.reason);
        keep(what.remote_id);
        if (!what.proof) return;
        keep(what.proof->before);
        keep(what.proof->after);
        keep(what.proof->changes);
    }
    template <class Each>
    void keep(std::span<const Each>& all) const {
        const auto rows = onto.rows<Each>(all.size());
        std::ranges::copy(all, rows.begin());
        for (auto& each : rows) keep(each);
        all = rows;
    }

    void operator()(job_opened& what) const {
        keep(what.email);
        keep(what.steps);
    }
    void operator()(request_begun& what) const {
        keep(what.credential);
        keep(what.commands);
        keep(what.once);
    }
    void operator()(request_settled& what) const {
        if (what.whole) keep(*what.whole);
        keep(what.commands);
        keep(what.once);
    }
    void operator()(identity_proven& what) const {
        keep(what.credential);
        keep(what.fingerprint);
    }
    void operator()(job_closed& what) const {
        keep(what.email);
        keep(what.reason);
        keep(what.steps);
        keep(what.requests);
        keep(what.once);
        keep(what.disproved);
    }
    void operator()(run_finished& what) const {
        keep(what.why);
        keep(what.totals);
    }
};

}  // namespace

record copied(const record& what, sheet& onto) {
    auto made = what;
    std::visit(copying{onto}, made.what);
    return made;
}

std::string doing(const record& what) {
    return std::visit(wording{*what.run}, what.what);
}

}  // namespace journal
