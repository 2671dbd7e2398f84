#include "gui/views/ui.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "gui/views/compat.h"
#include "gui/views/line_break.h"

namespace coroscope::gui {

ImU32 color(look::Color c) { return color(c, 1.0F); }

ImU32 color(look::Color c, float alpha) {
    const auto a = static_cast<ImU32>(std::lround(static_cast<float>(c.a) * alpha));
    return static_cast<ImU32>(c.r) << IM_COL32_R_SHIFT |
           static_cast<ImU32>(c.g) << IM_COL32_G_SHIFT |
           static_cast<ImU32>(c.b) << IM_COL32_B_SHIFT | a << IM_COL32_A_SHIFT;
}

void Ui::begin_frame() {
    items.clear();
    texts.clear();
    if (hot_next_ != hot_) {
        hot_ = hot_next_;
        hot_since_ = ImGui::GetTime();
    }
    hot_next_.clear();
}

float Ui::px(float design) const {
    const float rounded = std::round(design * scale);
    return design > 0.0F ? std::max(rounded, 1.0F) : rounded;
}

void Ui::mark(std::string_view label, const Rect& rect, bool enabled, bool chosen) {
    items.insert_or_assign(std::string(label), Item{rect, enabled, chosen});
}

bool Ui::hit(std::string_view label, const Rect& rect, bool enabled, bool chosen) {
    mark(label, rect, enabled, chosen);
    if (rect.empty()) {
        return false;
    }
    ImGui::SetCursorScreenPos(rect.min());
    const bool clicked = ImGui::InvisibleButton(std::string(label).c_str(), rect.size());
    if (ImGui::IsItemHovered()) {
        hot_next_ = label;
    }
    return clicked && enabled;
}

double Ui::hover_seconds(std::string_view label) const {
    return label == hot_ ? ImGui::GetTime() - hot_since_ : 0.0;
}

void Ui::tooltip(std::string_view first, std::string_view second) {
    static constexpr double kDelaySeconds = 0.25;
    if (ImGui::IsItemHovered() && hover_seconds(hot_next_) >= kDelaySeconds &&
        !ImGui::IsAnyMouseDown()) {
        show_tooltip(first, second);
    }
}

void Ui::show_tooltip(std::string_view first, std::string_view second) const {
    const float padding = px(look::kSize.space_s);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {padding, padding * 0.75F});
    ImGui::BeginTooltip();
    const float wrap = px(360.0F);
    const auto line = [&](ImFont* font, look::Color ink, std::string_view words) {
        compat::push_font(font);
        ImGui::PushStyleColor(ImGuiCol_Text, color(ink));
        ImGui::PushTextWrapPos(wrap);
        ImGui::TextUnformatted(words.data(), words.data() + words.size());
        ImGui::PopTextWrapPos();
        ImGui::PopStyleColor();
        ImGui::PopFont();
    };
    line(fonts.body, base().text, first);
    if (!second.empty()) {
        line(fonts.small, base().text_3, second);
    }
    ImGui::EndTooltip();
    ImGui::PopStyleVar();
}

void Ui::fill(const Rect& rect, ImU32 ink, float radius) const {
    list().AddRectFilled(rect.min(), rect.max(), ink, radius);
}

void Ui::outline(const Rect& rect, ImU32 ink, float radius, float width) const {
    const float half = width / 2.0F;
    // ImGui draws a rectangle's outline on the centres of its border pixels.
    const Rect r = rect.inset(half - 0.5F);
    compat::add_rect(list(), r, ink, radius, width);
}

namespace {

void capsule_path(const Rect& rect) {
    static constexpr float kPi = 3.14159265F;
    const float radius = std::min(rect.height(), rect.width()) / 2.0F;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.PathArcTo({rect.x0 + radius, rect.center_y()}, radius, kPi / 2.0F, kPi * 1.5F, 10);
    list.PathArcTo({rect.x1 - radius, rect.center_y()}, radius, -kPi / 2.0F, kPi / 2.0F, 10);
}

}  // namespace

void Ui::capsule(const Rect& rect, ImU32 ink) const {
    capsule_path(rect);
    list().PathFillConvex(ink);
}

void Ui::capsule_outline(const Rect& rect, ImU32 ink, float width) const {
    capsule_path(rect.inset(width / 2.0F));
    compat::stroke_path(list(), ink, width, true);
}

void Ui::dashed(const Rect& rect, ImU32 ink) const {
    const float on = px(look::kSize.dash_on);
    const float step = on + px(look::kSize.dash_off);
    const float w = line(look::kSize.line_hair);
    for (float x = rect.x0; x < rect.x1; x += step) {
        const float end = std::min(x + on, rect.x1);
        list().AddRectFilled({x, rect.y0}, {end, rect.y0 + w}, ink);
        list().AddRectFilled({x, rect.y1 - w}, {end, rect.y1}, ink);
    }
    for (float y = rect.y0; y < rect.y1; y += step) {
        const float end = std::min(y + on, rect.y1);
        list().AddRectFilled({rect.x0, y}, {rect.x0 + w, end}, ink);
        list().AddRectFilled({rect.x1 - w, y}, {rect.x1, end}, ink);
    }
}

void Ui::horizontal(float x0, float x1, float y, ImU32 ink) const {
    list().AddRectFilled({x0, y}, {x1, y + px(look::kSize.line_hair)}, ink);
}

float Ui::width(ImFont* font, std::string_view text) {
    if (text.empty()) {
        return 0.0F;
    }
    return font
        ->CalcTextSizeA(font->FontSize, FLT_MAX, 0.0F, text.data(), text.data() + text.size())
        .x;
}

void Ui::text_at(ImFont* font, ImVec2 position, ImU32 ink, std::string_view text) {
    if (text.empty()) {
        return;
    }
    position = {std::floor(position.x), std::floor(position.y)};
    list().AddText(font, font->FontSize, position, ink, text.data(), text.data() + text.size());
    if (recording) {
        const Rect drawn{position.x, position.y, position.x + width(font, text),
                         position.y + font->FontSize};
        const ImVec2 clip_min = list().GetClipRectMin();
        const ImVec2 clip_max = list().GetClipRectMax();
        texts.push_back({std::string(text),
                         drawn,
                         drawn,
                         {clip_min.x, clip_min.y, clip_max.x, clip_max.y},
                         false});
    }
}

Rect Ui::text(ImFont* font, const Rect& room, ImU32 ink, std::string_view text, Align align) {
    const float space = room.width();
    float w = width(font, text);
    std::string shortened;
    const bool fits = w <= space + 0.75F;
    if (!fits) {
        shortened = shorten(
            text, [&](std::string_view candidate) { return width(font, candidate) <= space; });
        text = shortened;
        w = width(font, text);
    }
    float x = room.x0;
    if (align != Align::Left) {
        x += (align == Align::Center ? 0.5F : 1.0F) * (space - w);
    }
    const float y = std::round(room.center_y() - font->FontSize / 2.0F);
    text_at(font, {align == Align::Left ? x : std::round(x), y}, ink, text);
    const Rect drawn{x, y, x + w, y + font->FontSize};
    if (recording && !texts.empty() && !text.empty()) {
        texts.back().room = room;
        texts.back().shortened = !fits;
    }
    return drawn;
}

float Ui::paragraph(ImFont* font, const Rect& room, ImU32 ink, std::string_view text,
                    float line_height) {
    float y = room.y0;
    for (const std::string_view line : break_lines(
             text, room.width(), [&](std::string_view part) { return width(font, part); })) {
        this->text(font, {room.x0, y, room.x1, y + line_height}, ink, line);
        y += line_height;
    }
    return y - room.y0;
}

namespace {

bool typed(ImWchar character) {
    const auto& queue = ImGui::GetIO().InputQueueCharacters;
    return std::find(queue.begin(), queue.end(), character) != queue.end();
}

}  // namespace

int Ui::presses(const Shortcut& shortcut) const {
    const ImGuiIO& io = ImGui::GetIO();
    if (shortcut.key == Key::Question) {
        return typed('?') ? 1
                          : 0;  // it stands on different keys, so it is the character that counts
    }
    if (key_presses) {
        return static_cast<int>(std::ranges::count_if(*key_presses, [&](const Shortcut& pressed) {
            return pressed.key == shortcut.key && pressed.control == shortcut.control &&
                   pressed.shift == shortcut.shift && (!pressed.repeats || shortcut.repeats);
        }));
    }
    const bool now = shortcut.key != Key::None && compat::pressed(shortcut.key, shortcut.repeats) &&
                     io.KeyCtrl == shortcut.control && io.KeyShift == shortcut.shift && !io.KeyAlt;
    return now ? 1 : 0;
}

}  // namespace coroscope::gui
