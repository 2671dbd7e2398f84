// The ready queue as chips, the next one framed: a click, or a number, runs another one next. Below
// it what is in the queues, the timers, and who waits; at the foot the choices so far.

#include <algorithm>
#include <cmath>

#include "gui/model/command.h"
#include "gui/model/source_marks.h"
#include "gui/views/panel.h"
#include "gui/views/ready_rows.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

constexpr std::size_t kMostChips = ChoicePoint::kMostShown;
constexpr float kLeastChip = 144.0F;
constexpr float kMostChip = 200.0F;
constexpr float kChipHeight = 48.0F;
constexpr float kChipGap = 16.0F;

// "run-next-3" of the third; "" behind the ninth, which have no key.
std::string command_of_candidate(std::size_t n) {
    return n < ChoiceLog::kKept ? "run-next-" + std::to_string(n + 1) : "";
}

class ReadyPainter {
public:
    ReadyPainter(Ui& ui, Session& session, const std::optional<ChoicePoint>& choice,
                 const Rect& room)
        : ui_(ui),
          session_(session),
          timeline_(session.timeline()),
          choice_(choice),
          guessing_(session.prediction.question(session) != nullptr),
          room_(room),
          y_(room.y0) {}

    void draw();
    [[nodiscard]] float bottom() const { return y_; }

private:
    void nothing_ready();
    void chips(const std::vector<TaskId>& tasks, std::size_t count);
    void chip(TaskId task, const Rect& rect, std::size_t n);
    void chip_clicked(TaskId task, std::size_t n);
    [[nodiscard]] std::string words(TaskId task, std::size_t n) const;
    [[nodiscard]] bool is_next(std::size_t n) const {
        return !guessing_ && n == (choice_ ? choice_->choice.taken : 0);
    }

    Ui& ui_;
    Session& session_;
    const Timeline& timeline_;
    const std::optional<ChoicePoint>& choice_;
    bool guessing_;  // who is first is what the learner is asked
    Rect room_;
    float y_;
};

void ReadyPainter::draw() {
    if (choice_) {
        chips(choice_->candidates, choice_->choice.count);
        return;
    }
    std::vector<TaskId> ready = session_.now().ready();
    if (guessing_) {
        std::ranges::sort(ready);
    }
    if (ready.empty()) {
        nothing_ready();
    } else {
        chips(ready, ready.size());
    }
}

void ReadyPainter::nothing_ready() {
    const bool timers = !timeline_.timers_at(session_.cursor()).empty();
    const bool over = timeline_.outcome() == Outcome::Finished && session_.at_end();
    empty_note(ui_, {room_.x0, y_, room_.x1, y_ + ui_.px(46.0F)},
               ui_.tr(over     ? "ui.empty_ready_over"
                      : timers ? "ui.empty_ready_timers"
                               : "ui.empty_ready"));
    y_ += ui_.px(46.0F + kSize.space_m);
}

// What it does next: as a simulation of that branch found out, or where it goes on.
std::string ReadyPainter::words(TaskId task, std::size_t n) const {
    const bool timer = choice_ && choice_->choice.kind == ChoiceKind::TimerTie;
    if (is_next(n)) {
        return std::string(ui_.tr(timer ? "ui.fires_first" : "ui.runs_next"));
    }
    const Preview* const preview = choice_ ? session_.previews.of(n) : nullptr;
    if (preview != nullptr && !preview->would.words.empty()) {
        return ui_.tr(preview->would.words);
    }
    if (timer) {
        return std::string(ui_.tr("ui.fires_too"));
    }
    const Interval interval = timeline_.state_at(task, session_.cursor());
    const std::string file =
        session_.scenario() == nullptr ? "" : info(*session_.scenario()).source_file;
    std::string text(ui_.tr(interval.state == TaskState::Created ? "ui.starts" : "ui.goes_on"));
    if (const std::uint32_t line = line_of_task(timeline_, task, session_.cursor(), file)) {
        text += ui_.tr(Message("ui.at_line", {line_arg("line", line)}));
    }
    return text;
}

void ReadyPainter::chip_clicked(TaskId task, std::size_t n) {
    if (choice_) {
        session_.branches.choose(session_, n);
    } else {
        session_.select_task(task);
    }
}

void ReadyPainter::chip(TaskId task, const Rect& rect, std::size_t n) {
    const look::Base& base = ui_.base();
    const bool next = is_next(n);
    const float radius = ui_.px(kSize.button_radius);
    const bool clicked = ui_.hit("ready/" + std::to_string(n + 1), rect, true, next);
    const std::string id = choice_ ? command_of_candidate(n) : "";
    const std::string name(task == 0 ? ui_.tr("ui.a_callback") : timeline_.task_name(task));
    ui_.tooltip(name + ": " + words(task, n), ui_.tr(choice_ ? "ui.chip_runs" : "ui.chip_selects"));
    ui_.fill(rect,
             color(ImGui::IsItemHovered() ? base.hover
                   : next                 ? base.panel
                                          : base.inset),
             radius);
    ui_.outline(rect, color(next ? base.accent : base.border), radius,
                next ? ui_.line(2.0F) : ui_.line(1.0F));
    Rect room = rect.inset(ui_.px(kSize.space_s), ui_.px(kSize.space));
    Rect first = room.cut_top(ui_.px(20.0F));
    if (!id.empty()) {
        const std::string key = text_of(command(id).shortcut);
        const Rect hint = first.cut_right(key_hint_width(ui_, key));
        key_hint(ui_, key, hint.x0, hint.center_y());
        first.cut_right(ui_.px(kSize.space));
    }
    if (task != 0) {
        first.x0 = badge(ui_, session_.badge(task), first.x0, first.center_y()) + ui_.px(6.0F);
    }
    ui_.text(ui_.fonts.body_strong, first, color(base.text), name);
    ui_.text(ui_.fonts.small, room, color(base.text_2), words(task, n));
    if (clicked) {
        chip_clicked(task, n);
    }
}

void ReadyPainter::chips(const std::vector<TaskId>& tasks, std::size_t count) {
    const float gap = ui_.px(kSize.space_s);
    const float arrow = ui_.px(kChipGap);
    const int per_row =
        std::max(1, static_cast<int>((room_.width() + arrow) / ui_.px(kLeastChip + kChipGap)));
    const float w = std::min(std::floor((room_.width() - arrow * static_cast<float>(per_row - 1)) /
                                        static_cast<float>(per_row)),
                             ui_.px(kMostChip));
    const float h = ui_.px(kChipHeight);
    // A click makes another run: what is drawn of this one stays valid until the next frame.
    const std::size_t shown = std::min(tasks.size(), kMostChips);
    for (std::size_t i = 0; i < shown; ++i) {
        const std::size_t column = i % static_cast<std::size_t>(per_row);
        const bool last_in_row = column + 1 == static_cast<std::size_t>(per_row);
        const float x = room_.x0 + static_cast<float>(column) * (w + arrow);
        chip(tasks[i], {x, y_, x + w, y_ + h}, i);
        if (i + 1 < shown && !last_in_row && !guessing_) {
            ui_.text(ui_.fonts.body, {x + w, y_, x + w + arrow, y_ + h}, color(ui_.base().text_3),
                     look::kIcon.next_in_row, Align::Center);
        }
        if (i + 1 == shown || last_in_row) {
            y_ += h + gap;
        }
    }
    if (shown < count) {
        const auto more = static_cast<std::int64_t>(count - shown);
        ui_.text(ui_.fonts.small, {room_.x0, y_, room_.x1, y_ + ui_.px(18.0F)},
                 color(ui_.base().text_3),
                 ui_.tr(Message("list.more", {number_arg("count", more)})));
        y_ += ui_.px(18.0F);
    }
    y_ += ui_.px(kSize.space);
}

Message words_of_choices(const Session& session, const std::optional<ChoicePoint>& choice) {
    if (!session.choices.log()) {
        return Message(session.choices.problem());
    }
    const std::size_t before =
        choice ? choice->number : session.choices.log()->next(session.cursor());
    const std::vector<std::size_t> hand = session.branches.by_hand(session);
    const auto made = std::ranges::lower_bound(hand, before) - hand.begin();
    const auto unusual = static_cast<std::int64_t>(session.choices.unusual(before));
    const std::vector<Argument> arguments{
        number_arg("number", static_cast<std::int64_t>(before) + 1),
        number_arg("count", static_cast<std::int64_t>(before)),
        number_arg("changed", made > 0 ? made : unusual)};
    if (!choice && before == 0) {
        return Message("ui.choices_none");
    }
    if (!choice) {
        return Message(made > 0      ? "ui.choices_hand"
                       : unusual > 0 ? "ui.choices_changed"
                                     : "ui.choices_usual",
                       arguments);
    }
    return Message(before == 0   ? "ui.choice_first"
                   : made > 0    ? "ui.choice_hand"
                   : unusual > 0 ? "ui.choice_changed"
                   : before == 1 ? "ui.choice_second"
                                 : "ui.choice_usual",
                   arguments);
}

// Where there is no room for the whole.
Message few_words_of_choices(const Session& session, const std::optional<ChoicePoint>& choice) {
    if (!session.choices.log()) {
        return Message("ui.choices_cannot");
    }
    const std::size_t before =
        choice ? choice->number : session.choices.log()->next(session.cursor());
    const auto count = static_cast<std::int64_t>(before);
    return choice ? Message("ui.choice_brief", {number_arg("number", count + 1)})
                  : Message("ui.choices_brief", {number_arg("count", count)});
}

std::string words_of_branches(const Ui& ui, const Session& session) {
    static constexpr std::size_t kMostLines = 8;
    const std::vector<Branch> made = session.branches.made();
    std::string text;
    const std::size_t first = made.size() > kMostLines ? made.size() - kMostLines : 0;
    for (std::size_t i = first; i < made.size(); ++i) {
        const Branch& branch = made[i];
        text += (text.empty() ? "" : "\n") +
                ui.tr(Message(
                    "ui.branch",
                    {number_arg("number", static_cast<std::int64_t>(branch.number) + 1),
                     text_arg("chosen", branch.chosen), text_arg("other", branch.instead_of)}));
    }
    return text;
}

// "choice 13; the 12 before it are the usual ones", and the way back.
void draw_choices(Ui& ui, Session& session, const Rect& foot,
                  const std::optional<ChoicePoint>& choice) {
    Rect row = ready_row_label(ui, foot, ui.tr("ui.choices"), look::kIcon.choice);
    const Command& back = command("take-back");
    const std::string key = text_of(back.shortcut);
    const std::string_view why_not = back.why_not(session);
    const ButtonText content{look::kIcon.undo, ui.tr("ui.take_back"), key, why_not.empty()};
    const Rect place =
        row.cut_right(button_width(ui, content)).middle(ui.px(kSize.button_small_height));
    row.cut_right(ui.px(kSize.space_s));
    const std::string words = ui.tr(words_of_choices(session, choice));
    const bool fits = Ui::width(ui.fonts.body, words) <= row.width();
    ui.mark("choices", ui.text(ui.fonts.body, row, color(ui.base().text),
                               fits ? words : ui.tr(few_words_of_choices(session, choice))));
    const bool clicked = button(ui, "take-back", place, content, ButtonLook::Ghost);
    ui.tooltip(why_not.empty() ? ui.tr(back.name) : ui.tr(why_not), words_of_branches(ui, session));
    if (clicked) {
        run_command(session, back);
    }
    if (ImGui::IsMouseHoveringRect(row.min(), row.max()) && ImGui::IsWindowHovered()) {
        ui.show_tooltip(words, words_of_branches(ui, session));
    }
}

void draw_hint(Ui& ui, const Rect& room, const ChoicePoint& choice) {
    const bool timer = choice.choice.kind == ChoiceKind::TimerTie;
    const std::string_view full = ui.tr(timer ? "ui.choose_timer" : "ui.who_runs_next");
    const std::string_view brief = ui.tr("ui.choose_brief");
    ui.text(ui.fonts.small, room, color(ui.base().text_2),
            Ui::width(ui.fonts.small, full) <= room.width() ? full : brief, Align::Right);
}

}  // namespace

void draw_ready_queue(Ui& ui, Session& session, const Rect& rect) {
    Panel panel(ui, "ready", rect);
    if (!panel) {
        return;
    }
    Rect header = panel.header(ui.tr("ui.ready_queue"));
    if (session.empty()) {
        Rect room = panel.content;
        empty_note(ui, room.cut_top(ui.px(46.0F)), ui.tr("ui.empty_run"));
        return;
    }
    // In predict mode nothing shows what comes.
    const std::optional<ChoicePoint> choice =
        session.prediction.on() ? std::nullopt : session.next_choice();
    if (choice) {
        session.preview(*choice);
    } else {
        session.previews.drop();
    }
    const int count = static_cast<int>(session.timeline().ready_count().at(session.cursor()));
    header.x0 = pill(ui, count, header.x0, header.center_y()) + ui.px(kSize.space_m);
    if (choice) {
        draw_hint(ui, header, *choice);
    }
    Rect content{panel.content.x0, panel.content.y0, panel.content.x1,
                 rect.y1 - ui.px(kSize.space)};
    const Rect foot = content.cut_bottom(ready_row_height(ui));
    draw_choices(ui, session, foot, choice);
    ScrollArea area(ui, "ready-text", content);
    ReadyPainter painter(ui, session, choice, {area.rect.x0, area.top(), area.right(), 0.0F});
    painter.draw();
    ReadyRows rows(ui, session, {area.rect.x0, painter.bottom(), area.right(), 0.0F});
    rows.draw();
    area.finish(rows.bottom());
}

}  // namespace coroscope::gui
