#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace portal_sim {

// What a batch has gathered so far, in the five maps that a reference may point into.
struct batch_results {
    boost::json::object result;
    boost::json::object error;
    boost::json::object total;
    boost::json::object next;
    boost::json::object time;
};

// What becomes of a reference inside longer text to something that is neither text nor number: left
// as it stands (newer portals) or turned into text as PHP does, "Array" included (older ones).
enum class reference_style { untouched, raw };

// Replaces every text in `parameters` that holds $result[...], $error[...], $total[...],
// $next[...] or $time[...]. A text that is nothing but the reference takes the value with its type.
void resolve_references(
    boost::json::value& parameters, const batch_results& so_far, reference_style style
);

}  // namespace portal_sim
