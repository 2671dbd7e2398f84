#include "gui/views/compare_look.h"

namespace coroscope::gui {

look::Color standing_ink(const Ui& ui, Standing standing) {
    switch (standing) {
    case Standing::Failing: return ui.base().error;
    case Standing::Passing: return ui.base().ok;
    case Standing::Neutral: break;
    }
    return ui.base().text_2;
}

look::Color standing_ground(const Ui& ui, Standing standing) {
    if (standing == Standing::Neutral) {
        return ui.base().raised;
    }
    return mix(standing_ink(ui, standing), ui.base().panel, ui.dark() ? 0.82F : 0.88F);
}

const char* standing_icon(Standing standing) {
    switch (standing) {
    case Standing::Failing: return look::kIcon.cancelled_failed;
    case Standing::Passing: return look::kIcon.finished;
    case Standing::Neutral: break;
    }
    return look::kIcon.running;
}

std::string joined_words(const Ui& ui, const std::vector<Message>& words) {
    std::string all;
    for (const Message& message : words) {
        all += (all.empty() ? "" : ui.language == Language::English ? ", " : "，") + ui.tr(message);
    }
    return all;
}

}  // namespace coroscope::gui
