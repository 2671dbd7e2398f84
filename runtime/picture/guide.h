// Guide: finds a value among many that never fall, by a table of equal stretches instead of by
// halving: two looks at memory where binary search over a million takes twenty.
//
//     Guide guide(positions.size(), positions.back(), [&](std::size_t i) { return positions[i]; });
//     const auto [first, last] = guide.near(4.2);
//     // the first position behind 4.2 is in [first, last], counted in positions
//
// Values: 0 or more. Memory: one byte a value. Where values are crowded, a stretch has many of
// them: the caller halves it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace coroscope::detail {

class Guide {
public:
    struct Range {
        std::size_t first = 0;
        std::size_t last = 0;
    };

    Guide() = default;
    /// `value(i)` is the value of number i < count. Requires: they never fall, and the last is
    /// `greatest`.
    template <class Value>
    Guide(std::size_t count, double greatest, Value value)
        : stretches_(count / kPerStretch + 1),
          per_unit_(greatest > kLeast ? static_cast<double>(stretches_) / greatest : 0),
          firsts_(stretches_ + 1, static_cast<std::uint32_t>(count)) {
        for (std::size_t i = count; i-- > 0;) {
            firsts_[stretch_of(value(i))] = static_cast<std::uint32_t>(i);
        }
        for (std::size_t i = stretches_; i-- > 0;) {
            firsts_[i] = std::min(firsts_[i], firsts_[i + 1]);
        }
    }

    /// Values before `first` are before `value`, those from `last` on behind it.
    [[nodiscard]] Range near(double value) const {
        const std::size_t at = stretch_of(value);
        return {firsts_[at], firsts_[at + 1]};
    }

private:
    static constexpr std::size_t kPerStretch = 4;
    static constexpr double kLeast = 1e-9;  // all of them are as good as one
    [[nodiscard]] std::size_t stretch_of(double value) const {
        const double place = std::max(value, 0.0) * per_unit_;
        return place < static_cast<double>(stretches_) ? static_cast<std::size_t>(place)
                                                       : stretches_ - 1;
    }

    std::size_t stretches_ = 1;
    double per_unit_ = 0;
    std::vector<std::uint32_t> firsts_ = {0, 0};  ///< of each stretch, and of what is behind
};

}  // namespace coroscope::detail
