// The one place where the sources of Beast and of Asio's SSL parts are compiled
// (BOOST_BEAST_SEPARATE_COMPILATION).
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
