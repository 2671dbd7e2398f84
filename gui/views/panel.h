// Panel: a rounded island with a header of 32 px, and scrolling areas inside it.
//
//     if (Panel panel(ui, "source", rect); panel) {
//         Rect header = panel.header(ui.tr("ui.source"));   // room to the right of the title
//         draw into panel.content
//     }
#pragma once

#include <string_view>

#include "gui/views/ui.h"

namespace coroscope::gui {

class Panel {
public:
    Panel(Ui& ui, std::string_view name, const Rect& rect);
    ~Panel();
    Panel(const Panel&) = delete;
    Panel& operator=(const Panel&) = delete;
    explicit operator bool() const { return visible_; }

    /// Draws the title; returns the header's rest.
    Rect header(std::string_view title);
    /// A header without a title, for tabs.
    [[nodiscard]] Rect header() const;

    Rect rect;
    Rect content;  ///< below the header, inside the padding

private:
    Ui& ui_;
    bool visible_;
};

/// An area whose content may be higher than it. Draw at y0 - scroll and tell the height at the end.
///
///     ScrollArea area(ui, "log", rect);
///     float y = area.top();
///     ...
///     area.finish(y);
class ScrollArea {
public:
    ScrollArea(Ui& ui, std::string_view name, const Rect& area);
    ~ScrollArea();
    ScrollArea(const ScrollArea&) = delete;
    ScrollArea& operator=(const ScrollArea&) = delete;

    [[nodiscard]] float top() const { return rect.y0 - scroll_; }
    /// Room for content; a little narrower than the area when there is a scroll bar.
    [[nodiscard]] float right() const;
    [[nodiscard]] bool shows(float y0, float y1) const { return y1 >= rect.y0 && y0 <= rect.y1; }
    /// Scrolls so that [y0, y1) is visible, at most once per frame.
    void bring_into_view(float y0, float y1);
    void finish(float bottom);

    Rect rect;

private:
    Ui& ui_;
    float scroll_;
};

}  // namespace coroscope::gui
