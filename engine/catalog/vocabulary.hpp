#pragma once

#include "catalog/definition.hpp"
#include "document/mapping_reader.hpp"
#include "model/job.hpp"

#include <array>
#include <string_view>

namespace catalog {

// The words that a catalog file uses for the enumerators of definition.hpp.
using document::word;

inline constexpr std::array field_type_words{
    word{"boolean", field_type::boolean},
    word{"yes_no", field_type::yes_no},
    word{"text", field_type::text},
    word{"email", field_type::email},
    word{"integer", field_type::integer},
    word{"number_text", field_type::number_text},
    word{"choice", field_type::choice},
    word{"color", field_type::color},
    word{"section_id", field_type::section_id},
    word{"section_map", field_type::section_map},
    word{"reminders", field_type::reminders},
    word{"id_list", field_type::id_list},
    word{"object", field_type::object},
};
inline constexpr std::array access_words{
    word{"read_write", access::read_write}, word{"read_only", access::read_only}
};
inline constexpr std::array answer_form_words{
    word{"as_sent", answer_form::as_sent}, word{"boolean", answer_form::boolean}
};
inline constexpr std::array emptiness_words{
    word{"allowed", emptiness::allowed}, word{"refused", emptiness::refused}
};
inline constexpr std::array acts_on_words{
    word{"caller", acts_on::caller},
    word{"named_user", acts_on::named_user},
    word{"portal", acts_on::portal}
};
inline constexpr std::array pick_words{
    word{"whole", pick::whole}, word{"first_row", pick::first_row}, word{"rows", pick::rows}
};
inline constexpr std::array kind_words{
    word{"settings", model::step_kind::settings}, word{"collection", model::step_kind::collection}
};
inline constexpr std::array acts_as_words{
    word{"user", model::acts_as::user}, word{"admin", model::acts_as::admin}
};

std::string_view to_string(field_type type);

}  // namespace catalog
