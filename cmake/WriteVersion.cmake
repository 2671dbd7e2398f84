# cmake -DSOURCE_DIR=... -DVERSION=... -DOUTPUT=... -P WriteVersion.cmake
cmake_minimum_required(VERSION 3.25)
set(COMMIT "unknown")
find_program(git git)
if(git)
    execute_process(COMMAND "${git}" -C "${SOURCE_DIR}" rev-parse --short=12 HEAD
        OUTPUT_VARIABLE found OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE status ERROR_QUIET)
    if(status EQUAL 0)
        set(COMMIT "${found}")
    endif()
endif()
file(CONFIGURE OUTPUT "${OUTPUT}" @ONLY CONTENT
"#pragma once

#include \"runtime/trace/version.h\"  // kVersion

namespace coroscope {
inline constexpr const char* kProjectVersion = \"@VERSION@\";
inline constexpr const char* kCommit = \"@COMMIT@\";
}  // namespace coroscope
")
