# muster_embed(TARGET NAMESPACE ROOT FILES …): compiles text files into TARGET, so that the program runs from
# anywhere. Generates a source that defines
#     std::span<const base::embedded_file> NAMESPACE::embedded_files();
# whose entries are named by their path below ROOT. A changed file rebuilds only that source.
function(muster_embed TARGET NAMESPACE ROOT)
    set(out ${CMAKE_CURRENT_BINARY_DIR}/${TARGET}_embedded.cpp)
    set(files ${ARGN})
    add_custom_command(
        OUTPUT ${out}
        COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNAMESPACE=${NAMESPACE} -DROOT=${ROOT}
            "-DFILES=${files}" -P ${CMAKE_SOURCE_DIR}/tools/cmake/write_embedded.cmake
        DEPENDS ${files} ${CMAKE_SOURCE_DIR}/tools/cmake/write_embedded.cmake
        VERBATIM)
    target_sources(${TARGET} PRIVATE ${out})
endfunction()
