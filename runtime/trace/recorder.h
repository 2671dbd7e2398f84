// Recorder: writes a trace while a run goes on. One writer (the thread that simulates); any thread
// may take a snapshot, which sees the prefix that was published last.
//
//     Recorder recorder({.runspec = "basics/hello-gather"});
//     recorder.append({.time = 0, .task = 1, .kind = EventKind::TaskResumed});
//     recorder.publish();             // between steps
//     Trace trace = recorder.snapshot();
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "runtime/trace/trace.h"

namespace coroscope {

class Recorder {
public:
    explicit Recorder(TraceInfo info = {});
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// Adds an event. Amortised cost: one store of 32 bytes.
    void append(const TraceEvent& event) {
        if (next_ == end_) [[unlikely]] {
            grow();
        }
        *next_++ = event;
    }
    /// The id of this text; the same text always has the same id. "" is 0.
    TextId text(std::string_view text);
    /// The id of this line. Once 65,535 lines are known, further ones are 0.
    SiteId site(std::string_view file, std::uint32_t line);

    [[nodiscard]] EventIndex size() const;
    /// Makes everything appended so far visible to snapshot(). Called by the writer between steps.
    void publish();
    /// The published prefix. Any thread.
    [[nodiscard]] Trace snapshot() const;

private:
    void grow();

    TraceEvent* next_ = nullptr;
    TraceEvent* end_ = nullptr;
    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace coroscope
