#include <doctest/doctest.h>

#include "runtime/formats/svg_writer.h"

namespace coroscope {

TEST_CASE("texts are as wide as in the wider of Inter and DejaVu, letter by letter") {
    CHECK(widest_text_width("Mmm", TextStyle::Caption) ==
          doctest::Approx((889 + 974 + 974) / 1000.0 * 11));
    CHECK(widest_text_width("iii", TextStyle::Caption) <
          widest_text_width("mmm", TextStyle::Caption) / 3);
    CHECK(widest_text_width("12345", TextStyle::Mono) == doctest::Approx(5 * 0.6 * 12));
    CHECK(widest_text_width("睡眠", TextStyle::Caption) == doctest::Approx(22));
    CHECK(widest_text_width("a", TextStyle::BodyStrong) > widest_text_width("a", TextStyle::Body));
}

TEST_CASE("a text that does not fit ends in an ellipsis that fits") {
    for (const std::string_view text : {"transfer A→B", "生产者与消费者", "\xFF\xFF\xFF\xFF"}) {
        for (float width = 0; width < 120; width += 7) {
            const std::string cut = text_that_fits(text, TextStyle::Body, width);
            CHECK(widest_text_width(cut, TextStyle::Body) <= width);
        }
        CHECK(text_that_fits(text, TextStyle::Body, 1000) == text);
    }
    CHECK(text_that_fits("transfer A→B", TextStyle::Body, 60).ends_with("…"));
}

}  // namespace coroscope
