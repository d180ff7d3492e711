# Most of what a file costs the compiler is the standard library, Boost.JSON, Asio and fmt, over and over; precompiled
# they cost it once, and a full build half. Headers of the house are not among them: a change of one would rebuild
# everything.
#
# A file that forgets an #include is not noticed where its header is precompiled: the preset asan goes without.

option(MUSTER_PRECOMPILED "Precompile the headers of the libraries" ON)

set(muster_library_headers
    <algorithm> <array> <charconv> <chrono> <cstdint> <deque> <expected> <filesystem> <fstream> <functional> <iostream>
    <map> <memory> <optional> <random> <ranges> <set> <span> <string> <string_view> <system_error> <unordered_map>
    <utility> <variant> <vector>
    <boost/assert.hpp> <boost/json.hpp> <fmt/format.h> <fmt/ranges.h>)

# Apart from the others: whatever includes Asio has to be linked with it, and most rooms have nothing to do with it.
set(muster_asio_headers
    <boost/asio/any_io_executor.hpp> <boost/asio/as_tuple.hpp> <boost/asio/awaitable.hpp>
    <boost/asio/cancellation_signal.hpp> <boost/asio/co_spawn.hpp> <boost/asio/io_context.hpp> <boost/asio/post.hpp>
    <boost/asio/steady_timer.hpp> <boost/asio/this_coro.hpp> <boost/asio/use_awaitable.hpp>)

# muster_precompiled_headers(NAME LINK … HEADERS …): the target that others take theirs from.
function(muster_precompiled_headers NAME)
    cmake_parse_arguments(OF "" "" "LINK;HEADERS" ${ARGN})
    file(GENERATE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${NAME}.cpp CONTENT "// Only here to carry precompiled headers.\n")
    add_library(${NAME} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/${NAME}.cpp)
    target_link_libraries(${NAME} PRIVATE muster_flags muster_json fmt::fmt ${OF_LINK})
    target_precompile_headers(${NAME} PRIVATE ${muster_library_headers} ${OF_HEADERS})
endfunction()

if(MUSTER_PRECOMPILED)
    muster_precompiled_headers(muster_precompiled)
    muster_precompiled_headers(muster_precompiled_with_asio LINK muster_asio_flags HEADERS ${muster_asio_headers})
    muster_precompiled_headers(muster_precompiled_for_tests
        LINK muster_asio_flags Boost::unit_test_framework HEADERS ${muster_asio_headers} <boost/test/unit_test.hpp>)
    target_compile_definitions(muster_precompiled_for_tests PRIVATE BOOST_TEST_DYN_LINK)
endif()

# muster_precompile(TARGET [WITH_ASIO | FOR_TESTS]): TARGET, which has the flags of muster_flags, is compiled with them.
function(muster_precompile TARGET)
    cmake_parse_arguments(IS "WITH_ASIO;FOR_TESTS" "" "" ${ARGN})
    if(NOT MUSTER_PRECOMPILED)
        return()
    endif()
    if(IS_FOR_TESTS)
        target_precompile_headers(${TARGET} REUSE_FROM muster_precompiled_for_tests)
    elseif(IS_WITH_ASIO)
        target_precompile_headers(${TARGET} REUSE_FROM muster_precompiled_with_asio)
    else()
        target_precompile_headers(${TARGET} REUSE_FROM muster_precompiled)
    endif()
endfunction()
