// How wide texts are, at most: a picture is laid out here and drawn with fonts that we do not know.

#include <array>

#include "runtime/formats/svg_writer.h"
#include "runtime/picture/utf8.h"

namespace coroscope {

namespace {

/// Advance widths in thousandths of an em, U+0020 to U+007E: the greater of DejaVu Sans and Inter,
/// as Chromium measures them. Noto Sans is narrower.
constexpr std::array<std::uint16_t, 95> kAdvance{
    318, 401, 460, 838, 638, 950, 780, 275, 390, 390, 500, 838, 318, 460,  318, 357, 636, 636, 636,
    636, 642, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 727, 770, 632,
    587, 775, 752, 295, 543, 656, 562, 889, 753, 787, 635, 787, 695, 638,  642, 741, 684, 989, 685,
    665, 685, 390, 357, 390, 838, 500, 500, 613, 635, 558, 635, 615, 361,  635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 523, 392, 634, 592, 818, 592, 592,  541, 636, 337, 636, 838};
constexpr float kOther = 1.0F;       // "→", "…", letters with accents: in ems
constexpr float kMonospaced = 0.6F;  // the same in JetBrains, Noto and DejaVu
constexpr float kStrong = 1.13F;

float em_of(TextStyle style) {
    const look::Fonts& font = look::kFont;
    switch (style) {
    case TextStyle::Caption:
    case TextStyle::Icon: return font.caption.em;
    case TextStyle::Small: return font.small.em;
    case TextStyle::Body: return font.body.em;
    case TextStyle::BodyStrong: return font.body_strong.em * kStrong;
    case TextStyle::Mono: return font.mono.em;
    case TextStyle::MonoSmall: return font.mono_small.em;
    case TextStyle::Badge: break;
    }
    return font.mono_badge.em;
}

float ems(char32_t code, bool mono) {
    const int columns = detail::columns(code);
    if (columns != 1) {
        return columns == 2 ? 1.0F : 0.0F;
    }
    if (mono) {
        return kMonospaced;
    }
    return code >= 0x20 && code < 0x7F ? static_cast<float>(kAdvance[code - 0x20]) / 1000.0F
                                       : kOther;
}

bool is_mono(TextStyle style) {
    return style == TextStyle::Mono || style == TextStyle::MonoSmall || style == TextStyle::Badge;
}

}  // namespace

float widest_text_width(std::string_view text, TextStyle style) {
    const bool mono = is_mono(style);
    float width = 0;
    for (const std::string_view character : detail::characters(text)) {
        width += ems(detail::code_point(character), mono);
    }
    return width * em_of(style);
}

std::string text_that_fits(std::string_view text, TextStyle style, float width) {
    if (widest_text_width(text, style) <= width) {
        return std::string(text);
    }
    const bool mono = is_mono(style);
    const float em = em_of(style);
    float used = ems(U'…', mono) * em;
    std::string kept;
    for (const std::string_view character : detail::characters(text)) {
        used += ems(detail::code_point(character), mono) * em;
        if (used > width) {
            break;
        }
        kept += character;
    }
    return kept.empty() ? "" : kept + "…";
}

}  // namespace coroscope
