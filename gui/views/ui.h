// Ui: what every view draws with: scale, theme, language, fonts, and a few primitives on top of
// Dear ImGui. It also remembers where each named item and each text was drawn, for tests and for
// the state dump.
//
// Units: design pixels (tokens.md, scale 1) become screen pixels through px(); nothing else
// multiplies by the scale.
#pragma once

#include <imgui.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gui/model/keys.h"
#include "gui/views/rect.h"
#include "look/tokens.h"
#include "runtime/picture/colors.h"
#include "runtime/text/message.h"

namespace coroscope::gui {

/// The atlas fonts of tokens.md, section 5. All are set; several may be the same where a face is
/// missing.
struct Fonts {
    ImFont* caption = nullptr;
    ImFont* small = nullptr;
    ImFont* body = nullptr;
    ImFont* body_strong = nullptr;
    ImFont* title = nullptr;
    ImFont* sentence = nullptr;
    ImFont* sentence_strong = nullptr;
    ImFont* sentence_mono = nullptr;
    ImFont* figure = nullptr;
    ImFont* mono = nullptr;
    ImFont* mono_small = nullptr;
    ImFont* mono_badge = nullptr;
};

/// Where an item was drawn in the last frame.
struct Item {
    Rect rect;
    bool enabled = true;
    bool chosen = false;
};

/// A text that was drawn in the last frame, and the room it had.
struct DrawnText {
    std::string text;
    Rect rect;
    Rect room;
    Rect clip;               ///< nothing is seen of it outside
    bool shortened = false;  ///< an ellipsis stands for its end
};

enum class Align : std::uint8_t { Left, Center, Right };

class Ui {
public:
    float scale = 1.0F;
    const look::Theme* theme = &look::kDark;
    Language language = Language::English;
    Fonts fonts;

    /// Key presses since the last frame, where the window collects them; without a window ImGui's
    /// own state is asked. A frame may be long: no press is lost this way.
    std::optional<std::vector<Shortcut>> key_presses;
    /// How often this was pressed since the last frame.
    [[nodiscard]] int presses(const Shortcut& shortcut) const;

    bool recording = false;  ///< remember texts, too
    std::map<std::string, Item, std::less<>> items;
    std::vector<DrawnText> texts;

    /// Called once per frame, before anything is drawn.
    void begin_frame();

    [[nodiscard]] bool dark() const { return theme == &look::kDark; }
    [[nodiscard]] float px(float design) const;  ///< whole pixels, at least 1 unless 0
    [[nodiscard]] float line(float design) const { return design * scale; }  ///< widths of lines
    [[nodiscard]] std::string_view tr(std::string_view id) const {
        return coroscope::tr(id, language);
    }
    [[nodiscard]] std::string tr(const Message& message) const {
        return to_string(message, language);
    }
    [[nodiscard]] const look::Base& base() const { return theme->base; }

    void mark(std::string_view label, const Rect& rect, bool enabled = true, bool chosen = false);
    /// An invisible button at `rect`; true when it was clicked. `label` names it in `items`.
    bool hit(std::string_view label, const Rect& rect, bool enabled = true, bool chosen = false);
    /// Explains the item drawn last, if the mouse rests on it. `second` is a quieter line, "" for
    /// none.
    void tooltip(std::string_view first, std::string_view second = {});
    /// The same, at once and whatever was drawn last.
    void show_tooltip(std::string_view first, std::string_view second = {}) const;
    [[nodiscard]] double hover_seconds(std::string_view label) const;

    // Primitives; `list()` is the draw list of the current window.
    [[nodiscard]] static ImDrawList& list() { return *ImGui::GetWindowDrawList(); }
    void fill(const Rect& rect, ImU32 color, float radius = 0.0F) const;
    void outline(const Rect& rect, ImU32 color, float radius = 0.0F, float width = 1.0F) const;
    /// With half-circles at both ends; ImGui's rounding stops short of that.
    void capsule(const Rect& rect, ImU32 color) const;
    void capsule_outline(const Rect& rect, ImU32 color, float width = 1.0F) const;
    void dashed(const Rect& rect, ImU32 color) const;
    void horizontal(float x0, float x1, float y, ImU32 color) const;

    [[nodiscard]] static float width(ImFont* font, std::string_view text);
    /// Draws at the left end of the text's box; no room to respect.
    void text_at(ImFont* font, ImVec2 position, ImU32 color, std::string_view text);
    /// Draws inside `room`, centred from top to bottom; shortens with an ellipsis what is too long.
    /// Returns the rectangle of what was drawn.
    Rect text(ImFont* font, const Rect& room, ImU32 color, std::string_view text,
              Align align = Align::Left);
    /// Draws over several lines; returns the height used. CJK text breaks between characters.
    float paragraph(ImFont* font, const Rect& room, ImU32 color, std::string_view text,
                    float line_height);

private:
    std::string hot_;
    double hot_since_ = 0.0;
    std::string hot_next_;
};

[[nodiscard]] ImU32 color(look::Color c);
[[nodiscard]] ImU32 color(look::Color c, float alpha);
/// `amount` of `b` in `a`: 0 gives a, 1 gives b.
}  // namespace coroscope::gui
