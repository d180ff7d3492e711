# Script of muster_embed: writes FILES as raw string literals. A literal may not exceed 64 KiB in some compilers,
# and ')' followed by the delimiter may not occur in a file; both are checked here, at build time.
set(text "#include \"base/embedded_file.hpp\"\n\n#include <array>\n\nnamespace ${NAMESPACE} {\n\n")
string(APPEND text "std::span<const base::embedded_file> embedded_files();\n\n")
set(entries "")
list(LENGTH FILES count)
foreach(file IN LISTS FILES)
    file(READ ${file} content)
    string(LENGTH "${content}" size)
    if(size GREATER 60000)
        message(FATAL_ERROR "${file} is too large to be compiled in (${size} bytes; the bound is 60000)")
    endif()
    if(content MATCHES "\\)embedded\"")
        message(FATAL_ERROR "${file} holds the delimiter of raw strings")
    endif()
    file(RELATIVE_PATH name ${ROOT} ${file})
    string(APPEND entries "    {\"${name}\", R\"embedded(${content})embedded\"},\n")
endforeach()
string(APPEND text "std::span<const base::embedded_file> embedded_files() {\n"
    "    static constexpr std::array<base::embedded_file, ${count}> files{{\n${entries}    }};\n"
    "    return files;\n}\n\n}  // namespace ${NAMESPACE}\n")
file(WRITE ${OUT} "${text}")
