# Third-party libraries; scripts/install-dependencies installs them on Debian. Imported targets
# are system headers, so our warnings do not look into them.

find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
find_path(PROTOZERO_INCLUDE_DIR protozero/pbf_writer.hpp REQUIRED)
add_library(protozero INTERFACE)
target_include_directories(protozero SYSTEM INTERFACE "${PROTOZERO_INCLUDE_DIR}")
# Headers only: librsvg is opened when a picture is asked for. Loading it takes as long as the whole
# of a short command, and the rest works without it.
pkg_check_modules(RSVG REQUIRED librsvg-2.0)
add_library(rsvg_headers INTERFACE)
target_include_directories(rsvg_headers SYSTEM INTERFACE ${RSVG_INCLUDE_DIRS})
target_link_libraries(rsvg_headers INTERFACE ${CMAKE_DL_LIBS})

if(COROSCOPE_GUI)
    # imgui_dependency: all that a view or a test without a window needs. Debian's libimgui.a holds
    # the core, FreeType and the backends; elsewhere (vcpkg) there is a CMake package.
    pkg_check_modules(FREETYPE REQUIRED IMPORTED_TARGET freetype2)
    pkg_check_modules(IMGUI IMPORTED_TARGET imgui)
    pkg_check_modules(STB IMPORTED_TARGET stb)
    add_library(imgui_dependency INTERFACE)
    if(IMGUI_FOUND)
        target_link_libraries(imgui_dependency INTERFACE PkgConfig::IMGUI)
    else()
        find_package(imgui CONFIG REQUIRED)
        target_link_libraries(imgui_dependency INTERFACE imgui::imgui)
    endif()
    if(STB_FOUND)
        target_link_libraries(imgui_dependency INTERFACE PkgConfig::STB)
    endif()
    # After imgui: libimgui.a refers to these.
    set(OpenGL_GL_PREFERENCE LEGACY)
    find_package(glfw3 3.3 REQUIRED)
    find_package(OpenGL REQUIRED)
    target_link_libraries(imgui_dependency INTERFACE PkgConfig::FREETYPE ${CMAKE_DL_LIBS})
    add_library(window_dependency INTERFACE)
    target_link_libraries(window_dependency
        INTERFACE imgui_dependency glfw OpenGL::GL ${CMAKE_DL_LIBS})
endif()
