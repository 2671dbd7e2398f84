#include "gui/views/prediction.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "gui/views/sentence.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr float kWidestOption = 220.0F;

class PredictionPainter {
public:
    PredictionPainter(Ui& ui, Session& session, const Rect& room, std::string_view label)
        : ui_(ui), session_(session), room_(room), label_(label), y_(room.y0) {}

    void question(const Question& question);
    void verdict(const Prediction::Verdict& verdict);
    void nothing();
    void score();
    [[nodiscard]] float height() const { return y_ - room_.y0; }

private:
    void sentence(const Message& words, std::string_view part);
    [[nodiscard]] float option_width(const Question& question, std::size_t i) const;
    bool option(const Question& question, std::size_t i, Rect chip);
    [[nodiscard]] std::string_view words_of_option(const Question& question, std::size_t i) const;

    Ui& ui_;
    Session& session_;
    Rect room_;
    std::string label_;
    float y_;
};

void PredictionPainter::sentence(const Message& words, std::string_view part) {
    Rect score = {room_.x0, y_, room_.x1, room_.y1};
    y_ += draw_sentence(ui_, session_, {label_ + std::string(part), score},
                        render(words, ui_.language), body_style(ui_));
    y_ += ui_.px(kSize.space);
}

std::string_view PredictionPainter::words_of_option(const Question& question, std::size_t i) const {
    return question.kind == Question::Kind::WhatIsPrinted
               ? session_.timeline().trace().text(question.lines[i])
               : session_.timeline().task_name(question.tasks[i]);
}

float PredictionPainter::option_width(const Question& question, std::size_t i) const {
    const bool task = question.kind != Question::Kind::WhatIsPrinted;
    ImFont* const font = task ? ui_.fonts.body : ui_.fonts.mono;
    const float words = std::ceil(Ui::width(font, words_of_option(question, i)));
    const float front = task ? ui_.px(kSize.badge_w + 6.0F) : 0.0F;
    return std::min(ui_.px(kWidestOption), front + words + ui_.px(kSize.space_s) +
                                               key_hint_width(ui_, "1") +
                                               ui_.px(kSize.space_s) * 2.0F);
}

bool PredictionPainter::option(const Question& question, std::size_t i, Rect chip) {
    const std::string label = label_ + "/" + std::to_string(i + 1);
    const bool clicked = ui_.hit(label, chip);
    const look::Base& base = ui_.base();
    ui_.fill(chip, color(ImGui::IsItemHovered() ? base.hover : base.raised),
             ui_.px(kSize.chip_radius));
    chip = chip.inset(ui_.px(kSize.space_s), 0.0F);
    const std::string key = std::to_string(i + 1);
    const Rect hint = chip.cut_right(key_hint_width(ui_, key));
    key_hint(ui_, key, hint.x0, hint.center_y());
    chip.cut_right(ui_.px(kSize.space_s));
    const bool task = question.kind != Question::Kind::WhatIsPrinted;
    if (task) {
        chip.x0 =
            badge(ui_, session_.badge(question.tasks[i]), chip.x0, chip.center_y()) + ui_.px(6.0F);
    }
    ui_.text(task ? ui_.fonts.body : ui_.fonts.mono, chip, color(base.text),
             words_of_option(question, i));
    return clicked;
}

void PredictionPainter::question(const Question& question) {
    sentence(words_of(question, session_.timeline()), "/question");
    const float h = ui_.px(kSize.chip_height);
    const float gap = ui_.px(6.0F);
    float x = room_.x0;
    std::optional<std::size_t> chosen;
    for (std::size_t i = 0; i < question.options(); ++i) {
        const float w = std::min(option_width(question, i), room_.width());
        if (x + w > room_.x1 && x > room_.x0) {
            x = room_.x0;
            y_ += h + gap;
        }
        if (option(question, i, {x, y_, x + w, y_ + h})) {
            chosen = i;
        }
        x += w + gap;
    }
    y_ += h + ui_.px(kSize.space_s);
    if (chosen) {
        answer(session_, *chosen);
    }
}

void PredictionPainter::verdict(const Prediction::Verdict& verdict) {
    Sentence words = render(words_of(verdict, session_), ui_.language);
    SentenceStyle style = body_style(ui_);
    const look::Base& base = ui_.base();
    style.lead = Lead{verdict.right ? look::kIcon.ok : look::kIcon.cancelled_failed,
                      {},
                      verdict.right ? base.ok : base.warning};
    y_ += draw_sentence(ui_, session_, {label_ + "/verdict", {room_.x0, y_, room_.x1, room_.y1}},
                        words, style);
    y_ += ui_.px(kSize.space);
}

void PredictionPainter::nothing() {
    const float h = ui_.px(20.0F);
    ui_.text(ui_.fonts.body, {room_.x0, y_, room_.x1, y_ + h}, color(ui_.base().text_3),
             ui_.tr("ui.predict.nothing"));
    y_ += h + ui_.px(kSize.space);
}

void PredictionPainter::score() {
    const Score score = session_.prediction.score();
    const std::string words =
        ui_.tr(Message("ui.predict.score",
                       {number_arg("right", score.right), number_arg("answered", score.answered)}));
    const float h = ui_.px(18.0F);
    const Rect row{room_.x0, y_, room_.x1, y_ + h};
    ui_.text(ui_.fonts.small, row, color(ui_.base().text_3), words);
    ui_.mark(label_ + "/score", row);
    y_ += h;
}

}  // namespace

float draw_prediction(Ui& ui, Session& session, const Rect& room, std::string_view label) {
    PredictionPainter painter(ui, session, room, label);
    if (const Prediction::Verdict* verdict = session.prediction.verdict(session)) {
        painter.verdict(*verdict);
    }
    if (const Question* question = session.prediction.question(session)) {
        painter.question(Question(*question));
    } else if (!session.at_end() && session.prediction.verdict(session) == nullptr) {
        painter.nothing();
    }
    painter.score();
    return painter.height();
}

}  // namespace coroscope::gui
