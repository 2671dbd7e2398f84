// Markdown, as much of it as lessons use: headings, paragraphs, bullets, quotes, fenced code;
// **bold**, *emphasis* and `code` inside them. Anything else stays as it is written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace coroscope::gui {

enum class Inline : std::uint8_t { Plain, Bold, Emphasis, Code };

struct InlineText {
    Inline style = Inline::Plain;
    std::string text;
    friend bool operator==(const InlineText&, const InlineText&) = default;
};

struct LessonBlock {
    enum class Kind : std::uint8_t { Heading, Paragraph, Bullet, Quote, Code };
    Kind kind = Kind::Paragraph;
    int level = 0;                 ///< headings: 1 to 6; bullets: 0 for the outermost
    std::vector<InlineText> text;  ///< empty for Code
    std::string code;              ///< Code: its lines
    std::string language;          ///< Code: "python", "cpp", ""
};

[[nodiscard]] std::vector<LessonBlock> parse_markdown(std::string_view source);
[[nodiscard]] std::vector<InlineText> parse_inline(std::string_view line);

}  // namespace coroscope::gui
