#include "runtime/picture/columns.h"

#include <algorithm>

namespace coroscope::detail {

std::vector<Column> smoothed(const std::vector<Column>& raw) {
    constexpr float Column::* kShares[] = {&Column::running, &Column::ready, &Column::sleeping,
                                           &Column::io, &Column::waiting};
    constexpr std::size_t kReach = 2;
    std::vector<Column> smooth = raw;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const std::size_t first = i - std::min(i, kReach);
        const std::size_t last = std::min(raw.size(), i + kReach + 1);
        for (float Column::* share : kShares) {
            float sum = 0;
            for (std::size_t k = first; k < last; ++k) {
                sum += raw[k].*share;
            }
            smooth[i].*share = sum / static_cast<float>(last - first);
        }
    }
    return smooth;
}

}  // namespace coroscope::detail
