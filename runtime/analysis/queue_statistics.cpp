#include "runtime/analysis/queue_statistics.h"

#include <algorithm>
#include <limits>

#include "runtime/analysis/statistics.h"
#include "runtime/trace/span_index.h"

namespace coroscope {
namespace {

using detail::Prefix;

/// When each item came and went; an item that is still inside goes when the window ends.
class Items {
public:
    explicit Items(EventIndex end) : end_(end) {}

    void put(EventIndex index, TextId text) {
        spans_.open(text);
        stays_.push_back({index, end_});
    }
    void take(EventIndex index, TextId text) {
        if (const auto item = spans_.close(text, index)) {
            stays_[*item].second = index;
        }
    }
    [[nodiscard]] std::size_t inside() const { return spans_.index().open_count(); }
    [[nodiscard]] std::vector<Nanoseconds> stays(const Prefix& run) const {
        std::vector<Nanoseconds> all;
        all.reserve(stays_.size());
        for (const auto& [first, last] : stays_) {
            all.push_back(run.length(first, last));
        }
        return all;
    }

private:
    EventIndex end_;
    detail::KeyedSpans spans_;
    std::vector<std::pair<EventIndex, EventIndex>> stays_;
};

}  // namespace

double LittlesLaw::mean_depth() const { return ratio(depth_area, window); }
double LittlesLaw::arrivals_per_second() const {
    return window <= 0 ? 0.0 : static_cast<double>(arrivals) * 1e9 / static_cast<double>(window);
}
double LittlesLaw::mean_stay() const {
    return arrivals == 0 ? 0.0 : static_cast<double>(stays) / static_cast<double>(arrivals);
}

QueueStatistics queue_statistics(const Timeline& timeline, const ResourceInfo& queue,
                                 const Prefix& run, std::vector<Nanoseconds>& stays) {
    QueueStatistics result;
    const EventIndex end = std::min(queue.destroyed, run.cursor());
    Items items(end);
    for (const EventIndex index : queue.events) {
        if (index > end) {
            break;
        }
        const TraceEvent& event = timeline.trace()[index];
        if (event.kind == EventKind::QueuePut) {
            ++result.put;
            items.put(index, event.b);
        } else if (event.kind == EventKind::QueueGot) {
            ++result.got;
            items.take(index, event.b);
        } else if (event.kind == EventKind::QueueDropped) {
            ++result.dropped;
            items.take(index, event.b);
        }
    }
    result.left = items.inside();
    const detail::CounterFigures depth =
        detail::counter_figures(queue.level, run, end, queue.capacity);
    result.most = depth.maximum;
    result.full = depth.full;
    const std::vector<Nanoseconds> own = items.stays(run);
    stays.insert(stays.end(), own.begin(), own.end());
    result.stays = summarize(own);
    result.little = {.window = run.length(queue.created, end),
                     .arrivals = result.put,
                     .depth_area = depth.area,
                     .stays = result.stays.total,
                     .saturated = depth.saturated ||
                                  result.stays.total == std::numeric_limits<Nanoseconds>::max()};
    return result;
}

}  // namespace coroscope
