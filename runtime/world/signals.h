// Signals: what the operating system tells a program, at given times (signal, and
// loop.add_signal_handler).
//
//     Signals signals;
//     signals.add_handler(Signal::Term, [&] { stop.set(); });
//     signals.send_at(4500ms, Signal::Term);
//
// A handler runs in the loop, as an ordinary callback: a loop that is blocked hears no signal until
// its step is over. Without a handler SIGINT is what asyncio.run makes of it: the first cancels the
// main task, the next one raises KeyboardInterrupt; SIGTERM ends the program at once (SystemExit
// 143). Source: CPython Lib/asyncio/unix_events.py, runners.py (3.13).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string_view>

#include "runtime/core/task.h"
#include "runtime/world/agenda.h"

namespace coroscope {

enum class Signal : std::uint8_t { Int, Term };
/// "SIGINT", "SIGTERM".
[[nodiscard]] std::string_view signal_name(Signal signal);

class Signals {
public:
    /// The running task is the main task. Errors: RuntimeError if no task is running.
    Signals();
    void add_handler(Signal signal, std::function<void()> callback);
    /// True if there was one.
    bool remove_handler(Signal signal);
    /// At this loop time.
    void send_at(Duration time, Signal signal);

private:
    struct State {
        Ref<TaskBase> main;
        std::map<Signal, std::function<void()>> handlers = {};
        int interrupts = 0;
        void arrive(Signal signal);
    };
    std::shared_ptr<State> state_;
    Agenda agenda_;
};

}  // namespace coroscope
