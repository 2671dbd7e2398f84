// Work: one thing that a runtime does again and again, written twice: on the bare floor and with
// Coroscope. main.cpp measures each in every Mode.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "runtime/core/coroutine.h"
#include "runtime/core/event_loop.h"
#include "runtime/trace/recorder.h"

namespace coroscope::bench {

struct Work {
    std::string_view name;     ///< as in RESULTS.md: "W1 switch"
    std::uint64_t operations;  ///< of one run
    void (*floor)(std::uint64_t operations);
    Coroutine<> (*ours)(std::uint64_t operations);
};
extern const Work kSwitch;
extern const Work kSpawnOne;
extern const Work kSpawnMany;
extern const Work kCall;
extern const Work kQueue;
extern const Work kThousandSleepers;
extern const Work kMillionSleepers;
extern const Work kLock;
[[nodiscard]] std::span<const Work* const> all_work();

enum class Mode : std::uint8_t {
    Floor,
    Untraced,
    Kept,    ///< recording; every event is kept
    Reused,  ///< recording; the last kLastEvents are kept
};
inline constexpr EventIndex kLastEvents = 50'000;
[[nodiscard]] std::string_view name_of(Mode mode);
/// nullptr unless the mode records.
[[nodiscard]] std::unique_ptr<Recorder> make_recorder(Mode mode);
/// Runs it once. Aborts if it does not finish.
void run_once(const Work& work, std::uint64_t operations, Mode mode, Recorder* recorder);

/// Ends the program with a message. For results that are not what they must be.
void require(bool holds, std::string_view what);

/// The same pseudo-random durations, 1 ... 1000, in every language.
class Durations {
public:
    explicit Durations(std::uint32_t seed) : state_(seed * 2654435761U + 12345U) {}
    std::uint32_t next() {
        state_ = state_ * 1664525U + 1013904223U;
        return (state_ >> 16) % 1000U + 1U;
    }

private:
    std::uint32_t state_;
};

}  // namespace coroscope::bench
