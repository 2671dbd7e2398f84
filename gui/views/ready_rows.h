// ReadyRows: the rows below the chips of the ready queue: what is in the queues, what runs in
// worker threads, the timers, and who waits.
#pragma once

#include <string_view>

#include "gui/model/session.h"
#include "gui/views/ui.h"

namespace coroscope::gui {

class ReadyRows {
public:
    /// Draws downwards from the top of `room`, whose bottom does not matter.
    ReadyRows(Ui& ui, Session& session, const Rect& room)
        : ui_(ui),
          session_(session),
          timeline_(session.timeline()),
          cursor_(session.cursor()),
          room_(room),
          y_(room.y0) {}

    void draw();
    [[nodiscard]] float bottom() const { return y_; }

private:
    void queues();
    void queue(const ResourceInfo& queue);
    void lanes();
    void timers();
    void waiting();
    void small_chip(TaskId task, float& x, std::string_view main, std::string_view note,
                    bool alarm);
    Rect row_with(std::string_view label, std::string_view icon);

    Ui& ui_;
    Session& session_;
    const Timeline& timeline_;
    EventIndex cursor_;
    Rect room_;
    float y_;
};

/// The label at the left of such a row; returns the row's rest.
Rect ready_row_label(Ui& ui, Rect row, std::string_view label, std::string_view icon);
/// How high such a row is.
[[nodiscard]] float ready_row_height(const Ui& ui);

}  // namespace coroscope::gui
