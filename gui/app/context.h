// Context: a Dear ImGui context with our fonts and style, with or without a window.
#pragma once

#include "gui/app/fonts.h"
#include "gui/app/rasteriser.h"
#include "gui/views/ui.h"

struct ImGuiContext;

namespace coroscope::gui {

/// Sets what ImGui's own widgets look like; call it when the theme or the scale changes.
void apply_style(const Ui& ui);

/// A context that needs no display: frames are stepped by hand and drawn into memory.
class HeadlessContext {
public:
    HeadlessContext(float width, float height, float scale,
                    const std::string& font_root = FontRequest{}.root);
    ~HeadlessContext();
    HeadlessContext(const HeadlessContext&) = delete;
    HeadlessContext& operator=(const HeadlessContext&) = delete;

    /// Runs one frame: `draw` stands between NewFrame and Render.
    template <class Draw>
    void frame(Draw draw) {
        begin();
        draw();
        end();
    }
    [[nodiscard]] Image image() const;

    Ui ui;
    FontReport fonts;

private:
    void begin();
    static void end();

    ImGuiContext* context_;
};

}  // namespace coroscope::gui
