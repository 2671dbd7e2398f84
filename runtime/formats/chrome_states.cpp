#include "runtime/formats/chrome_states.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "runtime/formats/chrome_tasks.h"

namespace coroscope {

namespace {

struct StateName {
    std::string_view name;
    ChromeStateKind kind;
};

constexpr std::array kOwnNames{StateName{"created", ChromeStateKind::Created},
                               StateName{"ready", ChromeStateKind::Ready},
                               StateName{"running", ChromeStateKind::Running},
                               StateName{"sleeping", ChromeStateKind::Sleeping},
                               StateName{"waiting", ChromeStateKind::Waiting}};
// Long and short names of the Linux scheduler, as Perfetto knows them. "Sleeping" there is waiting
// for anything.
constexpr std::array kThreadNames{StateName{"Running", ChromeStateKind::Running},
                                  StateName{"Runnable", ChromeStateKind::Ready},
                                  StateName{"Runnable (Preempted)", ChromeStateKind::Ready},
                                  StateName{"R", ChromeStateKind::Ready},
                                  StateName{"R+", ChromeStateKind::Ready},
                                  StateName{"Exit (Dead)", ChromeStateKind::Over},
                                  StateName{"Exit (Zombie)", ChromeStateKind::Over},
                                  StateName{"X", ChromeStateKind::Over},
                                  StateName{"Z", ChromeStateKind::Over}};

ChromeStateKind kind_named(std::string_view name, std::span<const StateName> names) {
    const auto found = std::ranges::find(names, name, &StateName::name);
    return found == names.end() ? ChromeStateKind::Waiting : found->kind;
}

WaitReason reason_named(std::string_view name) {
    for (int number = 0; number <= static_cast<int>(kLastWaitReason); ++number) {
        const auto reason = static_cast<WaitReason>(number);
        if (name_of(reason) == name) {
            return reason;
        }
    }
    return WaitReason::None;
}

}  // namespace

std::vector<std::vector<ChromeState>> states_by_thread(const ChromeEvents& file,
                                                       const ChromeLanes& laid_out) {
    std::vector<std::vector<ChromeState>> result(file.threads.size());
    for (const std::uint32_t index : laid_out.order) {
        const ChromeEvent& event = file.events[index];
        if (!is_chrome_state(file, event)) {
            continue;
        }
        ChromeState state{.begin = event.time,
                          .end = event.time + std::clamp<Nanoseconds>(event.duration, 0,
                                                                      laid_out.end - event.time),
                          .event = index};
        state.kind = file.by_coroscope ? kind_named(file.texts[event.name], kOwnNames)
                                       : kind_named(file.texts[event.name], kThreadNames);
        if (file.by_coroscope && event.own != 0) {
            state.reason = reason_named(file.texts[file.own[event.own - 1].reason]);
        }
        auto& states = result[event.thread];
        if (states.empty() || states.back().end <= state.begin) {
            states.push_back(state);
        }
    }
    return result;
}

Outcome outcome_named(std::string_view name) {
    for (int number = 0; number <= static_cast<int>(Outcome::Stopped); ++number) {
        const auto outcome = static_cast<Outcome>(number);
        if (name_of(outcome) == name) {
            return outcome;
        }
    }
    return Outcome::Stopped;
}

OwnTimes::OwnTimes(const ChromeEvents& file, const ChromeLanes& laid_out) {
    for (const std::uint32_t index : laid_out.order) {
        const ChromeEvent& event = file.events[index];
        if (file.by_coroscope && event.own != 0) {
            const ChromeOwn& own = file.own[event.own - 1];
            known_.emplace_back(event.time, own.begin);
            if (event.duration > 0) {
                known_.emplace_back(
                    event.time + std::min(event.duration, laid_out.end - event.time), own.end);
            }
        }
    }
    std::ranges::sort(known_);
}

Nanoseconds OwnTimes::at(Nanoseconds written) const {
    const auto behind =
        std::ranges::upper_bound(known_, written, {}, [](const auto& pair) { return pair.first; });
    return behind == known_.begin() ? 0 : std::max<Nanoseconds>(0, std::prev(behind)->second);
}

}  // namespace coroscope
