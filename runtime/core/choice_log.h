// ChoiceLog: where a run could have gone another way: every choice that its loop had, and what was
// taken. It is no part of the trace: whoever wants it gives one to the loop, and the trace is the
// same, byte for byte, with and without it.
//
//     ChoiceLog log;
//     options.choices = &log;    // or simulate(spec, recorder, budget, stop, &log)
//     log[n].taken               // the n-th number of RunSpec::choices
//
// A run of a hundred thousand ready tasks has as many choices with as many candidates: of each the
// count and the first kKept are kept, so memory is at most 60 bytes for a choice. Tasks behind
// those are the Timeline's: its ready_at() just before the choice has all of them in the same
// order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/trace/event.h"

namespace coroscope {

/// One answer of EventLoop::decide.
struct Choice {
    EventIndex event = 0;     ///< the first event behind it; its ChoiceMade where that is recorded
    std::uint32_t taken = 0;  ///< index
    std::uint32_t count = 0;  ///< of candidates, at least 2
    ChoiceKind kind = ChoiceKind::None;
    friend bool operator==(const Choice&, const Choice&) = default;
};

class ChoiceLog {
public:
    static constexpr std::size_t kKept = 9;

    void add(const Choice& choice, std::span<const TaskId> candidates);
    [[nodiscard]] std::size_t size() const { return choices_.size(); }
    [[nodiscard]] bool empty() const { return choices_.empty(); }
    [[nodiscard]] const Choice& operator[](std::size_t n) const { return choices_[n]; }
    /// The first kKept candidates, in order: tasks; 0 for a timer that is nobody's.
    [[nodiscard]] std::span<const TaskId> candidates(std::size_t n) const;
    /// Index of the first choice behind `cursor`; size() if there is none. O(log n).
    [[nodiscard]] std::size_t next(EventIndex cursor) const;
    /// What was taken in the first `n` choices: as RunSpec::choices has it.
    [[nodiscard]] std::vector<std::uint32_t> script(std::size_t n) const;
    /// Forgets the choices whose event is `end` or later.
    void cut(EventIndex end);

private:
    std::vector<Choice> choices_;
    std::vector<std::size_t> begins_;  ///< in kept_
    std::vector<TaskId> kept_;
};

}  // namespace coroscope
