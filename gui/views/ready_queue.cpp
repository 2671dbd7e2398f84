// The ready queue as chips, the next one framed; below it what is in the queues, the timers, and
// who waits.

#include <algorithm>
#include <cmath>

#include "gui/model/source_marks.h"
#include "gui/views/panel.h"
#include "gui/views/sentence.h"
#include "gui/views/state_look.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"
#include "runtime/analysis/explain.h"

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr std::size_t kMostChips = 40;
constexpr std::size_t kMostItems = 40;
constexpr std::size_t kMostQueues = 100;

class ReadyPainter {
public:
    ReadyPainter(Ui& ui, Session& session, const Rect& room)
        : ui_(ui),
          session_(session),
          timeline_(session.timeline()),
          cursor_(session.cursor()),
          room_(room),
          y_(room.y0) {}

    void ready(const std::vector<TaskId>& tasks);
    void queues();
    void timers();
    void waiting();
    void choices();
    [[nodiscard]] float bottom() const { return y_; }

private:
    void chip(TaskId task, const Rect& rect, bool next);
    void small_chip(TaskId task, float& x, std::string_view main, std::string_view note,
                    bool alarm);
    Rect row_with(std::string_view label, std::string_view icon = {});
    [[nodiscard]] float label_width() const { return ui_.px(66.0F); }

    Ui& ui_;
    Session& session_;
    const Timeline& timeline_;
    EventIndex cursor_;
    Rect room_;
    float y_;
};

void ReadyPainter::chip(TaskId task, const Rect& rect, bool next) {
    const look::Base& base = ui_.base();
    const float radius = ui_.px(kSize.button_radius);
    const bool clicked = ui_.hit("ready/" + std::to_string(task), rect, true, next);
    ui_.fill(rect,
             color(ImGui::IsItemHovered() ? base.hover
                   : next                 ? base.panel
                                          : base.inset),
             radius);
    ui_.outline(rect, color(next ? base.accent : base.border), radius,
                next ? ui_.line(2.0F) : ui_.line(1.0F));
    Rect room = rect.inset(ui_.px(kSize.space_s), ui_.px(kSize.space));
    Rect first = room.cut_top(ui_.px(20.0F));
    first.x0 = badge(ui_, session_.badge(task), first.x0, first.center_y()) + ui_.px(6.0F);
    ui_.text(ui_.fonts.body_strong, first, color(base.text), timeline_.task_name(task));
    const Interval interval = timeline_.state_at(task, cursor_);
    std::string words(ui_.tr(next                                   ? "ui.runs_next"
                             : interval.state == TaskState::Created ? "ui.starts"
                                                                    : "ui.goes_on"));
    const std::string file =
        session_.scenario() == nullptr ? "" : info(*session_.scenario()).source_file;
    if (const std::uint32_t line = line_of_task(timeline_, task, cursor_, file)) {
        words += ui_.tr(Message("ui.at_line", {line_arg("line", line)}));
    }
    ui_.text(ui_.fonts.small, room, color(base.text_2), words);
    if (clicked) {
        session_.select_task(task);
    }
}

void ReadyPainter::ready(const std::vector<TaskId>& tasks) {
    if (tasks.empty()) {
        const bool timers = !timeline_.timers_at(cursor_).empty();
        const bool over = timeline_.outcome() == Outcome::Finished && session_.at_end();
        empty_note(ui_, {room_.x0, y_, room_.x1, y_ + ui_.px(46.0F)},
                   ui_.tr(over     ? "ui.empty_ready_over"
                          : timers ? "ui.empty_ready_timers"
                                   : "ui.empty_ready"));
        y_ += ui_.px(46.0F + kSize.space_m);
        return;
    }
    const float gap = ui_.px(kSize.space_s);
    const float arrow = ui_.px(14.0F);
    const int per_row =
        std::max(1, static_cast<int>((room_.width() + arrow) / ui_.px(168.0F + 14.0F)));
    const float w = std::floor((room_.width() - arrow * static_cast<float>(per_row - 1)) /
                               static_cast<float>(per_row));
    const float widest = std::min(w, ui_.px(200.0F));
    const float h = ui_.px(48.0F);
    const std::size_t shown = std::min(tasks.size(), kMostChips);
    for (std::size_t i = 0; i < shown; ++i) {
        const auto column = static_cast<float>(i % static_cast<std::size_t>(per_row));
        const float x = room_.x0 + column * (widest + arrow);
        chip(tasks[i], {x, y_, x + widest, y_ + h}, i == 0);
        if (i + 1 < shown && column + 1.0F < static_cast<float>(per_row)) {
            ui_.text(ui_.fonts.body, {x + widest, y_, x + widest + arrow, y_ + h},
                     color(ui_.base().text_3), look::kIcon.next_in_row, Align::Center);
        }
        if (i + 1 == shown || (i + 1) % static_cast<std::size_t>(per_row) == 0) {
            y_ += h + gap;
        }
    }
    if (shown < tasks.size()) {
        ui_.text(ui_.fonts.small, {room_.x0, y_, room_.x1, y_ + ui_.px(18.0F)},
                 color(ui_.base().text_3),
                 ui_.tr(Message("list.more", {number_arg("count", static_cast<std::int64_t>(
                                                                      tasks.size() - shown))})));
        y_ += ui_.px(18.0F);
    }
    y_ += ui_.px(kSize.space);
}

Rect ReadyPainter::row_with(std::string_view label, std::string_view icon) {
    const float h = ui_.px(26.0F);
    Rect row{room_.x0, y_, room_.x1, y_ + h};
    y_ += h;
    Rect left = row.cut_left(label_width());
    if (!icon.empty()) {
        ui_.text(ui_.fonts.small, left, color(ui_.base().text_3), icon);
        left.cut_left(ui_.px(18.0F));
    }
    left.x1 -= ui_.px(6.0F);
    ui_.text(ui_.fonts.body, left, color(ui_.base().text_3), label);
    return row;
}

void ReadyPainter::queues() {
    std::size_t shown = 0;
    for (const ObjectId id : session_.row_order().queues) {
        const ResourceInfo& queue = *timeline_.resource(id);
        if (queue.created > cursor_ || queue.destroyed <= cursor_ || ++shown > kMostQueues) {
            continue;
        }
        Rect row = row_with(timeline_.resource_name(queue.id), look::kIcon.queue);
        const std::vector<TextId> items = timeline_.items_at(queue.id, cursor_);
        const auto depth = static_cast<std::int64_t>(items.size());
        if (queue.capacity > 0 && depth >= queue.capacity) {
            const std::string full = ui_.tr(Message(
                "ui.full", {number_arg("depth", depth), number_arg("capacity", queue.capacity)}));
            ui_.text(ui_.fonts.body, row.cut_right(Ui::width(ui_.fonts.body, full) + 1.0F),
                     color(ui_.base().error), full);
            row.cut_right(ui_.px(kSize.space_s));
        }
        if (items.empty()) {
            ui_.text(ui_.fonts.body, row, color(ui_.base().text_3), ui_.tr("ui.empty_queue"));
            continue;
        }
        const float h = ui_.px(20.0F);
        for (std::size_t i = 0; i < std::min(items.size(), kMostItems); ++i) {
            const std::string_view item = timeline_.trace().text(items[i]);
            const float w = std::min(
                std::ceil(Ui::width(ui_.fonts.mono_small, item)) + ui_.px(12.0F), ui_.px(120.0F));
            const std::string rest = "+" + std::to_string(items.size() - i);
            if (row.width() < w + Ui::width(ui_.fonts.small, rest) + ui_.px(6.0F) &&
                i + 1 < items.size()) {
                ui_.text(ui_.fonts.small, row, color(ui_.base().text_3), rest);
                break;
            }
            const Rect box = row.cut_left(w).middle(h);
            ui_.fill(box, color(ui_.base().raised), ui_.px(4.0F));
            ui_.text(ui_.fonts.mono_small, box.inset(ui_.px(6.0F), 0.0F), color(ui_.base().text),
                     item);
            row.cut_left(ui_.px(kSize.space));
        }
    }
}

void ReadyPainter::small_chip(TaskId task, float& x, std::string_view main, std::string_view note,
                              bool alarm) {
    const float main_width = std::ceil(Ui::width(ui_.fonts.mono, main));
    const float note_width = std::ceil(Ui::width(ui_.fonts.small, note));
    const float w = ui_.px(4.0F + kSize.badge_w + 6.0F + 7.0F) + main_width +
                    (note.empty() ? 0.0F : ui_.px(5.0F) + note_width);
    const float left = room_.x0 + label_width();
    if (x + w > room_.x1 && x > left) {
        x = left;
        y_ += ui_.px(26.0F);
    }
    Rect box = Rect{x, y_, std::min(x + w, room_.x1), y_ + ui_.px(26.0F)}.middle(ui_.px(22.0F));
    x = box.x1 + ui_.px(4.0F);
    ui_.fill(box, color(ui_.base().raised), ui_.px(kSize.chip_radius));
    box.cut_left(ui_.px(4.0F));
    box.x0 = badge(ui_, session_.badge(task), box.x0, box.center_y()) + ui_.px(6.0F);
    ui_.text(ui_.fonts.mono, box.cut_left(main_width + 1.0F), color(ui_.base().text), main);
    if (!note.empty()) {
        box.cut_left(ui_.px(4.0F));
        ui_.text(ui_.fonts.small, box, color(alarm ? ui_.base().error : ui_.base().text_2), note);
    }
}

void ReadyPainter::timers() {
    const std::vector<ObjectId> timers = timeline_.timers_at(cursor_);
    const Rect row = row_with(ui_.tr("ui.timers"), {});
    if (timers.empty()) {
        ui_.text(ui_.fonts.body, row, color(ui_.base().text_3), ui_.tr("ui.none_set"));
        return;
    }
    float x = row.x0;
    y_ = row.y0;
    static constexpr std::size_t kMostTimers = 12;
    for (std::size_t i = 0; i < std::min(timers.size(), kMostTimers); ++i) {
        const auto timer = timeline_.timer(timers[i]);
        const Nanoseconds left = timer->deadline - session_.time();
        const std::string note =
            left >= 0 ? ui_.tr(Message("ui.in_time", {duration_arg("time", left)}))
                      : ui_.tr(Message("ui.overdue_by", {duration_arg("time", -left)}));
        small_chip(timer->task, x, format_duration(timer->deadline), note, left < 0);
    }
    if (timers.size() > kMostTimers) {
        ui_.text(ui_.fonts.small, {x, y_, room_.x1, y_ + ui_.px(26.0F)}, color(ui_.base().text_3),
                 "+" + std::to_string(timers.size() - kMostTimers));
    }
    y_ += ui_.px(26.0F);
}

void ReadyPainter::waiting() {
    Sentence names;
    std::size_t count = 0;
    static constexpr std::size_t kMostNames = 12;
    for (const TaskId task : session_.now().waiting()) {
        if (++count > kMostNames) {
            count = session_.now().waiting().size();
            break;
        }
        if (!names.empty()) {
            names.push_back({Role::Plain, "  ", 0});
        }
        names.push_back({Role::Task, std::string(timeline_.task_name(task)), task});
    }
    if (count > kMostNames) {
        names.push_back({Role::Plain, "  +" + std::to_string(count - kMostNames), 0});
    }
    if (names.empty()) {
        return;
    }
    const Rect row = row_with(ui_.tr("ui.waiting"), {});
    SentenceStyle style = body_style(ui_);
    style.line_height = ui_.px(24.0F);
    const float height = draw_sentence(
        ui_, session_, {"ready/waiting", {row.x0, row.y0 + ui_.px(1.0F), row.x1, row.y1}}, names,
        style);
    y_ = row.y0 + std::max(height + ui_.px(2.0F), row.height());
}

void ReadyPainter::choices() {
    const auto [made, changed] = session_.choices().until(cursor_);
    const Rect row = row_with(ui_.tr("ui.choices"), {});
    const Message words =
        made == 0      ? Message("ui.choices_none")
        : changed == 0 ? Message("ui.choices_usual", {number_arg("count", made)})
                       : Message("ui.choices_changed",
                                 {number_arg("count", made), number_arg("changed", changed)});
    ui_.text(ui_.fonts.body, row, color(ui_.base().text_2), ui_.tr(words));
}

}  // namespace

void draw_ready_queue(Ui& ui, Session& session, const Rect& rect) {
    Panel panel(ui, "ready", rect);
    if (!panel) {
        return;
    }
    const Rect header = panel.header(ui.tr("ui.ready_queue"));
    if (session.empty()) {
        Rect room = panel.content;
        empty_note(ui, room.cut_top(ui.px(46.0F)), ui.tr("ui.empty_run"));
        return;
    }
    const std::vector<TaskId>& ready = session.now().ready();
    const int count = static_cast<int>(ready.size());
    pill(ui, count, header.x1 - pill_width(ui, count), header.center_y());
    ScrollArea area(
        ui, "ready-text",
        {panel.content.x0, panel.content.y0, panel.content.x1, rect.y1 - ui.px(kSize.space)});
    ReadyPainter painter(ui, session, {area.rect.x0, area.top(), area.right(), 0.0F});
    painter.ready(ready);
    painter.queues();
    painter.timers();
    painter.waiting();
    painter.choices();
    area.finish(painter.bottom());
}

}  // namespace coroscope::gui
