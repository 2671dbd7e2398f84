// Places a span's words and icon: the longest form that fits, beside the cursor and not under it.
#include <algorithm>

#include "look/tokens.h"
#include "runtime/picture/sketch.h"

namespace coroscope::detail {

namespace {

constexpr float kPadding = 5;  // between the span's edge and what is in it
constexpr float kIconWidth = 11;
constexpr float kIconGap = 4;
constexpr float kLeastWidth = 20;  // narrower spans carry nothing

struct Room {
    float x0 = 0;
    float x1 = 0;
};

/// Where a text of this width starts; nullopt if it does not fit. `under` is the cursor if it
/// crosses the span.
std::optional<float> start(Room room, float width, std::optional<float> under, float padding) {
    if (room.x0 + width > room.x1) {
        return std::nullopt;
    }
    const bool crossed = under && *under > room.x0 - padding && *under < room.x0 + width + padding;
    if (!crossed) {
        return room.x0;
    }
    const float beside = *under + padding;
    return beside + width <= room.x1 ? std::optional(beside) : std::nullopt;
}

}  // namespace

void place_label(const Sketch& sketch, Span& span, TextStyle style) {
    const float width = span.box.width();
    const bool has_icon = !span.icon.empty();
    if (width < sketch.px(kLeastWidth) && style != TextStyle::Badge) {
        span.icon = {};
        return;
    }
    const float padding = sketch.px(style == TextStyle::Badge ? 2 : kPadding);
    const float icon = has_icon ? sketch.px(kIconWidth) : 0;
    const float gap = has_icon ? sketch.px(kIconGap) : 0;
    const Room room{span.box.x0 + padding, span.box.x1 - padding};
    const Picture& picture = sketch.picture;
    std::optional<float> under;
    if (picture.cursor_visible && picture.cursor_x > span.box.x0 &&
        picture.cursor_x < span.box.x1) {
        under = picture.cursor_x;
    }
    const bool centred = style == TextStyle::Badge || span.look == SpanLook::SlowStep;
    // First without touching the cursor, then, if that leaves no word at all, across it.
    for (const std::optional<float> avoided : {under, std::optional<float>()}) {
        for (const std::string& label : span.labels) {
            const float needed = icon + gap + sketch.width_of(label, style);
            if (const auto x = start(room, needed, avoided, padding)) {
                span.label = label;
                const bool moved = *x > room.x0;
                const float left = centred && !moved ? span.box.x0 + (width - needed) / 2 : *x;
                span.icon_x = left;
                span.label_x = left + icon + gap;
                return;
            }
        }
    }
    if (has_icon) {
        span.icon_x = span.box.x0 + (width - icon) / 2;
    }
}

}  // namespace coroscope::detail
