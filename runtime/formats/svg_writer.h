// SvgWriter: the body of an SVG document, element by element, as text that depends on nothing but
// what is written: numbers have at most two decimals, texts are escaped so that the document is
// valid XML whatever a trace holds. Units: pixels.
//
//     SvgWriter svg;
//     svg.rect({0, 0, 10, 10}, {.fill = theme.base.panel});
//     svg.text(4, 8, name, {.style = TextStyle::Caption, .ink = theme.base.text});
//     out += svg.finish({.width = 10, .height = 10, .title = "two boxes"});
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "look/tokens.h"
#include "runtime/picture/picture.h"

namespace coroscope {

/// Appends a text for XML: markup is escaped, what XML 1.0 forbids becomes U+FFFD.
void append_xml_text(std::string& out, std::string_view text);
/// "#1A2B3C".
[[nodiscard]] std::string hex(look::Color color);

/// Width of a text at scale 1 in the widest of the fonts that a viewer may take (Inter, Noto Sans,
/// DejaVu), so that nothing overlaps in any of them.
[[nodiscard]] float widest_text_width(std::string_view text, TextStyle style);
/// The longest beginning of a text that fits, with "…" if it is cut.
[[nodiscard]] std::string text_that_fits(std::string_view text, TextStyle style, float width);

struct SvgPaint {
    std::optional<look::Color> fill{};
    std::optional<look::Color> edge{};
    float edge_width = 1;
    float radius = 0;
    float opacity = 1;
    std::string_view dash{};  ///< as in stroke-dasharray
};

struct SvgText {
    TextStyle style = TextStyle::Body;
    look::Color ink{};
    bool to_the_left = false;  ///< ends at x instead of beginning there
    bool strong = false;       ///< a title
};

struct SvgPaper {
    float width = 0;
    float height = 0;
    look::Color ground{};
    std::string_view title{};
    std::string_view description{};
    std::string_view language = "en";
};

class SvgWriter {
public:
    void rect(const Box& box, const SvgPaint& paint);
    void line(float x0, float y0, float x1, float y1, const SvgPaint& paint);
    void circle(float x, float y, float radius, const SvgPaint& paint);
    /// `data` as in the attribute d.
    void path(std::string_view data, const SvgPaint& paint);
    /// A rectangle filled with slanting lines; their phase is tied to the page.
    void hatch(const Box& box, look::Color ink, float step, float width);
    /// `middle` is the middle of the line of text.
    void text(float x, float middle, std::string_view text, const SvgText& how);
    /// By its name in the tokens; nothing for an unknown one. `size` is the side of its square.
    void icon(std::string_view name, float x, float middle, float size, look::Color ink);

    /// What is written until end_group() can be pointed at, and shows this text then.
    void begin_group(std::string_view tooltip);
    void begin_clip(const Box& box);
    void begin_opacity(float opacity);
    void end_group() { out_ += "</g>\n"; }

    /// Everything until end_group() stands this much lower.
    void begin_shift(float down);

    /// The whole document.
    [[nodiscard]] std::string finish(const SvgPaper& paper) const;

    /// A number as it stands in the document.
    [[nodiscard]] static std::string number(float value);

private:
    struct Hatch {
        look::Color ink;
        float step;
        float width;
    };
    void attribute(std::string_view name, float value);
    void paint(const SvgPaint& paint);

    std::string out_;
    std::string definitions_;
    std::vector<Hatch> hatches_;
    std::vector<std::string_view> icons_;  ///< those used
    int clips_ = 0;
};

/// An icon of 12 x 12: what is filled and what is drawn with a line, as in the attribute d.
struct IconPath {
    std::string_view name;
    std::string_view filled;
    std::string_view drawn;
    float line = 1.3F;
};
/// Our own drawings of the tokens' icons, so that a picture needs no icon font.
[[nodiscard]] const std::vector<IconPath>& icon_paths();

}  // namespace coroscope
