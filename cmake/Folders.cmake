# One static library per folder. A folder that has no .cpp file (yet) becomes an interface library,
# so that targets above it can already link it.

if(COROSCOPE_PCH)
    file(WRITE "${CMAKE_BINARY_DIR}/generated/pch_anchor.cpp" "")
    add_library(coroscope_pch STATIC "${CMAKE_BINARY_DIR}/generated/pch_anchor.cpp")
    target_link_libraries(coroscope_pch PRIVATE coroscope_options)
    # Headers that most files include anyway. Nothing of ours: editing it would rebuild the world.
    target_precompile_headers(coroscope_pch PRIVATE
        <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional> <string>
        <string_view> <utility> <variant> <vector>)
endif()

# coroscope_target(TARGET [HEADER]): common settings of a target of ours. HEADER is one that all its
# files include and that is dear to compile.
function(coroscope_target TARGET)
    target_link_libraries(${TARGET} PRIVATE coroscope_options)
    if(COROSCOPE_PCH AND ARGN)
        target_precompile_headers(${TARGET} PRIVATE "${CMAKE_SOURCE_DIR}/${ARGN}")
    elseif(COROSCOPE_PCH)
        target_precompile_headers(${TARGET} REUSE_FROM coroscope_pch)
    endif()
endfunction()

# coroscope_sources(OUT FOLDER folder [RECURSE] [EXCLUDE regex...]): the .cpp files of a folder.
function(coroscope_sources OUT)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "RECURSE" "FOLDER" "EXCLUDE;PATTERN")
    if(NOT ARG_PATTERN)
        set(ARG_PATTERN "*.cpp")
    endif()
    if(ARG_RECURSE)
        file(GLOB_RECURSE found CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}"
            "${CMAKE_SOURCE_DIR}/${ARG_FOLDER}/${ARG_PATTERN}")
    else()
        file(GLOB found CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}"
            "${CMAKE_SOURCE_DIR}/${ARG_FOLDER}/${ARG_PATTERN}")
    endif()
    foreach(pattern IN LISTS ARG_EXCLUDE)
        list(FILTER found EXCLUDE REGEX "^${pattern}")
    endforeach()
    set(${OUT} "${found}" PARENT_SCOPE)
endfunction()

# coroscope_library(NAME FOLDER folder [RECURSE] [HEADER file] [EXCLUDE file...] [PUBLIC lib...]
#                   [PRIVATE lib...])
function(coroscope_library NAME)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "RECURSE" "FOLDER;HEADER" "EXCLUDE;PUBLIC;PRIVATE")
    if(ARG_RECURSE)
        coroscope_sources(sources FOLDER ${ARG_FOLDER} RECURSE EXCLUDE ${ARG_EXCLUDE})
    else()
        coroscope_sources(sources FOLDER ${ARG_FOLDER} EXCLUDE ${ARG_EXCLUDE})
    endif()
    if(NOT sources)
        add_library(${NAME} INTERFACE)
        target_link_libraries(${NAME} INTERFACE ${ARG_PUBLIC} ${ARG_PRIVATE})
        return()
    endif()
    add_library(${NAME} STATIC ${sources})
    coroscope_target(${NAME} ${ARG_HEADER})
    target_link_libraries(${NAME} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
endfunction()

# coroscope_executable(NAME MAIN file LINK lib...): skipped while its main file does not exist.
function(coroscope_executable NAME)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "MAIN" "LINK")
    file(GLOB main CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${ARG_MAIN}")
    if(main)
        add_executable(${NAME} ${ARG_MAIN})
        coroscope_target(${NAME})
        target_link_libraries(${NAME} PRIVATE ${ARG_LINK})
    endif()
endfunction()
