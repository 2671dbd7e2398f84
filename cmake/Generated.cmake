# What is generated at build time, into build/<preset>/generated.
set(generated_dir "${CMAKE_BINARY_DIR}/generated")

# coroscope_look: "look/tokens.h", the colours, sizes, fonts and icons of assets/look/tokens.json.
add_executable(coroscope_tokens_tool tools/tokens/tokens.cpp)
coroscope_target(coroscope_tokens_tool)
target_link_libraries(coroscope_tokens_tool PRIVATE nlohmann_json::nlohmann_json)
add_custom_command(
    OUTPUT "${generated_dir}/look/tokens.h"
    COMMAND coroscope_tokens_tool
            "${CMAKE_SOURCE_DIR}/assets/look/tokens.json" "${generated_dir}/look/tokens.h"
    DEPENDS coroscope_tokens_tool "${CMAKE_SOURCE_DIR}/assets/look/tokens.json"
    COMMENT "Generating look/tokens.h"
    VERBATIM)
add_custom_target(coroscope_look_header DEPENDS "${generated_dir}/look/tokens.h")
add_library(coroscope_look INTERFACE)
target_include_directories(coroscope_look INTERFACE "${generated_dir}")
add_dependencies(coroscope_look coroscope_look_header)

# coroscope_assets: the embedded files behind "assets/assets.h". The tool reads a manifest of
# paths, so that a file that is added or removed re-runs it as a changed one does.
file(GLOB_RECURSE asset_files CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}"
    "${CMAKE_SOURCE_DIR}/assets/lessons/*"
    "${CMAKE_SOURCE_DIR}/assets/strings/*"
    "${CMAKE_SOURCE_DIR}/assets/icon/*"
    "${CMAKE_SOURCE_DIR}/assets/html/*")
file(GLOB scenario_sources CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}"
    "${CMAKE_SOURCE_DIR}/scenarios/*/*.cpp")
list(APPEND asset_files ${scenario_sources})
list(SORT asset_files)
list(JOIN asset_files "\n" manifest)
file(CONFIGURE OUTPUT "${generated_dir}/assets.txt" CONTENT "${manifest}\n" @ONLY)
add_executable(coroscope_embed_tool tools/embed/embed.cpp)
coroscope_target(coroscope_embed_tool)
list(TRANSFORM asset_files PREPEND "${CMAKE_SOURCE_DIR}/" OUTPUT_VARIABLE asset_paths)
add_custom_command(
    OUTPUT "${generated_dir}/assets.cpp"
    COMMAND coroscope_embed_tool
            "${CMAKE_SOURCE_DIR}" "${generated_dir}/assets.txt" "${generated_dir}/assets.cpp"
    DEPENDS coroscope_embed_tool "${generated_dir}/assets.txt" ${asset_paths}
    COMMENT "Embedding assets"
    VERBATIM)
# An asset is one string literal. The standard promises 65,536 characters of it (clang warns beyond
# that); both compilers take any number.
set_source_files_properties("${generated_dir}/assets.cpp" PROPERTIES
    COMPILE_OPTIONS "-Wno-overlength-strings")
add_library(coroscope_assets STATIC "${generated_dir}/assets.cpp" assets/assets.cpp)
coroscope_target(coroscope_assets)

# coroscope_version: "coroscope_version.h" with the version and the commit. The commit is looked up
# at every build, but the header is touched only when it changes.
add_custom_target(coroscope_version_header
    COMMAND "${CMAKE_COMMAND}" "-DSOURCE_DIR=${CMAKE_SOURCE_DIR}" "-DVERSION=${PROJECT_VERSION}"
            "-DOUTPUT=${generated_dir}/coroscope_version.h"
            -P "${CMAKE_SOURCE_DIR}/cmake/WriteVersion.cmake"
    BYPRODUCTS "${generated_dir}/coroscope_version.h"
    COMMENT "Looking up the commit"
    VERBATIM)
add_library(coroscope_version INTERFACE)
target_include_directories(coroscope_version INTERFACE "${generated_dir}")
add_dependencies(coroscope_version coroscope_version_header)
