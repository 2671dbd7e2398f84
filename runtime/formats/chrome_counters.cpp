#include "runtime/formats/chrome_counters.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "runtime/formats/chrome_tasks.h"

namespace coroscope {

namespace {

constexpr std::int64_t kLargestScale = 1'000'000;
constexpr double kLargestValue = 9.0e18;
constexpr std::size_t kLongestLabel = 200;

bool is_whole(double value) {
    return std::abs(value - std::round(value)) <= 1e-9 * std::max(1.0, std::abs(value));
}

std::int64_t scaled(double value, std::int64_t scale) {
    const double product = value * static_cast<double>(scale);
    return std::isnan(product) ? 0
                               : static_cast<std::int64_t>(std::llround(
                                     std::clamp(product, -kLargestValue, kLargestValue)));
}

/// The values of an event.
std::span<const ChromeValue> values_of(const ChromeEvents& file, std::uint32_t event) {
    const auto range = std::ranges::equal_range(file.values, event, {}, &ChromeValue::event);
    return {range.begin(), range.end()};
}

/// What the runtime of our own export counted is counted anew from the tasks' states.
bool is_derived(const ChromeEvents& file, const ChromeEvent& event) {
    const std::string& name = file.texts[event.name];
    return file.by_coroscope && (name == "ready tasks" || name == "timers");
}

}  // namespace

ChromeCounters::ChromeCounters(const ChromeEvents& file, const ChromeLanes& laid_out,
                               bool one_process)
    : file_(file), one_process_(one_process) {
    for (const std::uint32_t event : laid_out.order) {
        for (const ChromeValue& value : values_of(file, event)) {
            if (is_derived(file, file.events[event])) {
                continue;
            }
            Counter& counter = list_[counter_of(value)];
            while (counter.scale < kLargestScale &&
                   !is_whole(value.value * static_cast<double>(counter.scale))) {
                counter.scale *= 10;
            }
        }
    }
    for (const std::uint32_t event : laid_out.order) {
        for (const ChromeValue& value : values_of(file, event)) {
            if (is_derived(file, file.events[event])) {
                continue;
            }
            const std::uint32_t number = counter_of(value);
            points_.push_back(
                {file.events[event].time, scaled(value.value, list_[number].scale), number});
        }
    }
    for (Counter& counter : list_) {
        if (counter.scale > 1) {
            counter.name += " ×" + std::to_string(counter.scale);
        }
    }
}

std::uint32_t ChromeCounters::counter_of(const ChromeValue& value) {
    const ChromeEvent& event = file_.events[value.event];
    const auto [found, fresh] = numbers_.try_emplace(
        {file_.threads[event.thread].process, event.name, event.id, value.series},
        static_cast<std::uint32_t>(list_.size()));
    if (fresh) {
        list_.push_back({.name = name_of(value)});
    }
    return found->second;
}

std::string ChromeCounters::name_of(const ChromeValue& value) const {
    const ChromeEvent& event = file_.events[value.event];
    const std::string_view title = cut_text(file_.texts[event.name], kLongestLabel);
    const std::string_view series = cut_text(file_.texts[value.series], kLongestLabel);
    std::string name;
    if (!one_process_) {
        name = process_label(file_, file_.threads[event.thread].process) + "/";
    }
    name += title;
    if (event.id != 0) {
        name += " ";
        name += cut_text(file_.texts[event.id], kLongestLabel);
    }
    if (series != "value" && series != title && !file_.by_coroscope) {
        name += " ";
        name += series;
    }
    return name;
}

}  // namespace coroscope
