#include "base/secret.hpp"

#include <boost/json/value_from.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <ostream>
#include <type_traits>

namespace {

template <class Type>
concept streamable = requires(std::ostream& out, const Type& what) { out << what; };

}  // namespace

BOOST_AUTO_TEST_SUITE(secret)

BOOST_AUTO_TEST_CASE(cannot_be_printed_by_any_usual_way) {
    static_assert(!streamable<base::secret>);
    static_assert(!fmt::is_formattable<base::secret>::value);
    static_assert(!std::is_convertible_v<base::secret, std::string>);
    static_assert(!std::is_convertible_v<base::secret, std::string_view>);
    static_assert(!boost::json::has_value_from<base::secret>::value);
    BOOST_TEST(base::secret("code").reveal() == "code");
}

BOOST_AUTO_TEST_CASE(is_gone_from_where_it_was_moved_from) {
    base::secret first("a code that is too long for the small buffer");
    const base::secret second(std::move(first));
    BOOST_TEST(first.empty());  // NOLINT(bugprone-use-after-move)
    BOOST_TEST(!second.empty());
}

BOOST_AUTO_TEST_SUITE_END()
