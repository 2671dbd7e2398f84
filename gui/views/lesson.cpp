// The lesson of the scenario, set from its Markdown.

#include <algorithm>
#include <cmath>

#include "gui/model/command.h"
#include "gui/model/lesson_pages.h"
#include "gui/model/syntax.h"
#include "gui/views/code.h"
#include "gui/views/panel.h"
#include "gui/views/sentence.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

Sentence sentence_of(const std::vector<InlineText>& text) {
    Sentence sentence;
    for (const InlineText& part : text) {
        const Role role = part.style == Inline::Code ? Role::Code
                          : part.style == Inline::Bold || part.style == Inline::Emphasis
                              ? Role::Task
                              : Role::Plain;
        sentence.push_back({role, part.text, 0});  // id 0: set in SemiBold, without a badge
    }
    return sentence;
}

class LessonPainter {
public:
    LessonPainter(Ui& ui, Session& session, float x0, float x1, float y)
        : ui_(ui), session_(session), x0_(x0), x1_(x1), y_(y) {}

    void draw(const LessonBlock& block) {
        switch (block.kind) {
        case LessonBlock::Kind::Heading: draw_heading(block); break;
        case LessonBlock::Kind::Paragraph: draw_text(block, 0.0F); break;
        case LessonBlock::Kind::Bullet: draw_bullet(block); break;
        case LessonBlock::Kind::Quote: draw_quote(block); break;
        case LessonBlock::Kind::Code: draw_code(block); break;
        }
    }
    bool draw_button(std::string_view label, std::string_view words) {
        const ButtonText text{look::kIcon.look_here, ui_.tr(words), {}};
        const float h = ui_.px(kSize.button_small_height);
        const Rect place{x0_, y_, x0_ + button_width(ui_, text), y_ + h};
        y_ += h + ui_.px(kSize.space_s);
        return button(ui_, label, place, text);
    }
    [[nodiscard]] float bottom() const { return y_; }

private:
    void draw_heading(const LessonBlock& block) {
        SentenceStyle style = body_style(ui_);
        style.plain = style.strong = block.level <= 1 ? ui_.fonts.title : ui_.fonts.body_strong;
        style.line_height = ui_.px(block.level <= 1 ? 26.0F : 22.0F);
        y_ += block.level <= 1 ? 0.0F : ui_.px(kSize.space_s);
        put(block, style, 0.0F);
        y_ += ui_.px(kSize.space);
    }
    void draw_text(const LessonBlock& block, float indent) {
        put(block, body_style(ui_), indent);
        y_ += ui_.px(kSize.space_s);
    }
    void draw_bullet(const LessonBlock& block) {
        const float indent = ui_.px(16.0F) * static_cast<float>(block.level + 1);
        Ui::list().AddCircleFilled({x0_ + indent - ui_.px(9.0F), y_ + ui_.px(10.0F)}, ui_.px(2.0F),
                                   color(ui_.base().text_3), 12);
        put(block, body_style(ui_), indent);
        y_ += ui_.px(kSize.space);
    }
    void draw_quote(const LessonBlock& block) {
        const float padding = ui_.px(kSize.space_m);
        const float height = sentence_height(ui_, session_, x1_ - x0_ - 2.0F * padding,
                                             sentence_of(block.text), body_style(ui_));
        ui_.fill({x0_, y_, x1_, y_ + height + padding}, color(ui_.base().inset),
                 ui_.px(kSize.button_radius));
        y_ += padding / 2.0F;
        x1_ -= padding;
        put(block, body_style(ui_), padding);
        x1_ += padding;
        y_ += padding / 2.0F + ui_.px(kSize.space_s);
    }
    void draw_code(const LessonBlock& block) {
        const auto lines = split_lines(block.code);
        const float line = ui_.px(kSize.source_line);
        const float padding = ui_.px(kSize.space_s);
        const Rect box{x0_, y_, x1_, y_ + line * static_cast<float>(lines.size()) + 2.0F * padding};
        ui_.fill(box, color(ui_.base().inset), ui_.px(kSize.button_radius));
        float y = box.y0 + padding;
        bool in_comment = false;
        for (const std::string_view text : lines) {
            draw_code_line(ui_, {box.x0 + padding, y, box.x1 - padding, y + line}, text,
                           in_comment);
            y += line;
        }
        y_ = box.y1 + ui_.px(kSize.space_s);
    }
    void put(const LessonBlock& block, const SentenceStyle& style, float indent) {
        y_ += draw_sentence(ui_, session_, {"lesson", {x0_ + indent, y_, x1_, y_}},
                            sentence_of(block.text), style);
    }

    Ui& ui_;
    Session& session_;
    float x0_, x1_, y_;
};

std::vector<LessonPage> pages_of(const Session& session, Language language) {
    const auto text =
        session.scenario() == nullptr ? std::nullopt : lesson(*session.scenario(), language);
    return text ? lesson_pages(*text) : std::vector<LessonPage>();
}

// The question of predict mode, or the button that begins it. Takes its room off the bottom.
void draw_foot(Ui& ui, Session& session, Rect& room) {
    if (session.empty()) {
        return;
    }
    const bool on = session.prediction.on();
    const ButtonText text{look::kIcon.choice, ui.tr(on ? "ui.predict.stop" : "ui.predict.start"),
                          "P"};
    const float h = ui.px(kSize.button_small_height);
    Rect row = room.cut_bottom(h);
    if (button(ui, "predict", row.cut_left(button_width(ui, text)), text)) {
        run_command(session, "predict");
    }
    ui.tooltip(ui.tr(command("predict").name), "P");
    room.cut_bottom(ui.px(kSize.space_s));
}

}  // namespace

void draw_lesson_pages(Ui& ui, Session& session, LessonState& state, Rect header) {
    const std::string id =
        session.scenario() == nullptr ? "" : std::string(info(*session.scenario()).id);
    if (id != state.scenario) {
        state = {id, 0, false};
    }
    const std::size_t pages = pages_of(session, ui.language).size();
    if (pages < 2) {
        return;
    }
    state.page = std::min(state.page, pages - 1);
    const float h = ui.px(kSize.button_small_height);
    const auto turn = [&](std::string_view label, const char* icon, std::string_view tip,
                          bool can) {
        const bool clicked = button(ui, label, header.cut_right(h).middle(h), {icon, {}, {}, can},
                                    ButtonLook::Ghost);
        ui.tooltip(ui.tr(tip));
        return clicked;
    };
    if (turn("lesson/next", look::kIcon.next_in_row, "ui.lesson.next", state.page + 1 < pages)) {
        ++state.page;
    }
    if (turn("lesson/previous", look::kIcon.previous_in_row, "ui.lesson.previous",
             state.page > 0)) {
        --state.page;
    }
    ui.text(ui.fonts.small, header, color(ui.base().text_3),
            ui.tr(Message("ui.lesson.page",
                          {number_arg("page", static_cast<std::int64_t>(state.page + 1)),
                           number_arg("pages", static_cast<std::int64_t>(pages))})),
            Align::Right);
}

void draw_lesson_tab(Ui& ui, Session& session, LessonState& state, const Rect& rect) {
    Rect room = rect;
    room.cut_top(ui.px(kSize.space_s));
    const std::vector<LessonPage> pages = pages_of(session, ui.language);
    if (pages.empty()) {
        empty_note(ui, room.cut_top(ui.px(48.0F)), ui.tr("ui.empty_lesson"));
        return;
    }
    const LessonPage& page = pages[std::min(state.page, pages.size() - 1)];
    draw_foot(ui, session, room);
    ScrollArea area(ui, ("lesson-text" + std::to_string(state.page)).c_str(), room);
    LessonPainter painter(ui, session, room.x0, area.right(), area.top());
    for (const LessonBlock& block : page.blocks) {
        painter.draw(block);
    }
    if (!page.answer.empty() && state.answer) {
        painter.draw({LessonBlock::Kind::Quote, 0, page.answer, {}, {}});
    } else if (!page.answer.empty() && painter.draw_button("lesson/answer", "ui.lesson.answer")) {
        state.answer = true;
    }
    area.finish(painter.bottom());
}

}  // namespace coroscope::gui
