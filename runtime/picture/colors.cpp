#include "runtime/picture/colors.h"

#include <cmath>

namespace coroscope {

const look::State& state_colors(const look::Theme& theme, SpanLook look) {
    const look::States& states = theme.state;
    switch (look) {
    case SpanLook::Created: return states.created;
    case SpanLook::Ready: return states.ready;
    case SpanLook::Running: return states.running;
    case SpanLook::Sleeping:
    case SpanLook::Overdue: return states.sleeping;
    case SpanLook::Waiting:
    case SpanLook::Stuck: return states.waiting;
    case SpanLook::Io: return states.io;
    case SpanLook::Slow:
    case SpanLook::SlowStep: return states.slow;
    case SpanLook::Finished: return states.finished;
    case SpanLook::Cancelled: return states.cancelled;
    case SpanLook::Failed:
    case SpanLook::ValueLost:
    case SpanLook::Stopped: return states.failed;
    case SpanLook::Held:
    case SpanLook::HeldWanted:
    case SpanLook::EventSet:
    case SpanLook::Step:
    case SpanLook::Merged: return states.finished;
    }
    return states.finished;
}

look::Color mix(look::Color a, look::Color b, float amount) {
    const auto channel = [amount](std::uint8_t from, std::uint8_t to) {
        const float value =
            static_cast<float>(from) + (static_cast<float>(to) - static_cast<float>(from)) * amount;
        return static_cast<std::uint8_t>(std::lround(value));
    };
    return {channel(a.r, b.r), channel(a.g, b.g), channel(a.b, b.b), a.a};
}

}  // namespace coroscope
