# What `cmake --install` puts where: programs, desktop entry, icons, MIME type, manual pages,
# completion and documents. scripts/check-package tries it.
include(GNUInstallDirs)
set(packaging_dir "${CMAKE_SOURCE_DIR}/packaging")
set(made_dir "${CMAKE_BINARY_DIR}/packaging")

# When this version was made: the day of the newest entry of the changelog.
find_program(git git)
mark_as_advanced(git)
if(git)
    execute_process(
        COMMAND "${git}" -C "${CMAKE_SOURCE_DIR}" log -1 --format=%ct -- CHANGELOG.md
        OUTPUT_VARIABLE release_seconds OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
set(date_before "$ENV{SOURCE_DATE_EPOCH}")
if(release_seconds)
    set(ENV{SOURCE_DATE_EPOCH} "${release_seconds}")  # string(TIMESTAMP) tells this time
endif()
string(TIMESTAMP release_date "%Y-%m-%d" UTC)
string(TIMESTAMP release_moment "%a, %d %b %Y %H:%M:%S +0000" UTC)
set(ENV{SOURCE_DATE_EPOCH} "${date_before}")

# coroscope_manual(PROGRAM): its page is made from the program's own --help.
find_program(GZIP_PROGRAM gzip REQUIRED)
mark_as_advanced(GZIP_PROGRAM)
file(MAKE_DIRECTORY "${made_dir}")
function(coroscope_manual PROGRAM)
    set(template "${packaging_dir}/man/${PROGRAM}.1.in")
    set(tool "${CMAKE_SOURCE_DIR}/tools/manual/make-page")
    set(page "${made_dir}/${PROGRAM}.1")
    add_custom_command(
        OUTPUT "${page}.gz"
        COMMAND "${tool}" "${template}" "$<TARGET_FILE:${PROGRAM}>" "${PROJECT_VERSION}" > "${page}"
        COMMAND "${GZIP_PROGRAM}" --best --no-name --force --keep "${page}"
        DEPENDS ${PROGRAM} "${template}" "${tool}"
        COMMENT "Writing ${PROGRAM}.1"
        VERBATIM)
    add_custom_target(${PROGRAM}_manual ALL DEPENDS "${page}.gz")
    install(FILES "${page}.gz" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
endfunction()

# coroscope_icons(FOLDER NAME KIND): the SVG and its PNGs into the hicolor theme.
function(coroscope_icons FOLDER NAME KIND)
    set(theme "${CMAKE_INSTALL_DATADIR}/icons/hicolor")
    install(FILES "${FOLDER}/${NAME}.svg" DESTINATION "${theme}/scalable/${KIND}")
    foreach(size IN ITEMS 16 24 32 48 64 128 256)
        install(FILES "${FOLDER}/${NAME}-${size}.png"
            DESTINATION "${theme}/${size}x${size}/${KIND}" RENAME "${NAME}.png")
    endforeach()
endfunction()

set(completions "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(TARGETS coroscope DESTINATION "${CMAKE_INSTALL_BINDIR}")
coroscope_manual(coroscope)
install(FILES "${packaging_dir}/completion/coroscope.bash"
    DESTINATION "${completions}" RENAME coroscope)
install(FILES "${packaging_dir}/coroscope.mime.xml"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/mime/packages" RENAME coroscope.xml)
coroscope_icons("${packaging_dir}/icon" application-x-coroscope-trace mimetypes)

if(COROSCOPE_GUI)
    install(TARGETS coroscope-gui DESTINATION "${CMAKE_INSTALL_BINDIR}")
    coroscope_manual(coroscope-gui)
    # bash-completion looks for a file of the program's name.
    install(FILES "${packaging_dir}/completion/coroscope.bash"
        DESTINATION "${completions}" RENAME coroscope-gui)
    install(FILES "${packaging_dir}/coroscope.desktop"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
    configure_file("${packaging_dir}/coroscope.metainfo.xml.in"
        "${made_dir}/coroscope.metainfo.xml" @ONLY)
    install(FILES "${made_dir}/coroscope.metainfo.xml"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
    coroscope_icons("${CMAKE_SOURCE_DIR}/assets/icon" coroscope apps)
endif()

# Documents. The licence is the text of LICENSE, in the form that Debian's tools read.
file(READ LICENSE license_paragraphs)
string(STRIP "${license_paragraphs}" license_paragraphs)
string(REGEX REPLACE "^[^\n]*\n\n[^\n]*\n\n" "" license_paragraphs "${license_paragraphs}")  # title, copyright
string(REPLACE "\n\n" "\n.\n" license_paragraphs "${license_paragraphs}")
string(REPLACE "\n" "\n " license_paragraphs " ${license_paragraphs}")
configure_file("${packaging_dir}/copyright.in" "${made_dir}/copyright" @ONLY)
add_custom_command(
    OUTPUT "${made_dir}/changelog.gz"
    COMMAND "${GZIP_PROGRAM}" --best --no-name --stdout "${CMAKE_SOURCE_DIR}/CHANGELOG.md"
            > "${made_dir}/changelog.gz"
    DEPENDS "${CMAKE_SOURCE_DIR}/CHANGELOG.md"
    VERBATIM)
add_custom_target(coroscope_changelog ALL DEPENDS "${made_dir}/changelog.gz")
install(FILES README.md "${made_dir}/copyright" "${made_dir}/changelog.gz"
    DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY docs/ DESTINATION "${CMAKE_INSTALL_DOCDIR}/docs"
    FILES_MATCHING PATTERN "*.md" PATTERN "*.png")
