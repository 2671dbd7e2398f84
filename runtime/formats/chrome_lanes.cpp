#include "runtime/formats/chrome_lanes.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_map>

namespace coroscope {

namespace {

/// Beyond this many lanes a slice is cut where the one around it ends.
constexpr std::uint32_t kMostLanes = 64;
/// Tools round begin and duration apart: what overlaps by so little is one after the other.
constexpr Nanoseconds kRounding = 2;
/// How many open operations of one id are looked at for the one that an end names.
constexpr std::size_t kMostOpen = 64;

bool is_async_begin(char phase) { return phase == 'b' || phase == 'S'; }
bool is_async_end(char phase) { return phase == 'e' || phase == 'F'; }
bool is_async_mark(const ChromeEvent& event) {
    return event.phase == 'n' || event.phase == 'p' || (event.phase == 'T' && !event.has_duration);
}

Nanoseconds end_of(const ChromeEvent& event) {
    const Nanoseconds duration = std::max<Nanoseconds>(0, event.duration);
    return event.time > kLatestChromeTime - duration ? kLatestChromeTime : event.time + duration;
}

class Layout {
public:
    explicit Layout(const ChromeEvents& file) : file_(file) {}

    ChromeLanes run() {
        sort_events();
        for (std::uint32_t thread = 0; thread < file_.threads.size(); ++thread) {
            result_.tracks.push_back({.thread = thread});
        }
        open_.resize(result_.tracks.size());
        result_.track_of.reserve(file_.events.size());
        for (const ChromeEvent& event : file_.events) {
            result_.track_of.push_back(event.thread);
        }
        for (std::uint32_t place = 0; place < result_.order.size(); ++place) {
            take(result_.order[place], place);
        }
        end_open();
        place_all();
        return std::move(result_);
    }

private:
    void sort_events() {
        auto& order = result_.order;
        order.reserve(file_.events.size());
        Nanoseconds first = kLatestChromeTime;
        Nanoseconds last = -kLatestChromeTime;
        for (std::uint32_t i = 0; i < file_.events.size(); ++i) {
            const ChromeEvent& event = file_.events[i];
            if (!event.has_time) {
                ++result_.faults.timeless;
                continue;
            }
            order.push_back(i);
            first = std::min(first, event.time);
            last = std::max(last, end_of(event));
        }
        std::ranges::stable_sort(order, {}, [&](std::uint32_t i) { return file_.events[i].time; });
        result_.begin = order.empty() ? 0 : first;
        result_.end = order.empty() ? 0 : last;
    }

    void take(std::uint32_t index, std::uint32_t place) {
        const ChromeEvent& event = file_.events[index];
        if (event.phase == 'X') {
            result_.faults.timeless += event.has_duration ? 0 : 1;
            result_.faults.negative += event.duration < 0 ? 1 : 0;
            if (!file_.by_coroscope) {
                add(index, event.thread, end_of(event), place);
            }
        } else if (event.phase == 'B') {
            begin(index, event.thread, place);
        } else if (event.phase == 'E') {
            end(open_[event.thread].size(), event.thread, event.time, place);
        } else if (is_async_begin(event.phase)) {
            begin(index, async_track(index), place);
        } else if (is_async_end(event.phase)) {
            const std::uint32_t track = async_track(index);
            end(match(track, event), track, event.time, place);
        } else if (is_async_mark(event)) {
            async_track(index);
        }
    }

    void add(std::uint32_t event, std::uint32_t track, Nanoseconds end, std::uint32_t order) {
        result_.slices.push_back({.begin = file_.events[event].time,
                                  .end = end,
                                  .event = event,
                                  .end_order = order,
                                  .track = track});
    }
    void begin(std::uint32_t event, std::uint32_t track, std::uint32_t place) {
        open_[track].push_back(result_.slices.size());
        add(event, track, result_.end, place);
    }
    /// Ends the `which`-th of the open slices, from 1; 0: there is none.
    void end(std::size_t which, std::uint32_t track, Nanoseconds time, std::uint32_t place) {
        if (which == 0) {
            ++result_.faults.unbegun;
            return;
        }
        auto& open = open_[track];
        ChromeSlice& slice = result_.slices[open[which - 1]];
        slice.end = time;
        slice.end_order = place;
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(which - 1));
    }
    /// The innermost open operation of the name that ends; else the innermost.
    [[nodiscard]] std::size_t match(std::uint32_t track, const ChromeEvent& event) const {
        const auto& open = open_[track];
        const std::size_t least = open.size() > kMostOpen ? open.size() - kMostOpen : 0;
        for (std::size_t i = open.size(); i > least; --i) {
            if (file_.events[result_.slices[open[i - 1]].event].name == event.name) {
                return i;
            }
        }
        return open.size();
    }

    std::uint32_t async_track(std::uint32_t index) {
        const ChromeEvent& event = file_.events[index];
        const bool legacy =
            event.phase == 'S' || event.phase == 'T' || event.phase == 'p' || event.phase == 'F';
        const Key key{event.category, event.id, legacy ? event.name : 0,
                      event.local_id ? file_.threads[event.thread].process + 1 : 0};
        const auto [found, fresh] =
            async_.try_emplace(key, static_cast<std::uint32_t>(result_.tracks.size()));
        if (fresh) {
            result_.tracks.push_back({.async = true, .thread = event.thread, .event = index});
            open_.emplace_back();
        }
        result_.track_of[index] = found->second;
        return found->second;
    }

    void end_open() {
        for (const auto& open : open_) {
            for (const std::size_t slice : open) {
                result_.slices[slice].open = true;
                // The one that began last ends first.
                result_.slices[slice].end_order =
                    std::numeric_limits<std::uint32_t>::max() - result_.slices[slice].end_order;
                ++result_.faults.unended;
            }
        }
        open_.clear();
    }

    void place_all() {
        auto& slices = result_.slices;
        std::ranges::stable_sort(slices, [](const ChromeSlice& left, const ChromeSlice& right) {
            return std::tuple(left.track, left.begin, right.end) <
                   std::tuple(right.track, right.begin, left.end);
        });
        std::vector<std::vector<std::size_t>> lanes;  // the slices that are open on each
        for (std::size_t i = 0; i < slices.size(); ++i) {
            if (i == 0 || slices[i].track != slices[i - 1].track) {
                lanes.clear();
            }
            place(i, lanes);
        }
        std::erase_if(slices,
                      [](const ChromeSlice& slice) { return slice.depth > kDeepestChromeSlice; });
        std::ranges::stable_sort(slices, [](const ChromeSlice& left, const ChromeSlice& right) {
            return std::pair(left.track, left.lane) < std::pair(right.track, right.lane);
        });
        for (std::size_t i = 0; i < slices.size(); ++i) {
            if (i == 0 || slices[i].track != slices[i - 1].track ||
                slices[i].lane != slices[i - 1].lane) {
                result_.lanes.push_back({slices[i].track, slices[i].lane, i, i});
            }
            result_.lanes.back().last = i + 1;
        }
    }

    void place(std::size_t index, std::vector<std::vector<std::size_t>>& lanes) {
        ChromeSlice& slice = result_.slices[index];
        for (std::uint32_t lane = 0; lane <= lanes.size(); ++lane) {
            if (lane == lanes.size()) {
                lanes.emplace_back();
            }
            auto& around = lanes[lane];
            while (!around.empty() && !may_hold(result_.slices[around.back()], slice)) {
                around.pop_back();
            }
            while (!around.empty() && only_rounded(result_.slices[around.back()], slice)) {
                result_.slices[around.back()].end = slice.begin;
                around.pop_back();
            }
            if (!around.empty() && slice.end > result_.slices[around.back()].end &&
                slice.end - result_.slices[around.back()].end <= kRounding) {
                slice.end = result_.slices[around.back()].end;
            }
            const bool fits = around.empty() || slice.end <= result_.slices[around.back()].end;
            if (!fits && lane + 1 < kMostLanes) {
                continue;
            }
            if (!fits) {
                slice.end = result_.slices[around.back()].end;
                ++result_.faults.shortened;
            }
            slice.lane = lane;
            slice.depth = static_cast<std::uint32_t>(around.size() + 1);
            result_.faults.overlapping += lane > 0 ? 1 : 0;
            result_.faults.too_deep += slice.depth > kDeepestChromeSlice ? 1 : 0;
            around.push_back(index);
            return;
        }
    }

    /// True if `inner` can lie inside `outer`, which begins no later.
    [[nodiscard]] static bool may_hold(const ChromeSlice& outer, const ChromeSlice& inner) {
        return inner.begin < outer.end ||
               (inner.begin == outer.end && inner.end == outer.end && inner.event > outer.event &&
                inner.end_order < outer.end_order);
    }

    /// True if `next` overlaps the end of the slice before it by a rounding error.
    [[nodiscard]] static bool only_rounded(const ChromeSlice& before, const ChromeSlice& next) {
        return before.begin < next.begin && before.end > next.begin &&
               before.end - next.begin <= kRounding && next.end > before.end &&
               next.end - before.end > kRounding;
    }

    struct Key {
        std::uint32_t category, id, name, process;
        friend auto operator<=>(const Key&, const Key&) = default;
    };

    const ChromeEvents& file_;
    ChromeLanes result_;
    std::vector<std::vector<std::size_t>> open_;  ///< by track: slices that have begun
    std::map<Key, std::uint32_t> async_;
};

}  // namespace

ChromeLanes lay_out(const ChromeEvents& file) { return Layout(file).run(); }

}  // namespace coroscope
