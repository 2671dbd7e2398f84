#include "runtime/picture/conceal.h"

#include <algorithm>

namespace coroscope {
namespace {

// Keeps what begins before `x` and cuts it off there.
template <class Part>
void cut(std::vector<Part>& parts, float x) {
    std::erase_if(parts, [&](const Part& part) { return part.x0 >= x; });
    for (Part& part : parts) {
        part.x1 = std::min(part.x1, x);
    }
}

float width_of(const std::string& label, float scale) {
    return guess_text_width(label, TextStyle::Caption) * scale;
}

void cut_spans(Picture& picture, float x) {
    std::vector<Span> kept;
    kept.reserve(picture.spans.size());
    for (Row& row : picture.rows) {
        const std::size_t first = kept.size();
        for (std::size_t i = row.first_span; i < row.last_span; ++i) {
            Span& span = picture.spans[i];
            if (span.box.x0 >= x) {
                continue;
            }
            if (span.box.x1 > x) {
                span.box.x1 = x;
                span.cut_right = true;
                if (span.label_x + width_of(span.label, picture.scale) > x) {
                    span.label.clear();
                }
                if (span.icon_x + width_of("W", picture.scale) > x) {
                    span.icon = "";
                }
                span.labels.clear();
                cut(span.columns, x);
            }
            kept.push_back(std::move(span));
        }
        row.first_span = first;
        row.last_span = kept.size();
    }
    picture.spans = std::move(kept);
}

void cut_blocks(Picture& picture, float x) {
    std::erase_if(picture.blocks, [&](const Block& block) { return block.box.x0 >= x; });
    for (Block& block : picture.blocks) {
        if (block.box.x1 > x) {
            block.box.x1 = x;
            block.label.clear();
        }
    }
}

void cut_minimap(Minimap& map) {
    cut(map.segments, map.cursor_x);
    std::erase_if(map.marks, [&](const Mark& mark) { return mark.x > map.cursor_x; });
}

}  // namespace

void conceal_future(Picture& picture) {
    cut_minimap(picture.minimap);
    if (!picture.veil) {
        return;  // nothing is behind the cursor
    }
    const float x = picture.veil->x0;
    picture.veil.reset();
    cut_spans(picture, x);
    cut_blocks(picture, x);
    cut(picture.bands, x);
    for (Plot& plot : picture.plots) {
        cut(plot.levels, x);
    }
    std::erase_if(picture.dots, [&](const Dot& dot) { return dot.x > x; });
    std::erase_if(picture.arrows, [&](const Arrow& arrow) { return arrow.future; });
    std::erase_if(picture.marks, [&](const Mark& mark) { return mark.x > x; });
    picture.arrows_note.clear();
}

}  // namespace coroscope
