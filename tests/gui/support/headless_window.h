// HeadlessWindow: the whole window without a display. Frames are stepped by hand, input is
// injected, and items are found by their labels.
#pragma once

#include <string>
#include <string_view>

#include "gui/app/context.h"
#include "gui/model/keys.h"
#include "gui/model/session.h"
#include "gui/views/view_state.h"

namespace coroscope::gui::test {

class HeadlessWindow {
public:
    explicit HeadlessWindow(std::string_view run = "", float width = 1600.0F, float height = 900.0F,
                            const Settings& settings = {}, float scale = 1.0F);

    void step(int frames = 1);
    void move(float x, float y);
    void press();
    void release();
    void click(float x, float y);
    /// Requires: there is such an item.
    void click(std::string_view label);
    void drag(float x0, float y0, float x1, float y1);
    void wheel(float delta);
    void key(Key key, bool control = false, bool shift = false);
    void type(std::string_view text);
    [[nodiscard]] bool has(std::string_view label) const;
    [[nodiscard]] Item item(std::string_view label) const;
    /// Some text that was drawn in the last frame contains this.
    [[nodiscard]] bool shows(std::string_view text) const;

    HeadlessContext context;
    Session session;
    ViewState state;
};

/// The run of a RunSpec text, complete. Requires: it is right.
void open_run(Session& session, std::string_view run, std::uint64_t step = 0);
/// Until the run is complete and its choices are known, or known to be unknowable.
void finish_loading(Session& session);
/// The choice at the cursor, when the previews of its candidates are made. Requires: there is one.
ChoicePoint previewed(Session& session);
/// True if the task was cancelled before its first step: it ends without one.
[[nodiscard]] bool never_begins(const Timeline& timeline, TaskId task);

}  // namespace coroscope::gui::test
