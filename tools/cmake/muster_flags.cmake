# Interface targets that carry the compiler's warnings, the sanitizers and the definitions of the
# libraries, so that every room gets the same ones.

set(MUSTER_SANITIZE "" CACHE STRING "Sanitizers, as in -fsanitize= (address,undefined or thread)")
option(MUSTER_FUZZ "Make the rooms' branches visible to libFuzzer and build the fuzzers (Clang only)" OFF)

add_library(muster_flags INTERFACE)
target_compile_options(muster_flags INTERFACE
    -Wall -Wextra -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_link_options(muster_flags INTERFACE -fuse-ld=lld)
endif()
if(MUSTER_SANITIZE)
    target_compile_options(muster_flags INTERFACE
        -fsanitize=${MUSTER_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -O1)
    target_link_options(muster_flags INTERFACE -fsanitize=${MUSTER_SANITIZE})
endif()
if(MUSTER_FUZZ)
    target_compile_options(muster_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# Boost.JSON is the value type of the whole house (engine/DECISIONS.md).
add_library(muster_json INTERFACE)
target_link_libraries(muster_json INTERFACE Boost::json)

# Asio and Beast are compiled once, into one object each: a file that drives Beast over TLS costs half.
add_library(muster_asio_flags INTERFACE)
target_compile_definitions(muster_asio_flags INTERFACE
    BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
target_link_libraries(muster_asio_flags INTERFACE Boost::headers Threads::Threads)

add_library(muster_beast_flags INTERFACE)
target_compile_definitions(muster_beast_flags INTERFACE BOOST_BEAST_SEPARATE_COMPILATION)
target_link_libraries(muster_beast_flags INTERFACE muster_asio_flags OpenSSL::SSL OpenSSL::Crypto)

# Programs that are measured in microseconds take their memory from mimalloc; a sanitizer brings an
# allocator of its own.
add_library(muster_allocator INTERFACE)
if(NOT MUSTER_SANITIZE)
    target_link_libraries(muster_allocator INTERFACE mimalloc)
endif()
