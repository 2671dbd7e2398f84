#include "runtime/world/agenda.h"

#include <utility>

namespace coroscope {

class Agenda::Timer final : public TimerHandle, public Pooled {
public:
    Timer(Agenda& agenda, Entry entry, std::function<void()> what)
        : agenda_(agenda), entry_(entry), what_(std::move(what)) {}
    ~Timer() override { agenda_.loop_.cancel_timer(*this); }

private:
    void fire() override {
        const std::function<void()> what = std::move(what_);
        agenda_.timers_.erase(entry_);  // this
        what();
    }
    Agenda& agenda_;
    Entry entry_;
    std::function<void()> what_;
};

Agenda::Agenda() : loop_(EventLoop::running()) {}
Agenda::~Agenda() = default;

Agenda::Entry Agenda::after(Duration delay, std::function<void()> what) {
    return at(loop_.time() + delay, std::move(what));
}

Agenda::Entry Agenda::at(Duration time, std::function<void()> what) {
    loop_.check_budget();
    const Entry entry = ++last_;
    auto timer = std::make_unique<Timer>(*this, entry, std::move(what));
    loop_.call_at(*timer, time.count(), 0);
    timers_.emplace(entry, std::move(timer));
    return entry;
}

void Agenda::cancel(Entry entry) { timers_.erase(entry); }

void Agenda::clear() { timers_.clear(); }

}  // namespace coroscope
