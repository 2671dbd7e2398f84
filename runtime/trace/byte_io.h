// ByteWriter and ByteReader: numbers and texts as bytes, the same on every machine.
//
// A varint has seven bits per byte, lowest first, the high bit set on all but the last. A signed
// number is first folded: 0, -1, 1, -2 become 0, 1, 2, 3. A text is its length as a varint and its
// bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace coroscope::detail {

class ByteWriter {
public:
    void byte(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }
    void varint(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7U) {
            byte(static_cast<std::uint8_t>(value | 0x80U));
        }
        byte(static_cast<std::uint8_t>(value));
    }
    void folded(std::int64_t value) {
        const auto bits = static_cast<std::uint64_t>(value);
        varint((bits << 1U) ^ (value < 0 ? ~std::uint64_t{0} : 0));
    }
    void text(std::string_view value) {
        varint(value.size());
        bytes_.append(value);
    }
    [[nodiscard]] const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
};

/// Reads what may be anything: after the first failure every answer is 0 or "", and ok() is false.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] std::size_t left() const { return rest_.size(); }

    std::uint8_t byte() {
        if (rest_.empty()) {
            ok_ = false;
            return 0;
        }
        const auto value = static_cast<std::uint8_t>(rest_.front());
        rest_.remove_prefix(1);
        return value;
    }
    /// Fails if the number is larger than `most`.
    std::uint64_t varint(std::uint64_t most = ~std::uint64_t{0}) {
        std::uint64_t value = 0;
        for (unsigned shift = 0; ok_; shift += 7) {
            const std::uint64_t next = byte();
            const std::uint64_t bits = next & 0x7FU;
            if (shift > 63 || (bits << shift >> shift) != bits) {
                break;
            }
            value |= bits << shift;
            if (next == bits) {
                return ok_ && value <= most ? value : fail();
            }
        }
        return fail();
    }
    std::int64_t folded() {
        const std::uint64_t bits = varint();
        return static_cast<std::int64_t>((bits >> 1U) ^ ((bits & 1U) != 0 ? ~std::uint64_t{0} : 0));
    }
    std::string_view text() {
        const std::size_t size = varint(rest_.size());
        if (size > rest_.size()) {
            fail();
            return {};
        }
        const std::string_view value = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return value;
    }

private:
    std::uint64_t fail() {
        ok_ = false;
        rest_ = {};
        return 0;
    }
    std::string_view rest_;
    bool ok_ = true;
};

}  // namespace coroscope::detail
