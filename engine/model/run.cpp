#include "model/run.hpp"

namespace model {

std::string_view to_string(run_end how) {
    switch (how) {
        case run_end::complete:
            return "complete";
        case run_end::interrupted:
            return "interrupted";
        case run_end::portal_stopped:
            return "portal-stopped";
        case run_end::unavailable:
            return "unavailable";
        case run_end::unauthorized:
            return "unauthorized";
        case run_end::state_lost:
            return "state-lost";
        case run_end::too_many_failures:
            return "too-many-failures";
        case run_end::deadline:
            return "deadline";
        case run_end::locked:
            return "locked";
    }
    return "complete";
}

std::string_view to_string(kinship how) {
    switch (how) {
        case kinship::continues:
            return "continues";
        case kinship::retries:
            return "retries";
        case kinship::takes_back:
            return "takes back";
    }
    return {};
}

}  // namespace model
