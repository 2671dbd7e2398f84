# `cpack` in the build folder makes a Debian package and a .tar.gz; scripts/build-package calls it.
set(CPACK_PACKAGE_NAME coroscope)
set(CPACK_PACKAGE_VENDOR "The Coroscope developers")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "simulator that shows how asynchronous programs run")
set(CPACK_PACKAGE_DESCRIPTION
"Coroscope runs small asynchronous programs on a cooperative runtime, in
virtual time, and draws every step: which task ran, which was ready, who
waited for what, who woke whom. Step forwards and backwards, change the
parameters, and see what a lost update, a deadlock or a blocking call looks
like from inside. Vocabulary and rules are those of Python's asyncio.
.
The package has the window (coroscope-gui) and the command line (coroscope),
which also finds deadlocks, races and slow steps, tells where the time went,
compares runs and exports them for Perfetto, SQLite, spreadsheets and papers.
Window and lessons are in English and Simplified Chinese.")
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_DIRECTORY "${CMAKE_BINARY_DIR}/../package")
set(CPACK_STRIP_FILES ON)
set(CPACK_RESOURCE_FILE_LICENSE "${CMAKE_SOURCE_DIR}/LICENSE")

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${CPACK_PACKAGE_CONTACT}")
set(CPACK_DEBIAN_PACKAGE_SECTION education)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
# What the programs are linked with is found in them; what they open by name is told here.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
if(COROSCOPE_GUI)
    set(CPACK_DEBIAN_PACKAGE_DEPENDS libgl1-mesa-dri)
    string(CONCAT CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-fork-awesome, fonts-inter, "
        "fonts-jetbrains-mono, fonts-wqy-microhei, librsvg2-2")
else()
    set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "librsvg2-2")
endif()
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "bash-completion")

# Debian's own changelog of the package, beside that of the program.
file(WRITE "${made_dir}/changelog.Debian"
"coroscope (${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium

  * Version ${PROJECT_VERSION}. What changed is in changelog.gz.

 -- ${CPACK_PACKAGE_CONTACT}  ${release_moment}
")
execute_process(COMMAND "${GZIP_PROGRAM}" --best --no-name --force "${made_dir}/changelog.Debian")
install(FILES "${made_dir}/changelog.Debian.gz" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
include(CPack)
