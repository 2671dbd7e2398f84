// LenientJson: JSON as trace viewers accept it, cleaned while it is read, so that a strict parser
// can go over it: commas before a closing bracket or at the end are left out, bytes that are no
// UTF-8 and halves of surrogate pairs become U+FFFD, control characters inside a string become
// spaces, NaN and Infinity become null, a byte order mark is skipped.
//
//     LenientJson source(bytes);
//     nlohmann::json::sax_parse(source.begin(), source.end(), &handler);
//
// One pass, no copy of the bytes. What remains wrong is for the parser to say.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace coroscope {

class LenientJson {
public:
    /// Requires: the bytes outlive this.
    explicit LenientJson(std::string_view bytes);

    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = char;
        using difference_type = std::ptrdiff_t;
        using pointer = const char*;
        using reference = char;

        Iterator() = default;
        explicit Iterator(LenientJson* source) : source_(source), now_(source->next()) {}
        char operator*() const { return static_cast<char>(now_); }
        Iterator& operator++() {
            now_ = source_->next();
            return *this;
        }
        Iterator operator++(int) {
            const Iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const Iterator& left, const Iterator& right) {
            return left.now_ == right.now_;  // only ever compared with the end
        }

    private:
        LenientJson* source_ = nullptr;
        int now_ = kEnd;
    };
    [[nodiscard]] Iterator begin() { return Iterator(this); }
    [[nodiscard]] static Iterator end() { return {}; }

    /// How many of the original bytes were read so far.
    [[nodiscard]] std::size_t position() const { return at_; }
    /// How many characters inside strings had to be replaced.
    [[nodiscard]] std::uint64_t repairs() const { return repairs_; }

private:
    static constexpr int kEnd = -1;

    /// The next clean byte, kEnd behind the last.
    int next();
    int next_in_string();
    int next_outside();
    int escaped();
    /// True if no value follows the comma at at_.
    [[nodiscard]] bool is_idle_comma() const;
    int give(std::string_view text);
    int repaired(std::string_view text);

    std::string_view bytes_;
    std::size_t at_ = 0;
    std::string_view pending_;  ///< what is given before bytes_ goes on
    bool in_string_ = false;
    std::uint64_t repairs_ = 0;
};

}  // namespace coroscope
