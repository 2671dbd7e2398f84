# coroscope_tests: everything that needs no graphics. coroscope_gui_tests: tests/gui.
find_package(doctest REQUIRED)

# One ctest entry per folder of tests: they run in parallel, and a failing one names its area.
# doctest filters by __FILE__, which is relative to the repository.
function(coroscope_add_tests EXECUTABLE)
    set(groups "")
    foreach(file IN LISTS ARGN)
        if(file MATCHES "^tests/gui/[^/]+$")
            list(APPEND of_gui "${file}")
        elseif(file MATCHES "^tests/((runtime|gui)/[^/]+|[^/]+)/")
            set(group "${CMAKE_MATCH_1}")
            list(APPEND groups "${group}")
        else()
            list(APPEND top_level "${file}")
        endif()
    endforeach()
    list(REMOVE_DUPLICATES groups)
    foreach(group IN LISTS groups)
        add_test(NAME "${group}"
            COMMAND ${EXECUTABLE} "--source-file=tests/${group}/*")
    endforeach()
    if(of_gui)
        list(JOIN of_gui "," of_gui)
        add_test(NAME gui COMMAND ${EXECUTABLE} "--source-file=${of_gui}")
    endif()
    if(top_level)
        list(JOIN top_level "," top_level)
        add_test(NAME build COMMAND ${EXECUTABLE} "--source-file=${top_level}")
    endif()
    get_property(names DIRECTORY PROPERTY TESTS)
    set_tests_properties(${names} PROPERTIES WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
endfunction()

add_library(coroscope_test_support STATIC tests/support/paths.cpp)
coroscope_target(coroscope_test_support)
target_link_libraries(coroscope_test_support PUBLIC doctest::doctest)
set_source_files_properties(tests/support/paths.cpp PROPERTIES COMPILE_DEFINITIONS
    "COROSCOPE_SOURCE_DIR=\"${CMAKE_SOURCE_DIR}\";COROSCOPE_BINARY_DIR=\"${CMAKE_BINARY_DIR}\"")

coroscope_sources(tests FOLDER tests RECURSE PATTERN "*_test.cpp"
    EXCLUDE tests/gui/ tests/e2e/ tests/fuzz/)
coroscope_sources(support FOLDER tests/support RECURSE EXCLUDE tests/support/paths.cpp)
coroscope_sources(differential FOLDER tests/differential
    EXCLUDE tests/differential/main.cpp tests/differential/differential_test.cpp)
list(APPEND support tests/conformance/harness.cpp ${differential})
add_executable(coroscope_tests tests/main.cpp ${tests} ${support})
coroscope_target(coroscope_tests)
target_link_libraries(coroscope_tests PRIVATE
    coroscope_test_support coroscope_cli coroscope_look coroscope_version
    nlohmann_json::nlohmann_json fmt::fmt PkgConfig::ZSTD PkgConfig::SQLITE protozero)
coroscope_add_tests(coroscope_tests ${tests})

# The Python program of each lesson against its scenario, where there is a Python.
find_program(COROSCOPE_PYTHON NAMES python3)
if(COROSCOPE_PYTHON)
    add_test(NAME parity
        COMMAND "${COROSCOPE_PYTHON}" tests/parity/run "$<TARGET_FILE:coroscope>")
    set_tests_properties(parity PROPERTIES
        WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" SKIP_RETURN_CODE 77)
    # The articles' own programs, where these are at hand.
    add_test(NAME articles
        COMMAND "${COROSCOPE_PYTHON}" tests/articles/run "$<TARGET_FILE:coroscope>")
    set_tests_properties(articles PROPERTIES
        WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" SKIP_RETURN_CODE 77)
endif()

# The tests of the runtime alone, for whoever works on it: builds in a fraction of the time.
set(runtime_tests ${tests})
list(FILTER runtime_tests INCLUDE REGEX "^tests/(conformance|differential|runtime/(core|sync))/")
add_executable(coroscope_runtime_tests EXCLUDE_FROM_ALL
    tests/main.cpp ${runtime_tests} tests/conformance/harness.cpp ${differential})
coroscope_target(coroscope_runtime_tests)
target_link_libraries(coroscope_runtime_tests PRIVATE
    coroscope_test_support coroscope_sync fmt::fmt PkgConfig::ZSTD)

# The tests of the catalogue alone, for whoever adds a scenario.
set(scenario_tests ${tests})
list(FILTER scenario_tests INCLUDE REGEX "^tests/scenarios/")
add_executable(coroscope_scenario_tests EXCLUDE_FROM_ALL tests/main.cpp ${scenario_tests}
    tests/support/chrome_reader.cpp tests/support/claims.cpp tests/support/presses.cpp
    tests/support/replay.cpp tests/support/timeline_difference.cpp)
coroscope_target(coroscope_scenario_tests)
target_link_libraries(coroscope_scenario_tests PRIVATE
    coroscope_test_support coroscope_scenarios coroscope_formats nlohmann_json::nlohmann_json fmt::fmt)

# Random programs on our runtime, for scripts/compare-with-asyncio.
add_executable(coroscope_differential EXCLUDE_FROM_ALL tests/differential/main.cpp ${differential})
coroscope_target(coroscope_differential)
target_link_libraries(coroscope_differential PRIVATE coroscope_sync fmt::fmt)

if(COROSCOPE_GUI)
    coroscope_sources(gui_tests FOLDER tests/gui RECURSE PATTERN "*_test.cpp")
    coroscope_sources(gui_support FOLDER tests/gui/support RECURSE)
    foreach(name heavy_runs random_trace sample_runs)
        list(APPEND gui_support tests/support/${name}.cpp)
    endforeach()
    add_executable(coroscope_gui_tests tests/gui/main.cpp ${gui_tests} ${gui_support})
    coroscope_target(coroscope_gui_tests)
    target_link_libraries(coroscope_gui_tests PRIVATE
        coroscope_test_support coroscope_gui_app coroscope_look imgui_dependency
        nlohmann_json::nlohmann_json fmt::fmt)
    coroscope_add_tests(coroscope_gui_tests ${gui_tests})
endif()

if(COROSCOPE_FUZZ)
    coroscope_sources(fuzzers FOLDER tests/fuzz PATTERN "*_fuzz.cpp")
    foreach(file IN LISTS fuzzers)
        get_filename_component(name "${file}" NAME_WE)
        add_executable(${name} ${file} tests/fuzz/ask_everything.cpp)
        coroscope_target(${name})
        target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
        if(name STREQUAL "runspec_fuzz")
            target_link_libraries(${name} PRIVATE coroscope_scenarios)
        endif()
        target_link_libraries(${name} PRIVATE coroscope_formats)
    endforeach()
endif()
