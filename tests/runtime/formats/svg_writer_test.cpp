#include "runtime/formats/svg_writer.h"

#include <doctest/doctest.h>

#include <limits>

#include "tests/support/xml_reader.h"

namespace coroscope {

TEST_CASE("numbers have at most two decimals and are always numbers") {
    CHECK(SvgWriter::number(0) == "0");
    CHECK(SvgWriter::number(12.5F) == "12.5");
    CHECK(SvgWriter::number(-0.054F) == "-0.05");
    CHECK(SvgWriter::number(3.999F) == "4");
    CHECK(SvgWriter::number(std::numeric_limits<float>::quiet_NaN()) == "0");
    CHECK(SvgWriter::number(std::numeric_limits<float>::infinity()) == "0");
    CHECK(SvgWriter::number(3e30F) == "10000000");
}

TEST_CASE("a text becomes XML that means the same, and what XML forbids is replaced") {
    std::string out;
    append_xml_text(out, "a<b>&\"c\" \n\t\x01\x7F\xC3\xA4\xFF\xED\xA0\x80");
    CHECK(out ==
          "a&lt;b&gt;&amp;&quot;c&quot;   \xEF\xBF\xBD\xEF\xBF\xBD\xC3\xA4\xEF\xBF\xBD"
          "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("a shape without an extent is left out") {
    SvgWriter svg;
    svg.rect({5, 5, 5, 9}, {.fill = look::Color{}});
    svg.rect({9, 5, 5, 9}, {.edge = look::Color{}});
    svg.text(0, 0, "", {});
    svg.icon("no-such-icon", 0, 0, 12, {});
    const std::string document = svg.finish({.width = 10, .height = 10});
    CHECK(count_of(document, "<rect") == 1);  // the ground
    CHECK(count_of(document, "<use") == 0);
    CHECK(count_of(document, "<text") == 0);
}

TEST_CASE("an outline lies inside its box") {
    SvgWriter svg;
    svg.rect({0, 0, 10, 10}, {.edge = look::Color{}, .edge_width = 2});
    CHECK(svg.finish({}).find("x=\"1\" y=\"1\" width=\"8\" height=\"8\"") != std::string::npos);
}

TEST_CASE("patterns and icons are defined once, however often they are used") {
    SvgWriter svg;
    for (int i = 0; i < 3; ++i) {
        svg.hatch({0, 0, 40, 10}, look::Color{1, 2, 3, 255}, 8, 1);
        svg.icon("lock", 0, 0, 11, {});
    }
    svg.hatch({0, 0, 40, 10}, look::Color{9, 2, 3, 255}, 8, 1);
    const std::string document = svg.finish({.width = 40, .height = 10});
    CHECK(count_of(document, "<pattern") == 2);
    CHECK(count_of(document, "id=\"icon-lock\"") == 1);
    CHECK(count_of(document, "<use") == 3);
    CHECK(xml_problem(document) == "");
}

}  // namespace coroscope
