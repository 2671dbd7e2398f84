#include "runtime/world/stream.h"

#include <utility>

#include "runtime/core/sleep.h"

namespace coroscope {

Coroutine<std::string> StreamReader::readline() {
    while (lines_.empty() && !eof_) {
        if (waiter_) {
            throw RuntimeError("readline() called while another coroutine is already waiting");
        }
        waiter_.emplace(from_);
        const Reply<> waiter = *waiter_;
        try {
            co_await waiter;
        } catch (...) {
            waiter_.reset();
            throw;
        }
    }
    std::string line;
    if (!lines_.empty()) {
        line = std::move(lines_.front());
        lines_.pop_front();
    }
    co_return line;
}

void StreamReader::feed_line(std::string line) {
    lines_.push_back(std::move(line));
    wake();
}

void StreamReader::feed_eof() {
    eof_ = true;
    wake();
}

void StreamReader::wake() {
    if (waiter_) {
        waiter_->set();
        waiter_.reset();
    }
}

StreamWriter::StreamWriter(Place& to, StreamReader& reader, Duration pace, int high_water)
    : to_(to),
      reader_(reader),
      pace_(pace),
      high_water_(static_cast<std::size_t>(high_water)),
      closed_(to) {
    if (high_water < 0) {
        throw ValueError("high_water must be 0 or more");
    }
}

void StreamWriter::write(std::string_view line, std::source_location where) {
    if (closing_) {
        return;
    }
    unsent_.push_back(Line{std::string(line), to_.ask(line, where)});
    if (unsent_.size() == 1) {
        send_next();
    }
    if (unsent_.size() > high_water_) {
        paused_ = true;
    }
}

Coroutine<> StreamWriter::drain() {
    if (closing_) {
        co_await sleep(0ms);  // so that whoever writes in a loop sees the end
    }
    if (lost_) {
        throw ConnectionResetError();
    }
    if (paused_) {
        const Reply<> room(to_);
        drainers_.push_back(room);
        co_await room;
    }
}

void StreamWriter::send_next() {
    to_.begin(unsent_.front().job, 0);
    agenda_.after(pace_, [this] { sent(); });
}

void StreamWriter::sent() {
    const Line line = std::move(unsent_.front());
    unsent_.pop_front();
    to_.end(line.job);
    if (on_line_) {
        on_line_(line.text);
    }
    if (unsent_.size() <= high_water_ / 4) {
        resume_writing();
    }
    if (!unsent_.empty()) {
        send_next();
    } else if (closing_) {
        lose_connection();
    }
}

void StreamWriter::resume_writing() {
    paused_ = false;
    for (const Reply<>& drainer : std::exchange(drainers_, {})) {
        drainer.set();
    }
}

void StreamWriter::close() {
    if (closing_) {
        return;
    }
    closing_ = true;
    if (unsent_.empty()) {
        agenda_.after(0ms, [this] { lose_connection(); });
    }
}

void StreamWriter::abort() {
    if (lost_) {
        return;
    }
    closing_ = true;
    agenda_.clear();
    for (const Line& line : std::exchange(unsent_, {})) {
        to_.end(line.job, "ConnectionResetError: Connection lost");
    }
    agenda_.after(0ms, [this] { lose_connection(); });
}

Coroutine<> StreamWriter::wait_closed() { co_await closed_; }

void StreamWriter::lose_connection() {
    lost_ = true;
    reader_.feed_eof();
    closed_.set();
    resume_writing();
}

StreamClient::StreamClient(std::string_view name, Duration pace, int high_water,
                           std::source_location where)
    : place_(name, 1, where), reader(place_), writer(place_, reader, pace, high_water) {}

}  // namespace coroscope
