#include "runtime/core/latency.h"

#include "runtime/core/event_loop.h"

namespace coroscope {

Duration latency(Duration min, Duration max) {
    if (min < Duration::zero() || max < min) {
        throw ValueError(
            fmt::format("a latency from {} to {} ns: the first must not be negative, nor "
                        "more than the second",
                        min.count(), max.count()));
    }
    const auto width = static_cast<std::uint64_t>((max - min).count());
    Random& random = EventLoop::running().random();
    return min + Duration(static_cast<std::int64_t>(random.below(width + 1)));
}

}  // namespace coroscope
