#include "gui/model/markdown.h"

#include <algorithm>

namespace coroscope::gui {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// The mark at the front of `text` ("**", "`", "*"), "" if there is none.
std::string_view mark_at(std::string_view text) {
    for (const std::string_view mark : {"**", "`", "*"}) {
        if (text.starts_with(mark)) {
            return mark;
        }
    }
    return {};
}

Inline style_of(std::string_view mark) {
    return mark == "**" ? Inline::Bold : mark == "`" ? Inline::Code : Inline::Emphasis;
}

bool is_bullet(std::string_view line) { return line.starts_with("- ") || line.starts_with("* "); }

class Parser {
public:
    explicit Parser(std::string_view source) : rest_(source) {}

    std::vector<LessonBlock> run() {
        while (!rest_.empty()) {
            const std::string_view raw = next_line();
            const std::string_view line = trimmed(raw);
            if (line.starts_with("```")) {
                flush();
                read_code(line.substr(3));
            } else if (line.empty()) {
                flush();
            } else if (line.front() == '#') {
                flush();
                add_heading(line);
            } else if (is_bullet(line)) {
                flush();
                const auto indent = static_cast<int>(raw.find_first_not_of(' '));
                begin(LessonBlock::Kind::Bullet, indent / 2, line.substr(2));
            } else if (line.starts_with(">")) {
                add(LessonBlock::Kind::Quote, trimmed(line.substr(1)));
            } else {
                add(LessonBlock::Kind::Paragraph, line);
            }
        }
        flush();
        return std::move(blocks_);
    }

private:
    std::string_view next_line() {
        const auto end = std::min(rest_.find('\n'), rest_.size());
        const std::string_view line = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return line;
    }

    void read_code(std::string_view language) {
        LessonBlock block;
        block.kind = LessonBlock::Kind::Code;
        block.language = std::string(trimmed(language));
        while (!rest_.empty()) {
            const std::string_view line = next_line();
            if (trimmed(line).starts_with("```")) {
                break;
            }
            block.code += std::string(line) + "\n";
        }
        blocks_.push_back(std::move(block));
    }

    void add_heading(std::string_view line) {
        const auto level = std::min<std::size_t>(line.find_first_not_of('#'), line.size());
        LessonBlock block;
        block.kind = LessonBlock::Kind::Heading;
        block.level = static_cast<int>(level);
        block.text = parse_inline(trimmed(line.substr(level)));
        blocks_.push_back(std::move(block));
    }

    void begin(LessonBlock::Kind kind, int level, std::string_view line) {
        open_ = true;
        kind_ = kind;
        level_ = level;
        text_ = line;
    }

    // A line goes on with the block before it, if that is of its kind or a bullet.
    void add(LessonBlock::Kind kind, std::string_view line) {
        const bool same = open_ && (kind_ == kind || (kind_ == LessonBlock::Kind::Bullet &&
                                                      kind == LessonBlock::Kind::Paragraph));
        if (!same) {
            flush();
            begin(kind, 0, line);
            return;
        }
        const bool wide = !text_.empty() && static_cast<unsigned char>(text_.back()) >= 0x80 &&
                          static_cast<unsigned char>(line.front()) >= 0x80;
        text_ += (wide ? "" : " ") + std::string(line);
    }

    void flush() {
        if (open_) {
            LessonBlock block;
            block.kind = kind_;
            block.level = level_;
            block.text = parse_inline(text_);
            blocks_.push_back(std::move(block));
        }
        open_ = false;
        text_.clear();
    }

    std::string_view rest_;
    std::vector<LessonBlock> blocks_;
    bool open_ = false;
    LessonBlock::Kind kind_ = LessonBlock::Kind::Paragraph;
    int level_ = 0;
    std::string text_;
};

}  // namespace

std::vector<InlineText> parse_inline(std::string_view line) {
    std::vector<InlineText> parts;
    std::string plain;
    const auto flush = [&] {
        if (!plain.empty()) {
            parts.push_back({Inline::Plain, plain});
            plain.clear();
        }
    };
    while (!line.empty()) {
        const std::string_view mark = mark_at(line);
        const auto end = mark.empty() ? std::string_view::npos : line.find(mark, mark.size());
        // A mark opens only before a character, so "2 * 3" stays as it is.
        const bool opens =
            end != std::string_view::npos && end > mark.size() && line[mark.size()] != ' ';
        if (opens) {
            flush();
            parts.push_back(
                {style_of(mark), std::string(line.substr(mark.size(), end - mark.size()))});
            line.remove_prefix(end + mark.size());
            continue;
        }
        plain += line.front();
        line.remove_prefix(1);
    }
    flush();
    return parts;
}

std::vector<LessonBlock> parse_markdown(std::string_view source) { return Parser(source).run(); }

}  // namespace coroscope::gui
