#include "runtime/sync/gil.h"

#include <algorithm>

namespace coroscope {

Gil::Gil(EventLoop& loop) : loop_(loop), alarm_(*this) {}

Gil& Gil::of(EventLoop& loop) {
    std::unique_ptr<LoopExtension>& slot = loop.extension(ExtensionSlot::Gil);
    if (slot == nullptr) {
        slot = std::make_unique<Gil>(loop);
    }
    return static_cast<Gil&>(*slot);
}

void Gil::compute(Nanoseconds at, Nanoseconds duration, Done done, Holds holds) {
    catch_up(at);
    threads_.push_back({duration, std::move(done), std::move(holds)});
    if (threads_.size() == 1) {
        hand_over(at);
    } else if (threads_.size() == 2) {
        // The holder was alone: it gives way when the newcomer has waited for an interval.
        const Nanoseconds used = at - since_;
        slice_ = std::min(threads_.front().left, used + kSwitchInterval);
    }
    set_alarm();
}

void Gil::hand_over(Nanoseconds at) {
    if (threads_.empty()) {
        return;
    }
    Thread& holder = threads_.front();
    since_ = at;
    slice_ = threads_.size() == 1 ? holder.left : std::min(holder.left, kSwitchInterval);
    if (holder.holds) {
        holder.holds(true);
    }
}

void Gil::end_slice(Nanoseconds at) {
    Thread holder = std::move(threads_.front());
    threads_.pop_front();
    holder.left -= slice_;
    if (holder.holds) {
        holder.holds(false);
    }
    if (holder.left > 0) {
        threads_.push_back(std::move(holder));
        hand_over(at);
        return;
    }
    hand_over(at);
    if (holder.done) {
        holder.done(at);  // it may want to compute again
    }
}

void Gil::catch_up(Nanoseconds now) {
    while (!threads_.empty() && next_change() <= now) {
        end_slice(next_change());
    }
    set_alarm();
}

Nanoseconds Gil::compute_in_loop(Nanoseconds duration) {
    const Nanoseconds start = loop_.now();
    catch_up(start);
    if (threads_.empty()) {
        return duration;
    }
    Nanoseconds end = -1;
    compute(start, duration, [&end](Nanoseconds at) { end = at; }, nullptr);
    while (end < 0) {
        end_slice(next_change());
    }
    set_alarm();
    return end - start;
}

void Gil::set_alarm() {
    if (alarm_.scheduled()) {
        if (!threads_.empty() && alarm_.deadline() == next_change()) {
            return;
        }
        loop_.cancel_timer(alarm_);
    }
    if (!threads_.empty()) {
        loop_.call_at(alarm_, next_change(), 0);
    }
}

void Gil::discard() noexcept { threads_.clear(); }

}  // namespace coroscope
