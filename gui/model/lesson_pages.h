// Lesson pages: a lesson in pieces that fit their panel: the introduction with what to watch, then
// a page for each further section. The answer to its question is kept apart, to be shown when asked
// for.
#pragma once

#include <vector>

#include "gui/model/markdown.h"

namespace coroscope::gui {

struct LessonPage {
    std::vector<LessonBlock> blocks;
    /// What stands behind the dash of the last paragraph, "? — **answer**: why"; empty without one.
    std::vector<InlineText> answer;
};

/// A new page at each second-level heading but the first. Never empty.
[[nodiscard]] std::vector<LessonPage> lesson_pages(std::string_view markdown);

}  // namespace coroscope::gui
