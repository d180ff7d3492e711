#include "model/job.hpp"

namespace model {

std::string label(const step& which) {
    return which.id.empty() ? which.target : which.id + " (" + which.target + ")";
}

}  // namespace model
