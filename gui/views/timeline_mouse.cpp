#include "gui/views/timeline_mouse.h"

#include <algorithm>
#include <cmath>

#include "gui/model/command.h"
#include "gui/model/session.h"
#include "runtime/picture/span_words.h"

namespace coroscope::gui {
namespace {

using look::kSize;

constexpr double kTooltipSeconds = 0.25;

}  // namespace

void TimelineMouse::seek_here() {
    session_.seek(session_.axis().event_at(std::max(0.0, position())));
}

void TimelineMouse::press() {
    state_.dragging_minimap = in_minimap();
    state_.dragging_cursor = false;
    if (state_.dragging_minimap) {
        move_minimap();
        return;
    }
    const bool on_ruler = mouse_.y < picture_.ruler.y1 && mouse_.y >= picture_.ruler.y0;
    const bool on_cursor =
        picture_.cursor_visible && std::abs(mouse_.x - picture_.cursor_x) < ui_.px(6.0F) &&
        mouse_.y >= picture_.ruler.y0 && mouse_.y < picture_.ruler.y1 + ui_.px(10.0F);
    if (in_track() && (on_ruler || on_cursor)) {
        state_.dragging_cursor = true;
        seek_here();
        return;
    }
    const Row* row = picture_.row_at(mouse_.y);
    if (row != nullptr && row->folded > 0) {
        run_command(session_, "lanes");
        return;
    }
    const Span* span = in_track() ? picture_.span_at(mouse_.x, mouse_.y) : nullptr;
    if (row != nullptr && row->id != 0) {
        if (row->kind == RowKind::Task) {
            session_.select_task(row->id);
        } else {
            session_.select_resource(row->id);
        }
    } else if (span != nullptr && span->task != 0) {
        session_.select_task(span->task);
    }
    if (in_track()) {
        state_.dragging_cursor = true;
        seek_here();
    }
}

void TimelineMouse::move_minimap() {
    const Box& box = picture_.minimap.box;
    const double part = std::clamp(
        static_cast<double>((mouse_.x - box.x0) / std::max(1.0F, box.width())), 0.0, 1.0);
    const double middle = part * session_.axis().length();
    if (session_.view().all()) {
        session_.seek(session_.axis().event_at(middle));
        return;
    }
    const double span = session_.view().last - session_.view().first;
    session_.set_view({middle - span / 2.0, middle + span / 2.0});
}

void TimelineMouse::drag() {
    if (state_.dragging_minimap) {
        move_minimap();
    } else if (state_.dragging_cursor) {
        seek_here();
    }
}

void TimelineMouse::wheel() {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseWheel == 0.0F) {
        return;
    }
    if (io.KeyShift) {
        session_.pan(-static_cast<double>(io.MouseWheel) * 0.1 * (picture_.last - picture_.first));
    } else if (io.KeyCtrl || picture_.scroll_max <= 0.0F) {
        session_.zoom(std::pow(0.8, static_cast<double>(io.MouseWheel)), position());
    } else {
        state_.scroll_y =
            std::clamp(state_.scroll_y - io.MouseWheel * ui_.px(40.0F), 0.0F, picture_.scroll_max);
    }
}

void TimelineMouse::handle() {
    const bool hovered = ImGui::IsItemHovered();
    if (ImGui::IsItemActivated() && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        press();
    } else if (ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
        drag();
    }
    for (const ImGuiMouseButton other : {ImGuiMouseButton_Middle, ImGuiMouseButton_Right}) {
        if (ImGui::IsItemActive() && ImGui::IsMouseDragging(other, 1.0F)) {
            const double units = (picture_.last - picture_.first) /
                                 static_cast<double>(picture_.track_x1 - picture_.track_x0);
            session_.pan(-static_cast<double>(ImGui::GetIO().MouseDelta.x) * units);
        }
    }
    if (hovered) {
        wheel();
    }
}

void draw_span_tooltip(Ui& ui, const Timeline& timeline, TimelineState& state,
                       const Picture& picture, ImVec2 origin, std::string_view name) {
    const ImVec2 mouse{ImGui::GetIO().MousePos.x - origin.x, ImGui::GetIO().MousePos.y - origin.y};
    const bool in_track = mouse.x >= picture.track_x0 && mouse.x <= picture.width;
    const Span* span = in_track ? picture.span_at(mouse.x, mouse.y) : nullptr;
    const std::string key = span == nullptr ? ""
                                            : std::string(name) + std::to_string(span->first) +
                                                  "/" + std::to_string(span->task) + "/" +
                                                  std::to_string(static_cast<int>(span->look));
    if (key != state.hovered) {
        state.hovered = key;
        state.hovered_since = ImGui::GetTime();
    }
    if (span == nullptr || ImGui::IsAnyMouseDown()) {
        return;
    }
    const Rect rect{origin.x + span->box.x0, origin.y + span->box.y0, origin.x + span->box.x1,
                    origin.y + span->box.y1};
    ui.outline(rect, color(ui.base().text), ui.px(kSize.span_radius));
    if (ImGui::GetTime() - state.hovered_since < kTooltipSeconds) {
        return;
    }
    const SpanWords words = span_words(timeline, *span, ui.language);
    ui.show_tooltip(words.what, words.when);
}

}  // namespace coroscope::gui
