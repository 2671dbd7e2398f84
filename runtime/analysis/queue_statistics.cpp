#include "runtime/analysis/queue_statistics.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "runtime/analysis/statistics.h"

namespace coroscope {
namespace {

using detail::Prefix;

/// When each item came and went; an item that is still inside goes when the window ends.
class Items {
public:
    explicit Items(EventIndex end) : end_(end) {}

    void put(EventIndex index, TextId text) {
        const auto item = static_cast<std::uint32_t>(items_.size());
        items_.push_back({.put = index, .taken = kNoEvent});
        const auto [line, is_new] = lines_.try_emplace(text, Line{item, item});
        if (!is_new) {
            items_[line->second.last].next = item;
            line->second.last = item;
        }
        ++inside_;
    }
    void take(EventIndex index, TextId text) {
        if (inside_ == 0) {
            return;
        }
        const std::uint32_t own = first_of(text);
        items_[own == kNone ? oldest_ : own].taken = index;
        --inside_;
        while (oldest_ < items_.size() && items_[oldest_].taken != kNoEvent) {
            ++oldest_;
        }
    }
    [[nodiscard]] std::size_t inside() const { return inside_; }
    [[nodiscard]] std::vector<Nanoseconds> stays(const Prefix& run) const {
        std::vector<Nanoseconds> all;
        all.reserve(items_.size());
        for (const Item& item : items_) {
            all.push_back(run.length(item.put, std::min(item.taken, end_)));
        }
        return all;
    }

private:
    static constexpr std::uint32_t kNone = 0xFFFF'FFFF;
    struct Item {
        EventIndex put = 0;
        EventIndex taken = kNoEvent;
        std::uint32_t next = kNone;  ///< the next of the same text
    };
    /// The items of one text, by put. Those at its front may have been taken for another text.
    struct Line {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
    };
    /// The first of the text that is still inside, kNone if none is.
    std::uint32_t first_of(TextId text) {
        const auto line = lines_.find(text);
        if (line == lines_.end()) {
            return kNone;
        }
        std::uint32_t& first = line->second.first;
        while (first != kNone && items_[first].taken != kNoEvent) {
            first = items_[first].next;
        }
        const std::uint32_t found = first;
        if (found == kNone) {
            lines_.erase(line);
        }
        return found;
    }

    EventIndex end_;
    std::vector<Item> items_;
    std::unordered_map<TextId, Line> lines_;  ///< never iterated: its order must not show
    std::uint32_t oldest_ = 0;
    std::size_t inside_ = 0;
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
