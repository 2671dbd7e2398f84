#include "runtime/formats/raster.h"

#include <doctest/doctest.h>

#include "tests/support/sample_runs.h"

namespace coroscope {
namespace {

/// A machine without librsvg exports the rest; what happens there is tested below.
bool has_librsvg() {
    return rasterise("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\" height=\"2\"/>",
                     RasterKind::Png)
               .problem.find("librsvg2-2") == std::string::npos;
}

std::uint32_t number_at(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        value = value << 8U | static_cast<unsigned char>(bytes.at(i));
    }
    return value;
}

}  // namespace

TEST_CASE("a PNG has the size that was asked for") {
    if (!has_librsvg()) {
        MESSAGE("skipped: librsvg is not installed");
        return;
    }
    const Exported png = export_png(test::deadlock_run(), {.width_px = 800, .height_px = 450});
    REQUIRE(png.problem == "");
    REQUIRE(png.bytes.starts_with("\x89PNG\r\n"));
    CHECK(number_at(png.bytes, 16) == 800);
    CHECK(number_at(png.bytes, 20) == 450);
}

TEST_CASE("a PDF is one, with its text in it, and does not depend on the clock") {
    if (!has_librsvg()) {
        MESSAGE("skipped: librsvg is not installed");
        return;
    }
    const Exported pdf = export_pdf(test::blocking_run(), {});
    REQUIRE(pdf.problem == "");
    CHECK(pdf.bytes.starts_with("%PDF-"));
    CHECK(pdf.bytes.find("/Font") != std::string::npos);
    CHECK(pdf.bytes == export_pdf(test::blocking_run(), {}).bytes);
}

TEST_CASE("without librsvg the problem names the package that has it") {
    const Exported none = rasterise("<svg/>", RasterKind::Png, "librsvg-that-is-not-there.so.9");
    CHECK(none.bytes.empty());
    CHECK(none.problem.find("librsvg2-2") != std::string::npos);
}

TEST_CASE("a picture that is broken, has no size or is too large is a problem, not a crash") {
    if (!has_librsvg()) {
        MESSAGE("skipped: librsvg is not installed");
        return;
    }
    CHECK(!rasterise("no picture", RasterKind::Png).problem.empty());
    CHECK(!rasterise("", RasterKind::Pdf).problem.empty());
    const Exported huge =
        rasterise("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20000\" height=\"20000\"/>",
                  RasterKind::Png);
    CHECK(huge.problem.find("too large") != std::string::npos);
}

}  // namespace coroscope
