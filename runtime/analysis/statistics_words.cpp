#include "runtime/analysis/statistics_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

using detail::Words;

/// Rounded to four digits, without zeros at the end but for `least` of them behind the point.
std::string four_digits(double number, std::size_t least) {
    const int before = number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : 4;
    std::string text = fmt::format("{:.{}f}", number, 4 - before);
    if (const std::size_t point = text.find('.'); point != std::string::npos) {
        const std::size_t end = text.find_last_not_of('0');
        text.resize(std::max(end == point ? point : end + 1, least == 0 ? 0 : point + 1 + least));
    }
    return text;
}

std::vector<Message> shares(const Timeline& timeline, const HeldWait& wait) {
    const Words words(timeline);
    std::vector<Message> items;
    for (const HolderShare& share : wait.holders) {
        items.emplace_back(
            wait.resource == 0 || waits_for_linked(wait.reason) ? "stats.share_task"
                                                                : "stats.share_holder",
            std::vector{duration_arg("time", share.time), words.task("task", share.task)});
    }
    return items;
}

}  // namespace

std::string short_duration(Nanoseconds duration) {
    struct Unit {
        double size;
        std::size_t least;
        std::string_view name;
    };
    constexpr std::array kUnits{Unit{1e9, 1, " s"}, Unit{1e6, 0, " ms"}, Unit{1e3, 0, " µs"}};
    if (duration > -1'000 && duration < 1'000) {
        return format_duration(duration);
    }
    const double length = std::abs(static_cast<double>(duration));
    const std::string sign = duration < 0 ? "-" : "";
    for (const Unit& unit : kUnits) {
        // 999.96 ms would be rounded to "1000 ms".
        if (length >= unit.size * 0.99995) {
            return sign + four_digits(length / unit.size, unit.least) + std::string(unit.name);
        }
    }
    return format_duration(duration);
}

std::string short_number(double number) {
    if (number > 0 && number < 0.001) {
        return fmt::format("{:.2g}", number);
    }
    return four_digits(number, 0);
}

Message describe(const Timeline& timeline, const HeldWait& wait) {
    const Words words(timeline);
    std::vector<Argument> arguments{words.subject("task", wait.task),
                                    duration_arg("time", wait.total)};
    if (wait.resource == 0) {
        const TaskId other = wait.holders.empty() ? 0 : wait.holders.front().task;
        if (other == 0) {
            return {"stats.waited", std::move(arguments)};
        }
        arguments.push_back(words.task("other", other));
        return {"stats.waited_task", std::move(arguments)};
    }
    arguments.push_back(words.resource("resource", wait.resource));
    std::vector<Message> items = shares(timeline, wait);
    if (wait.unheld > 0) {
        items.resize(std::min(items.size(), detail::kMostNamed));
        items.emplace_back("stats.share_nobody", std::vector{duration_arg("time", wait.unheld)});
    }
    if (items.empty()) {
        return {"stats.waited_for", std::move(arguments)};
    }
    arguments.push_back(detail::short_list("shares", std::move(items), Joining::Facts));
    return {"stats.waited_shares", std::move(arguments)};
}

Message describe(const Timeline& timeline, ObjectId queue, const LittlesLaw& law) {
    return {law.holds() ? "stats.little" : "stats.little_not",
            {Words(timeline).resource("queue", queue),
             text_arg("depth", short_number(law.mean_depth())),
             text_arg("rate", short_number(law.arrivals_per_second())),
             text_arg("stay", short_duration(static_cast<Nanoseconds>(law.mean_stay())))}};
}

}  // namespace coroscope
