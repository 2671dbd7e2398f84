#include "runtime/formats/chrome_flows.h"

#include <algorithm>
#include <tuple>

namespace coroscope {

namespace {

/// One end of an arrow.
struct Point {
    std::uint32_t key = 0;
    Nanoseconds time = 0;
    std::uint32_t thread = 0;
    bool begins = false;    ///< no arrow leads to it
    bool encloses = false;  ///< it belongs to the run around it, not to the next one
};

class Collector {
public:
    Collector(const ChromeEvents& file, const ChromeLanes& laid_out,
              const std::vector<std::vector<ChromeRun>>& runs)
        : file_(file), laid_out_(laid_out), runs_(runs) {}

    ChromeFlows run() {
        for (const std::uint32_t index : laid_out_.order) {
            take(file_.events[index]);
        }
        std::ranges::stable_sort(points_, {}, &Point::key);
        for (std::size_t i = 1; i < points_.size(); ++i) {
            if (points_[i].key == points_[i - 1].key && !points_[i].begins) {
                lead(points_[i - 1], points_[i]);
            }
        }
        return std::move(flows_);
    }

private:
    void take(const ChromeEvent& event) {
        if (event.phase == 's' || event.phase == 't' || event.phase == 'f') {
            const Key key{event.category, event.name, event.id};
            points_.push_back({number(key), event.time, event.thread, event.phase == 's',
                               event.phase == 't' || event.binds_enclosing});
        } else if (event.flow_in || event.flow_out) {
            // No text has this number: these arrows are apart from those above.
            constexpr std::uint32_t kBound = ~std::uint32_t{0};
            points_.push_back({number({kBound, kBound, event.bind}), event.time, event.thread,
                               !event.flow_in, true});
        }
    }

    void lead(const Point& from, const Point& to) {
        const auto& runs = runs_[to.thread];
        auto found = std::ranges::lower_bound(runs, to.time, {}, &ChromeRun::begin);
        if (to.encloses && (found == runs.end() || found->begin > to.time)) {
            if (found == runs.begin()) {
                ++flows_.not_shown;
                return;
            }
            --found;
        }
        if (found == runs.end() || from.time > found->begin) {
            ++flows_.not_shown;
            return;
        }
        const Nanoseconds free =
            found == runs.begin() ? laid_out_.begin : std::min(std::prev(found)->end, found->begin);
        flows_.wakes.try_emplace({to.thread, found->begin},
                                 ChromeWake{std::max(from.time, free), from.thread, from.time});
    }

    using Key = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;
    std::uint32_t number(const Key& key) {
        return keys_.try_emplace(key, static_cast<std::uint32_t>(keys_.size())).first->second;
    }

    const ChromeEvents& file_;
    const ChromeLanes& laid_out_;
    const std::vector<std::vector<ChromeRun>>& runs_;
    std::vector<Point> points_;
    std::map<Key, std::uint32_t> keys_;
    ChromeFlows flows_;
};

}  // namespace

ChromeFlows flows_of(const ChromeEvents& file, const ChromeLanes& laid_out,
                     const std::vector<std::vector<ChromeRun>>& runs) {
    return Collector(file, laid_out, runs).run();
}

}  // namespace coroscope
