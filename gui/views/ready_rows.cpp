#include "gui/views/ready_rows.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "gui/model/queue_items.h"
#include "gui/views/sentence.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

constexpr std::size_t kMostItems = 40;
constexpr float kItemHeight = 20.0F;
constexpr float kItemEdge = 3.0F;  // in the colour of who put it
constexpr float kWidestItem = 120.0F;

float label_width(const Ui& ui) { return ui.px(84.0F); }

}  // namespace

float ready_row_height(const Ui& ui) { return ui.px(26.0F); }

Rect ready_row_label(Ui& ui, Rect row, std::string_view label, std::string_view icon) {
    Rect left = row.cut_left(label_width(ui));
    ui.text(ui.fonts.small, left, color(ui.base().text_3), icon);
    left.cut_left(ui.px(20.0F));
    left.x1 -= ui.px(6.0F);
    ui.text(ui.fonts.body, left, color(ui.base().text_2), label);
    return row;
}

Rect ReadyRows::row_with(std::string_view label, std::string_view icon) {
    const Rect row{room_.x0, y_, room_.x1, y_ + ready_row_height(ui_)};
    y_ = row.y1;
    return ready_row_label(ui_, row, label, icon);
}

void ReadyRows::draw() {
    queues();
    lanes();
    timers();
    waiting();
}

void ReadyRows::queues() {
    static constexpr std::size_t kMostQueues = 100;
    std::size_t shown = 0;
    for (const ObjectId id : session_.row_order().queues) {
        const ResourceInfo& each = *timeline_.resource(id);
        if (each.created <= cursor_ && each.destroyed > cursor_ && shown++ < kMostQueues) {
            queue(each);
        }
    }
}

void ReadyRows::queue(const ResourceInfo& queue) {
    const look::Base& base = ui_.base();
    Rect row = row_with(timeline_.resource_name(queue.id), look::kIcon.queue);
    const std::vector<QueueItem> items = queue_items(timeline_, queue.id, cursor_, kMostItems);
    const auto depth = static_cast<std::int64_t>(items.size());
    if (queue.capacity > 0 && depth >= queue.capacity) {
        const std::string full = ui_.tr(Message(
            "ui.full", {number_arg("depth", depth), number_arg("capacity", queue.capacity)}));
        ui_.text(ui_.fonts.body_strong,
                 row.cut_right(std::ceil(Ui::width(ui_.fonts.body_strong, full)) + 1.0F),
                 color(base.error), full);
        row.cut_right(ui_.px(kSize.space_s));
    }
    if (items.empty()) {
        ui_.text(ui_.fonts.body, row, color(base.text_3), ui_.tr("ui.empty_queue"));
        return;
    }
    const auto word = [&](std::string_view id) {
        const std::string_view text = ui_.tr(id);
        ui_.text(ui_.fonts.small, row.cut_left(std::ceil(Ui::width(ui_.fonts.small, text)) + 1.0F),
                 color(base.text_3), text);
        row.cut_left(ui_.px(kSize.space));
    };
    const float in_width = std::ceil(Ui::width(ui_.fonts.small, ui_.tr("ui.queue_in"))) + 1.0F;
    word("ui.queue_out");
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::string_view item = timeline_.trace().text(items[i].text);
        const float w = std::min(std::ceil(Ui::width(ui_.fonts.mono_small, item)) + ui_.px(14.0F),
                                 ui_.px(kWidestItem));
        const std::string rest = "+" + std::to_string(items.size() - i);
        const bool last = i + 1 == items.size();
        const float behind = in_width + (last ? 0.0F : Ui::width(ui_.fonts.small, rest));
        if ((row.width() < w + behind + ui_.px(12.0F) && (!last || i > 0)) || i == kMostItems) {
            ui_.text(ui_.fonts.small, row.cut_left(Ui::width(ui_.fonts.small, rest) + 1.0F),
                     color(base.text_3), rest);
            row.cut_left(ui_.px(kSize.space));
            break;
        }
        const Rect box = row.cut_left(w).middle(ui_.px(kItemHeight));
        const bool known = items[i].put_by != 0;
        const look::Color edge =
            known ? task_color(ui_, session_.badge(items[i].put_by)) : base.border_strong;
        ui_.fill(box, known ? color(edge, ui_.dark() ? 0.28F : 0.16F) : color(base.raised),
                 ui_.px(3.0F));
        ui_.fill({box.x0, box.y0, box.x0 + ui_.px(kItemEdge), box.y1}, color(edge));
        ui_.text(ui_.fonts.mono_small, {box.x0 + ui_.px(kItemEdge), box.y0, box.x1, box.y1},
                 color(base.text), item, Align::Center);
        row.cut_left(ui_.px(kSize.space));
    }
    if (row.width() >= in_width) {
        word("ui.queue_in");
    }
}

// What runs in which worker of an executor, and how many jobs wait for one.
void ReadyRows::lanes() {
    for (const ResourceInfo& executor : timeline_.resources()) {
        if (!has_jobs(executor.type) || executor.created > cursor_ ||
            executor.destroyed <= cursor_) {
            continue;
        }
        Rect row = row_with(timeline_.resource_name(executor.id), look::kIcon.io);
        static constexpr std::size_t kMostWorkers = 16;
        std::array<TextId, kMostWorkers> running{};
        std::array<bool, kMostWorkers> busy{};
        std::int64_t queued = 0;
        for (const std::uint32_t index : executor.jobs) {
            const JobInfo& job = timeline_.jobs()[index];
            const bool submitted = job.submitted == kNoEvent || job.submitted <= cursor_;
            const bool started = job.started != kNoEvent && job.started <= cursor_;
            queued += submitted && !started && job.submitted != kNoEvent ? 1 : 0;
            if (started && (job.finished == kNoEvent || job.finished > cursor_) &&
                job.worker.value_or(0) < kMostWorkers) {
                busy[job.worker.value_or(0)] = true;
                running[job.worker.value_or(0)] = job.name;
            }
        }
        std::string words;
        for (std::size_t worker = 0; worker < kMostWorkers; ++worker) {
            if (busy[worker]) {
                words += (words.empty() ? "" : "   ") + std::to_string(worker + 1) + ": " +
                         std::string(timeline_.trace().text(running[worker]));
            }
        }
        if (words.empty()) {
            words = ui_.tr("ui.lanes_idle");
        }
        if (queued > 0) {
            words += "   " + ui_.tr(Message("ui.lanes_queued", {number_arg("count", queued)}));
        }
        ui_.text(ui_.fonts.body, row, color(ui_.base().text), words);
    }
}

void ReadyRows::small_chip(TaskId task, float& x, std::string_view main, std::string_view note,
                           bool alarm) {
    const float main_width = std::ceil(Ui::width(ui_.fonts.mono, main));
    const float note_width = std::ceil(Ui::width(ui_.fonts.small, note));
    const float w = ui_.px(4.0F + kSize.badge_w + 6.0F + 7.0F) + main_width +
                    (note.empty() ? 0.0F : ui_.px(5.0F) + note_width);
    const float left = room_.x0 + label_width(ui_);
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

void ReadyRows::timers() {
    const std::vector<ObjectId> timers = timeline_.timers_at(cursor_);
    const Rect row = row_with(ui_.tr("ui.timers"), look::kIcon.timer);
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

void ReadyRows::waiting() {
    static constexpr std::size_t kMostNames = 12;
    const std::vector<TaskId>& waiting = session_.now().waiting();
    const std::size_t count = waiting.size();
    Sentence names;
    for (std::size_t i = 0; i < std::min(count, kMostNames); ++i) {
        if (!names.empty()) {
            names.push_back({Role::Plain, "  ", 0});
        }
        names.push_back({Role::Task, std::string(timeline_.task_name(waiting[i])), waiting[i]});
    }
    if (count > kMostNames) {
        names.push_back({Role::Plain, "  +" + std::to_string(count - kMostNames), 0});
    }
    if (names.empty()) {
        return;
    }
    const Rect row = row_with(ui_.tr("ui.waiting"), look::kIcon.lock);
    SentenceStyle style = body_style(ui_);
    style.line_height = ui_.px(24.0F);
    const float height = draw_sentence(
        ui_, session_, {"ready/waiting", {row.x0, row.y0 + ui_.px(1.0F), row.x1, row.y1}}, names,
        style);
    y_ = row.y0 + std::max(height + ui_.px(2.0F), row.height());
}

}  // namespace coroscope::gui
