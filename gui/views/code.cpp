#include "gui/views/code.h"

#include <cmath>

namespace coroscope::gui {

look::Color tint_color(const Ui& ui, Tint tint) {
    const look::Syntax& syntax = ui.theme->syntax;
    switch (tint) {
    case Tint::Text: return syntax.text;
    case Tint::Suspension: return syntax.suspension;
    case Tint::Keyword: return syntax.keyword;
    case Tint::Type: return syntax.type;
    case Tint::Number: return syntax.number;
    case Tint::String: return syntax.string;
    case Tint::Comment: return syntax.comment;
    }
    return syntax.text;
}

void draw_code_line(Ui& ui, const Rect& room, std::string_view line, bool& in_comment) {
    ImFont* font = ui.fonts.mono;
    const float y = std::round(room.center_y() - font->FontSize / 2.0F);
    // Four blanks of indentation take the room of two: the column is narrow.
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    float x = room.x0 - Ui::width(font, line.substr(0, indent)) / 2.0F;
    ImDrawList& list = Ui::list();
    list.PushClipRect(room.min(), {room.x1, room.y1 + 2.0F}, true);
    for (const TintedText& piece : tint_line(line, in_comment)) {
        list.AddText(font, font->FontSize, {x, y}, color(tint_color(ui, piece.tint)),
                     piece.text.data(), piece.text.data() + piece.text.size());
        if (piece.tint ==
            Tint::Suspension) {  // the mono face has no SemiBold: twice, half a pixel apart
            list.AddText(font, font->FontSize, {x + 0.5F * ui.scale, y},
                         color(tint_color(ui, piece.tint)), piece.text.data(),
                         piece.text.data() + piece.text.size());
        }
        x += Ui::width(font, piece.text);
    }
    list.PopClipRect();
}

}  // namespace coroscope::gui
