// The lesson of the scenario, set from its Markdown.

#include <cmath>

#include "gui/model/markdown.h"
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

}  // namespace

void draw_lesson_tab(Ui& ui, Session& session, const Rect& rect) {
    Rect room = rect;
    room.cut_top(ui.px(kSize.space_s));
    const auto text =
        session.scenario() == nullptr ? std::nullopt : lesson(*session.scenario(), ui.language);
    if (!text) {
        empty_note(ui, room.cut_top(ui.px(48.0F)), ui.tr("ui.empty_lesson"));
        return;
    }
    ScrollArea area(ui, "lesson-text", room);
    LessonPainter painter(ui, session, room.x0, area.right(), area.top());
    for (const LessonBlock& block : parse_markdown(*text)) {
        painter.draw(block);
    }
    area.finish(painter.bottom());
}

}  // namespace coroscope::gui
