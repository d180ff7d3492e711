# muster_room(NAME [WITH_ASIO] SOURCES … HEADERS … PUBLIC … PRIVATE …): one room of engine/ as a static library muster_NAME
# (alias muster::NAME) with the include root engine/. A room without sources is an interface library.
# Every header of a room must compile alone (VERIFY_INTERFACE_HEADER_SETS, built by the target
# all_verify_interface_header_sets).
function(muster_room NAME)
    cmake_parse_arguments(ROOM "WITH_ASIO" "" "SOURCES;HEADERS;PUBLIC;PRIVATE" ${ARGN})
    set(target muster_${NAME})
    if(ROOM_SOURCES)
        add_library(${target} STATIC ${ROOM_SOURCES})
        set(scope PUBLIC)
        if(ROOM_WITH_ASIO)
            muster_precompile(${target} WITH_ASIO)
        else()
            muster_precompile(${target})
        endif()
        target_link_libraries(${target} PRIVATE muster_flags ${ROOM_PRIVATE})
    else()
        add_library(${target} INTERFACE)
        set(scope INTERFACE)
    endif()
    add_library(muster::${NAME} ALIAS ${target})
    target_include_directories(${target} ${scope} ${CMAKE_SOURCE_DIR}/engine)
    target_link_libraries(${target} ${scope} ${ROOM_PUBLIC})
    if(ROOM_HEADERS)
        target_sources(${target} ${scope} FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR}/engine
            FILES ${ROOM_HEADERS})
        set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
    endif()
endfunction()

# muster_unit_test(ROOM SOURCES … LINK …): the room's test binary, ROOM_test, one CTest entry.
function(muster_unit_test ROOM)
    cmake_parse_arguments(TEST "" "" "SOURCES;LINK" ${ARGN})
    set(target ${ROOM}_test)
    set(entry ${CMAKE_SOURCE_DIR}/tests/support/unit_main.cpp)
    add_executable(${target} ${TEST_SOURCES} ${entry})
    set_source_files_properties(${entry} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    target_compile_definitions(${target} PRIVATE BOOST_TEST_DYN_LINK)
    muster_precompile(${target} FOR_TESTS)
    target_link_libraries(${target} PRIVATE
        muster_flags muster_test_support Boost::unit_test_framework ${TEST_LINK})
    add_test(NAME unit.${ROOM} COMMAND ${target} --color_output=no)
endfunction()
