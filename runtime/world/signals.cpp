#include "runtime/world/signals.h"

namespace coroscope {

namespace {
constexpr int kExitOfTerm = 143;
}

std::string_view signal_name(Signal signal) { return signal == Signal::Int ? "SIGINT" : "SIGTERM"; }

Signals::Signals()
    : state_(std::make_shared<State>(
          State{.main = Ref<TaskBase>(EventLoop::running().current_task())})) {
    if (!state_->main) {
        throw RuntimeError("signals are for the main task: make them in a task");
    }
}

void Signals::add_handler(Signal signal, std::function<void()> callback) {
    state_->handlers[signal] = std::move(callback);
}

bool Signals::remove_handler(Signal signal) { return state_->handlers.erase(signal) > 0; }

void Signals::send_at(Duration time, Signal signal) {
    agenda_.at(time, [state = state_, signal] {
        const auto on_signal = [state, signal] { state->arrive(signal); };
        EventLoop::running().call_soon({on_signal, std::string(signal_name(signal))});
    });
}

void Signals::State::arrive(Signal signal) {
    const auto handler = handlers.find(signal);
    if (handler != handlers.end()) {
        const std::function<void()> callback = handler->second;  // it may remove itself
        callback();
        return;
    }
    if (signal == Signal::Term) {
        throw SystemExit(kExitOfTerm);
    }
    if (++interrupts > 1) {
        throw KeyboardInterrupt();
    }
    main->cancel(CancelMessage());
}

}  // namespace coroscope
