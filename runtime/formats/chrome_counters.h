// ChromeCounters: the counters of a Chrome trace (C), one for each series. Values that are no whole
// numbers are multiplied by a power of ten, which the counter's name then says: "load ×1000".
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "runtime/formats/chrome_lanes.h"

namespace coroscope {

class ChromeCounters {
public:
    /// `one_process`: names do without the process.
    ChromeCounters(const ChromeEvents& file, const ChromeLanes& laid_out, bool one_process);

    struct Counter {
        std::string name;
        std::int64_t scale = 1;
    };
    struct Point {
        Nanoseconds time = 0;
        std::int64_t value = 0;
        std::uint32_t counter = 0;  ///< index into list()
    };
    [[nodiscard]] const std::vector<Counter>& list() const { return list_; }    ///< by first value
    [[nodiscard]] const std::vector<Point>& points() const { return points_; }  ///< by time

private:
    std::uint32_t counter_of(const ChromeValue& value);
    [[nodiscard]] std::string name_of(const ChromeValue& value) const;

    const ChromeEvents& file_;
    bool one_process_;
    std::vector<Counter> list_;
    std::vector<Point> points_;
    /// process, name, id, series
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>, std::uint32_t>
        numbers_;
};

}  // namespace coroscope
