#include "gui/model/lesson_pages.h"

#include <array>
#include <iterator>

namespace coroscope::gui {
namespace {

// Takes a trailing dash off; false if there is none.
bool take_dash(std::string& text) {
    static constexpr std::array<std::string_view, 4> kDashes{" — ", "—— ", "——", "— "};
    for (const std::string_view dash : kDashes) {
        if (text.ends_with(dash)) {
            text.erase(text.size() - dash.size());
            return true;
        }
    }
    return false;
}

void take_answer(LessonPage& page) {
    if (page.blocks.empty() || page.blocks.back().kind != LessonBlock::Kind::Paragraph) {
        return;
    }
    std::vector<InlineText>& text = page.blocks.back().text;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const bool question = text[i].style == Inline::Plain && text[i + 1].style == Inline::Bold;
        if (question && take_dash(text[i].text)) {
            const auto from = text.begin() + static_cast<std::ptrdiff_t>(i) + 1;
            page.answer.assign(std::make_move_iterator(from), std::make_move_iterator(text.end()));
            text.erase(from, text.end());
            return;
        }
    }
}

}  // namespace

std::vector<LessonPage> lesson_pages(std::string_view markdown) {
    std::vector<LessonPage> pages(1);
    bool has_section = false;
    for (LessonBlock& block : parse_markdown(markdown)) {
        const bool section = block.kind == LessonBlock::Kind::Heading && block.level == 2;
        if (section && has_section) {
            pages.emplace_back();
        }
        has_section = has_section || section;
        pages.back().blocks.push_back(std::move(block));
    }
    take_answer(pages.back());
    return pages;
}

}  // namespace coroscope::gui
