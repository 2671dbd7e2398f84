#include "gui/views/try_it.h"

#include "gui/model/suggestion.h"
#include "gui/views/sentence.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {

using look::kSize;

float draw_try_it(Ui& ui, Session& session, const Rect& room) {
    const std::optional<Suggestion> idea = suggestion(session);
    if (!idea) {
        return 0.0F;
    }
    const float padding = ui.px(kSize.space_m);
    const float indent = ui.px(20.0F);
    SentenceStyle style = body_style(ui);
    style.lead = Lead{{}, std::string(ui.tr("ui.try_it")), ui.base().text};
    const Sentence words = render(idea->words, ui.language);
    const float text_height =
        sentence_height(ui, session, room.width() - 2.0F * padding - indent, words, style);
    const float button_height = ui.px(kSize.button_small_height);
    const float height = text_height + button_height + ui.px(kSize.space_s) + 1.5F * padding;
    const float above = ui.px(kSize.space_m);
    const Rect box{room.x0, room.y0 + above, room.x1, room.y0 + above + height};
    ui.fill(box, color(ui.base().inset), ui.px(kSize.button_radius));
    ui.mark("try-it", box);
    Rect inner = box.inset(padding, padding * 0.75F);
    const Rect icon = inner.cut_left(indent);
    ui.text(ui.fonts.body, {icon.x0, icon.y0, icon.x1, icon.y0 + style.line_height},
            color(ui.base().text_2), look::kIcon.choice);
    draw_sentence(ui, session, {"try-it/sentence", inner}, words, style);
    inner.cut_top(text_height + ui.px(kSize.space_s));
    const std::string text =
        ui.tr(Message("ui.run_next", {text_arg("task", session.timeline().task_name(idea->task))}));
    const std::string key = std::to_string(idea->candidate + 1);  // there are previews of nine
    const ButtonText content{{}, text, key};
    const float width = std::min(inner.width(), button_width(ui, content));
    if (button(ui, "try-it/run", inner.cut_left(width).middle(button_height), content)) {
        session.branches.choose(session, idea->candidate);
    }
    return above + height;
}

}  // namespace coroscope::gui
