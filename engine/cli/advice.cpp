#include "cli/advice.hpp"

#include "portal/error_table.hpp"

#include <array>
#include <utility>

namespace cli {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 15> ours{{
    {"no-credential",
     "Add the user's webhook to the file of user webhooks; only the user himself can make one."},
    {"wrong-identity",
     "The webhook now belongs to somebody else: an administrator edited it, or its owner left. Let "
     "the user make a "
     "new one."},
    {"unreadable",
     "Nothing was written. The user may be inactive, or the webhook's scope too small."},
    {"no-profile", "Nothing was written. The user is inactive or gone: take him off the roster."},
    {"not-effective",
     "The portal accepted the value and keeps another. Look at sent and read back; somebody may "
     "have changed it at "
     "the same time."},
    {"stale",
     "Somebody has changed these settings since the plan was made. Look again, and make a new "
     "plan; "
     "--stale reapply "
     "writes the plan all the same."},
    {"not-put-back",
     "Look at the report for what was there before, and put it back by hand, or run apply again."},
    {"lost-answer",
     "The connection was lost after sending. The same command once more settles it: it reads first."
    },
    {"cannot-connect", "The portal could not be reached. Type the same command again when it can."},
    {"earlier-step-failed", "Mend what failed before it; it is attempted again with the next run."},
    {"perhaps-done",
     "Ask the user whether it arrived. To have it sent again, change its text: then it is another "
     "call."},
    {"changed-since",
     "Somebody changed it in the meantime, so it is left as he made it: the report shows every "
     "key."},
    {"cannot-take-back", "It is done and stays done; who has to know it, has to be told."},
    {"made-and-kept",
     "Look whether it is used; muster rollback --delete-created deletes what is empty and as it "
     "was made."},
    {"run-ended", "The run ended before their turn: go on as it says at its end."},
}};

}  // namespace

std::string advice_about(std::string_view code) {
    for (const auto& [known, advice] : ours)
        if (known == code) return std::string(advice);
    return std::string(portal::advice_for(code));
}

}  // namespace cli
