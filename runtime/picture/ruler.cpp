// The ruler: blocks on the elastic axis, ticks on the others; bands of iterations and idle
// stretches.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "look/tokens.h"
#include "runtime/picture/sketch.h"

namespace coroscope::detail {

namespace {

void add_block(Sketch& sketch, BlockKind kind, float x0, float x1,
               const std::vector<std::string>& labels, const Stretch* stretch) {
    x0 = std::clamp(x0, sketch.left(), sketch.right());
    x1 = std::clamp(x1, sketch.left(), sketch.right());
    if (x1 - x0 < 1) {
        return;
    }
    Block block;
    block.kind = kind;
    block.box = {x0, sketch.picture.ruler.y0, x1, sketch.picture.ruler.y1};
    block.time = stretch == nullptr ? 0 : stretch->time;
    block.duration = stretch == nullptr ? 0 : stretch->duration;
    const float icon = kind == BlockKind::Stopped ? sketch.px(15) : 0;
    for (const std::string& label : labels) {
        const float width = sketch.width_of(label, TextStyle::MonoSmall) + icon;
        if (width + sketch.px(6) <= x1 - x0) {
            block.label = label;
            block.label_x = x0 + (x1 - x0 - width) / 2 + icon;
            break;
        }
    }
    sketch.picture.blocks.push_back(std::move(block));
}

std::vector<std::string> block_labels(const Stretch& stretch) {
    const bool instant = stretch.kind == Stretch::Kind::Instant;
    const std::string time = format_duration(instant ? stretch.time : stretch.duration);
    const std::string number = time.substr(0, time.find(' '));
    if (instant) {
        return {"t = " + time, time, number};
    }
    return {"+" + time, "+" + number};
}

BlockKind block_kind(Stretch::Kind kind) {
    if (kind == Stretch::Kind::Instant) {
        return BlockKind::Instant;
    }
    return kind == Stretch::Kind::Idle ? BlockKind::Idle : BlockKind::Busy;
}

void draw_blocks(Sketch& sketch) {
    const auto stretches = sketch.axis.stretches();
    const Picture& picture = sketch.picture;
    auto it = std::ranges::partition_point(
        stretches, [&](const Stretch& stretch) { return stretch.last <= picture.first; });
    while (it != stretches.end() && it->first < picture.last) {
        const float x0 = sketch.x(it->first);
        const float x1 = sketch.x(it->last);
        if (x1 - x0 >= sketch.px(3)) {
            add_block(sketch, block_kind(it->kind), x0, x1, block_labels(*it), &*it);
            ++it;
            continue;
        }
        // A crowd of narrow ones becomes one block without words.
        float until = x1;
        while (it != stretches.end() && sketch.x(it->last) - sketch.x(it->first) < sketch.px(3) &&
               sketch.x(it->first) < sketch.right()) {
            const double reach = picture.position_from_x(sketch.x(it->last) + sketch.px(1));
            auto next = std::ranges::partition_point(
                it + 1, stretches.end(),
                [&](const Stretch& stretch) { return stretch.last <= reach; });
            until = sketch.x((next - 1)->last);
            it = next;
        }
        add_block(sketch, BlockKind::Instant, x0, until, {}, nullptr);
    }
}

/// 1, 2 or 5 times a power of ten, at least `least`.
std::int64_t nice(double least) {
    double power = 1;
    while (power * 10 <= least) {
        power *= 10;
    }
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        if (power * factor >= least) {
            return static_cast<std::int64_t>(power * factor);
        }
    }
    return static_cast<std::int64_t>(power * 10);
}

/// "0.5 s": all ticks have the unit and the decimals of their distance.
std::string tick_label(Nanoseconds time, Nanoseconds distance, Nanoseconds longest) {
    struct Unit {
        Nanoseconds size;
        const char* name;
    };
    static constexpr std::array<Unit, 4> kUnits{
        {{1'000'000'000, "s"}, {1'000'000, "ms"}, {1'000, "µs"}, {1, "ns"}}};
    Unit unit = kUnits.back();
    for (const Unit& each : kUnits) {
        if (longest >= each.size) {
            unit = each;
            break;
        }
    }
    int decimals = 0;
    for (Nanoseconds part = distance; part < unit.size; part *= 10) {
        ++decimals;
    }
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f %s", decimals,
                  static_cast<double>(time) / static_cast<double>(unit.size), unit.name);
    return text.data();
}

void add_tick(Sketch& sketch, double position, std::string label) {
    const float x = sketch.x(position);
    const float width = sketch.width_of(label, TextStyle::MonoSmall);
    Tick tick{x, std::move(label), 0};
    // What can never run any more has its own words on the ruler.
    const float right = sketch.timeline.outcome() == Outcome::Hang
                            ? std::min(sketch.right(), sketch.x(sketch.axis.end()) - sketch.px(4))
                            : sketch.right();
    tick.label_x = std::clamp(x - width / 2, sketch.left(), std::max(sketch.left(), right - width));
    sketch.picture.ticks.push_back(std::move(tick));
}

constexpr double kTickDistance = 66;  // pixels between labelled ticks, at least

void draw_time_ticks(Sketch& sketch) {
    const Picture& picture = sketch.picture;
    const double width = static_cast<double>(sketch.right() - sketch.left());
    const double per_px = (picture.last - picture.first) / width;
    const std::int64_t distance = std::max<std::int64_t>(
        1, nice(per_px * kTickDistance * static_cast<double>(sketch.options.scale)));
    static constexpr double kLatest = 9.2e18;  // what nanoseconds can say
    const double last = std::min({picture.last, sketch.axis.end(), kLatest});
    auto number =
        static_cast<std::int64_t>(std::ceil(picture.first / static_cast<double>(distance)));
    for (; static_cast<double>(number) * static_cast<double>(distance) <= last; ++number) {
        const Nanoseconds time = number * distance;
        add_tick(
            sketch, static_cast<double>(time),
            tick_label(time, distance, static_cast<Nanoseconds>(std::min(picture.last, kLatest))));
    }
}

void draw_step_ticks(Sketch& sketch) {
    const auto steps = sketch.timeline.steps();
    const Picture& picture = sketch.picture;
    const double width = static_cast<double>(sketch.right() - sketch.left());
    const double per_px = (picture.last - picture.first) / width;
    const std::int64_t distance = std::max<std::int64_t>(
        1, nice(per_px * kTickDistance / 2 * static_cast<double>(sketch.options.scale)));
    const EventIndex edge = sketch.axis.first_at(picture.first);
    const auto before =
        static_cast<std::int64_t>(edge == 0 ? 0 : steps.events().count_until(edge - 1));
    auto number = (before + distance) / distance * distance;
    for (; number <= static_cast<std::int64_t>(steps.size()); number += distance) {
        const double position =
            sketch.axis.at(steps.events()[static_cast<std::size_t>(number - 1)]);
        if (position > picture.last) {
            break;
        }
        add_tick(sketch, position, std::to_string(number));
    }
}

void draw_bands(Sketch& sketch) {
    const EventList& iterations = sketch.timeline.iterations();
    const Picture& picture = sketch.picture;
    const std::size_t begun = iterations.count_until(sketch.first_event);
    const std::size_t end = iterations.count_until(sketch.last_event);
    const std::size_t first = begun == 0 ? 0 : begun - 1;
    // Narrower bands would only be noise.
    if (static_cast<float>(end - first) * sketch.px(6) <= sketch.right() - sketch.left()) {
        for (std::size_t i = first; i < end; ++i) {
            const auto number = static_cast<std::uint32_t>(i + 1);
            const double last =
                i + 1 == iterations.size() ? sketch.axis.end() : sketch.axis.at(iterations[i + 1]);
            const float x0 = sketch.x_of(iterations[i]);
            const float x1 = std::clamp(sketch.x(last), sketch.left(), sketch.right());
            if (number % 2 == 0 && x1 > x0) {
                sketch.picture.bands.push_back({x0, x1, false, number});
            }
        }
    }
    for (const Block& block : picture.blocks) {
        if (block.kind == BlockKind::Idle) {
            sketch.picture.bands.push_back({block.box.x0, block.box.x1, true, 0});
        }
    }
}

}  // namespace

void draw_ruler(Sketch& sketch) {
    if (sketch.timeline.trace().empty()) {
        return;
    }
    if (sketch.axis.kind() == AxisKind::Elastic) {
        draw_blocks(sketch);
    } else if (sketch.axis.kind() == AxisKind::Time) {
        draw_time_ticks(sketch);
    } else {
        draw_step_ticks(sketch);
    }
    draw_bands(sketch);
    if (sketch.timeline.outcome() == Outcome::Hang) {
        add_block(sketch, BlockKind::Stopped, sketch.x(sketch.axis.end()),
                  sketch.x(sketch.axis.length()),
                  {sketch.words(sketch.deadlock ? "ui.deadlock" : "picture.hang"),
                   sketch.words(sketch.deadlock ? "outcome.deadlock" : "outcome.hang")},
                  nullptr);
    }
}

}  // namespace coroscope::detail
