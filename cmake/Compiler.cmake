# Compiler settings of our own targets, collected in the interface library coroscope_options.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

set(gcc12 "$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>")
set(any_gcc "$<CXX_COMPILER_ID:GNU>")

add_library(coroscope_options INTERFACE)
target_include_directories(coroscope_options INTERFACE "${CMAKE_SOURCE_DIR}")

# The window simulates in a thread of its own. -pthread everywhere, because some libraries bring it
# along and precompiled headers serve only files with the same options.
target_compile_options(coroscope_options INTERFACE -pthread)
target_link_options(coroscope_options INTERFACE -pthread -Wl,--as-needed)

# g++ 12.2 at -O2 merges the tails of blocks wrongly (seen: wrong counts in a plain loop).
target_compile_options(coroscope_options INTERFACE $<${gcc12}:-fno-tree-tail-merge>)

# __FILE__ and std::source_location name files relative to the repository, so a trace is the same
# on every machine. The second map serves ccache, which may rewrite absolute paths to relative ones.
file(RELATIVE_PATH root_from_build "${CMAKE_BINARY_DIR}" "${CMAKE_SOURCE_DIR}")
target_compile_options(coroscope_options INTERFACE
    "-ffile-prefix-map=${CMAKE_SOURCE_DIR}/="
    "-ffile-prefix-map=${root_from_build}=")

target_compile_options(coroscope_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wdouble-promotion -Wformat=2
    -Wimplicit-fallthrough -Wswitch-enum
    $<${any_gcc}:-Wduplicated-cond> $<${any_gcc}:-Wlogical-op> $<${any_gcc}:-Wuseless-cast>
    # g++ 12 sees null pointers in libstdc++'s own streams as soon as a file is read.
    $<$<NOT:${gcc12}>:-Wnull-dereference>
    # clang 19 reports std::stable_sort of libstdc++ 12, which uses a deprecated function inside.
    $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)

# Warnings are errors with the compilers that CI uses; a newer one must not stop a newcomer.
set(known_compiler OFF)
if((CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION MATCHES "^12\\.")
   OR (CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION MATCHES "^19\\."))
    set(known_compiler ON)
endif()
option(COROSCOPE_WERROR "Treat warnings as errors" ${known_compiler})
if(COROSCOPE_WERROR)
    target_compile_options(coroscope_options INTERFACE -Werror)
endif()

set(COROSCOPE_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined")
if(COROSCOPE_SANITIZE)
    target_compile_options(coroscope_options INTERFACE
        "-fsanitize=${COROSCOPE_SANITIZE}" -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(coroscope_options INTERFACE "-fsanitize=${COROSCOPE_SANITIZE}")
endif()

# The fuzzers of tests/fuzz see which branches of the libraries they reach.
if(COROSCOPE_FUZZ)
    target_compile_options(coroscope_options INTERFACE -fsanitize=fuzzer-no-link)
    target_link_options(coroscope_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# ccache, where it is installed, also shares results between working trees of the repository.
# It does so only without precompiled headers; where there is no ccache, those save more.
find_program(CCACHE_PROGRAM ccache)
mark_as_advanced(CCACHE_PROGRAM)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
        "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1 CCACHE_ABSSTDERR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}")
    set(pch_default OFF)
else()
    set(pch_default ON)
endif()
option(COROSCOPE_PCH "Precompile the common standard headers" ${pch_default})
if(COROSCOPE_PCH)
    # With precompiled headers g++ 12 sees copies out of bounds in libstdc++'s own std::string.
    target_compile_options(coroscope_options INTERFACE
        $<${gcc12}:-Wno-array-bounds> $<${gcc12}:-Wno-restrict>
        $<${gcc12}:-Wno-stringop-overflow> $<${gcc12}:-Wno-stringop-overread>)
endif()
