#include "tests/support/xml_reader.h"

#include <algorithm>
#include <array>

#include "runtime/formats/json_text.h"

namespace coroscope {

namespace {

class XmlReader {
public:
    explicit XmlReader(std::string_view document) : rest_(document), size_(document.size()) {}

    std::string read() {
        if (rest_.starts_with("<?xml")) {
            rest_.remove_prefix(rest_.find("?>") + 2);
        }
        while (problem_.empty() && !rest_.empty()) {
            if (rest_[0] == '<') {
                read_tag();
            } else {
                read_character("<");
            }
        }
        if (problem_.empty() && (!open_.empty() || roots_ != 1)) {
            fail(open_.empty() ? "not one root" : "unclosed element");
        }
        return problem_;
    }

private:
    void fail(std::string_view what) {
        problem_ = std::string(what) + " at byte " + std::to_string(size_ - rest_.size());
    }

    void read_character(std::string_view stop) {
        const std::size_t length = utf8_length(rest_);
        const auto byte = static_cast<unsigned char>(rest_[0]);
        if (length == 0 || (byte < 0x20 && byte != '\n' && byte != '\t')) {
            return fail("forbidden character");
        }
        if (stop.find(rest_[0]) != std::string_view::npos) {
            return fail("bare mark");
        }
        if (rest_[0] == '&') {
            constexpr std::array<std::string_view, 5> kEntities{"&amp;", "&lt;", "&gt;", "&quot;",
                                                                "&apos;"};
            if (std::ranges::none_of(kEntities,
                                     [&](auto each) { return rest_.starts_with(each); })) {
                return fail("unknown entity");
            }
        }
        rest_.remove_prefix(length);
    }

    std::string_view read_name() {
        const std::size_t end = rest_.find_first_of(" \n/>=");
        const std::string_view name = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end, rest_.size()));
        return name;
    }

    void read_tag() {
        rest_.remove_prefix(1);
        const bool closes = rest_.starts_with("/");
        rest_.remove_prefix(closes ? 1 : 0);
        const std::string_view name = read_name();
        if (closes) {
            if (open_.empty() || open_.back() != name || !rest_.starts_with(">")) {
                return fail("wrong end tag");
            }
            open_.pop_back();
            rest_.remove_prefix(1);
            return;
        }
        roots_ += open_.empty() ? 1 : 0;
        std::vector<std::string_view> seen;
        while (problem_.empty() && rest_.starts_with(" ")) {
            rest_.remove_prefix(1);
            const std::string_view attribute = read_name();
            if (std::ranges::find(seen, attribute) != seen.end() || !rest_.starts_with("=\"")) {
                return fail("wrong attribute");
            }
            seen.push_back(attribute);
            rest_.remove_prefix(2);
            while (problem_.empty() && !rest_.empty() && rest_[0] != '"') {
                read_character("<");
            }
            rest_.remove_prefix(rest_.empty() ? 0 : 1);
        }
        if (rest_.starts_with("/>")) {
            rest_.remove_prefix(2);
        } else if (rest_.starts_with(">")) {
            rest_.remove_prefix(1);
            open_.push_back(name);
        } else {
            fail("wrong tag");
        }
    }

    std::string_view rest_;
    std::size_t size_;
    std::vector<std::string_view> open_;
    int roots_ = 0;
    std::string problem_;
};

}  // namespace

std::string xml_problem(std::string_view document) { return XmlReader(document).read(); }

std::vector<std::string> xml_texts(std::string_view document, std::string_view name) {
    std::vector<std::string> texts;
    const std::string begin = "<" + std::string(name);
    for (std::size_t at = document.find(begin); at != std::string_view::npos;
         at = document.find(begin, at + 1)) {
        const std::size_t first = document.find('>', at) + 1;
        texts.emplace_back(document.substr(first, document.find('<', first) - first));
    }
    return texts;
}

std::size_t count_of(std::string_view document, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = document.find(part); at != std::string_view::npos;
         at = document.find(part, at + part.size())) {
        ++count;
    }
    return count;
}

}  // namespace coroscope
