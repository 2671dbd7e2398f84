// Sentences in the window: names with their badges and icons, numbers and code in monospace, broken
// into lines.
#pragma once

#include <optional>
#include <vector>

#include "gui/model/session.h"
#include "gui/views/ui.h"

namespace coroscope::gui {

/// Words before a sentence, in front of its first line: an icon and a heading ("Deadlock.").
struct Lead {
    std::string_view icon;
    std::string text;
    look::Color ink;
};

/// How a sentence looks: fonts, line distance and colour.
struct SentenceStyle {
    ImFont* plain = nullptr;
    ImFont* strong = nullptr;
    ImFont* mono = nullptr;
    float line_height = 0.0F;
    look::Color ink;
    bool badges = true;
    std::optional<Lead> lead;
};
[[nodiscard]] SentenceStyle sentence_style(const Ui& ui);  ///< the explain line
[[nodiscard]] SentenceStyle body_style(const Ui& ui);

/// Where a sentence goes. `label` makes the items of its names unique.
struct SentencePlace {
    std::string label;
    Rect room;
};

/// Draws from the top of the place; returns the height used. Names of tasks and resources can be
/// clicked: they select.
float draw_sentence(Ui& ui, Session& session, const SentencePlace& place, const Sentence& sentence,
                    const SentenceStyle& style);
/// The height that it would use.
[[nodiscard]] float sentence_height(const Ui& ui, const Session& session, float width,
                                    const Sentence& sentence, const SentenceStyle& style);

/// The icon of a resource's type.
[[nodiscard]] std::string_view resource_icon(ResourceType type);

}  // namespace coroscope::gui
