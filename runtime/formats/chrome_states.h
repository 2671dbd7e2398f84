// ChromeStates: stretches in which a thread is in a state that the document names: Perfetto's
// thread states (T with a duration) and the states that our own export writes as slices. And the
// virtual times of our own export, which spreads events that are at the same time.
#pragma once

#include <utility>
#include <vector>

#include "runtime/formats/chrome_lanes.h"

namespace coroscope {

enum class ChromeStateKind : std::uint8_t { Created, Ready, Running, Sleeping, Waiting, Over };

struct ChromeState {
    Nanoseconds begin = 0;
    Nanoseconds end = 0;
    std::uint32_t event = 0;
    ChromeStateKind kind = ChromeStateKind::Waiting;
    WaitReason reason = WaitReason::None;
};

/// By thread, each by time; one that begins before the one before it has ended is left out.
[[nodiscard]] std::vector<std::vector<ChromeState>> states_by_thread(const ChromeEvents& file,
                                                                     const ChromeLanes& laid_out);

[[nodiscard]] Outcome outcome_named(std::string_view name);  ///< Stopped for what nobody knows

/// Turns the times of our own export back into those of the run.
class OwnTimes {
public:
    OwnTimes(const ChromeEvents& file, const ChromeLanes& laid_out);
    [[nodiscard]] Nanoseconds at(Nanoseconds written) const;

private:
    std::vector<std::pair<Nanoseconds, Nanoseconds>> known_;  ///< written, virtual; by written
};

}  // namespace coroscope
