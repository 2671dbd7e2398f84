// Recorder: writes a trace while a run goes on. One writer (the thread that simulates); any thread
// may take a snapshot, which sees the prefix that was published last.
//
//     Recorder recorder({.runspec = "basics/hello-gather"});
//     recorder.append({.time = 0, .task = 1, .kind = EventKind::TaskResumed});
//     recorder.publish();             // between steps
//     Trace trace = recorder.snapshot();
//
// A flight recorder keeps the last events only, in the same memory again and again:
//
//     Recorder recorder(info, 100'000);
//     recorder.snapshot().dropped();  // how many events came before the trace's first
//
// It keeps at least as many events as asked for, rounded up to whole chunks. A snapshot stays valid
// for as long as it lives: the chunks that it holds are not written again, others take their place
// (so memory is that of the ring and of what living snapshots hold). Texts and source lines are
// all kept: their memory grows with the number of different ones.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>

#include "runtime/trace/trace.h"

namespace coroscope {

class Recorder {
public:
    /// Keeps everything.
    explicit Recorder(TraceInfo info = {});
    /// A flight recorder. Requires: keep_last > 0.
    Recorder(TraceInfo info, EventIndex keep_last);
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// Adds an event. Amortised cost: one store of 32 bytes.
    void append(const TraceEvent& event) {
        if (next_ == end_) [[unlikely]] {
            grow();
        }
        // Field by field: an event that is put together in place never gets to the stack, where a
        // copy would wait for its small stores.
        next_->time = event.time;
        next_->a = event.a;
        next_->task = event.task;
        next_->subject = event.subject;
        next_->b = event.b;
        next_->kind = event.kind;
        next_->detail = event.detail;
        next_->site = event.site;
        ++next_;
    }
    /// The id of this text; the same text always has the same id. "" is 0.
    TextId text(std::string_view text);
    /// The id of this line. Once 65,535 lines are known, further ones are 0.
    SiteId site(std::string_view file, std::uint32_t line);

    /// All events so far, also those that are dropped by now.
    [[nodiscard]] EventIndex size() const { return room_ - static_cast<EventIndex>(end_ - next_); }
    /// Makes everything appended so far visible to snapshot(). Called by the writer between steps.
    /// Cost: one store.
    void publish() {
        if (new_names_) [[unlikely]] {
            publish_names();  // first: whoever sees an event also sees what it names
        }
        published_->store(size(), std::memory_order_release);
    }
    /// The published prefix; of a flight recorder, its end. Any thread.
    [[nodiscard]] Trace snapshot() const;

private:
    void grow();
    void publish_names();

    TraceEvent* next_ = nullptr;
    TraceEvent* end_ = nullptr;
    EventIndex room_ = 0;  // the number of the event that would be written at end_
    std::atomic<std::size_t>* published_ = nullptr;
    bool new_names_ = false;  // texts or lines that are not published yet
    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace coroscope
