// Agenda: what one thing outside the loop will do, and when. Nothing of it happens any more when
// the agenda is gone.
//
//     Agenda agenda;
//     const Agenda::Entry answer = agenda.after(80ms, [&] { reply.set(200); });
//     agenda.cancel(answer);
//
// Entries of one instant happen in the order in which they were made. An entry keeps the run alive:
// whoever looks at something every second does so only while there is something to look at.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>

#include "runtime/core/clock.h"
#include "runtime/core/event_loop.h"

namespace coroscope {

class Agenda {
public:
    using Entry = std::uint64_t;
    static constexpr Entry kNone = 0;

    /// Errors: RuntimeError if no loop is running.
    Agenda();
    ~Agenda();
    Agenda(const Agenda&) = delete;
    Agenda& operator=(const Agenda&) = delete;

    /// Calls `what` in the loop, outside every task, when `delay` has passed (in the next iteration
    /// at the earliest).
    Entry after(Duration delay, std::function<void()> what);
    /// The same at this loop time.
    Entry at(Duration time, std::function<void()> what);
    /// It will not happen. Harmless for kNone and for what has happened.
    void cancel(Entry entry);
    void clear();
    [[nodiscard]] bool empty() const { return timers_.empty(); }

private:
    class Timer;
    EventLoop& loop_;
    Entry last_ = kNone;
    std::map<Entry, std::unique_ptr<Timer>> timers_;
};

}  // namespace coroscope
