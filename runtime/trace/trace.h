// Trace: everything that happened in a run, immutable: events, interned texts and source lines, and
// the run's description. Cheap to copy (it shares chunks with the recorder that wrote it, or with
// the file it was read from) and safe to read while the recorder goes on.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/trace/chunks.h"
#include "runtime/trace/event.h"
#include "runtime/trace/short_text.h"

namespace coroscope {

/// A source line. `file` is relative to the repository ("scenarios/races/lost_update.cpp").
struct Site {
    std::string file;
    std::uint32_t line = 0;
    friend bool operator==(const Site&, const Site&) = default;
};

/// What the trace says about the run as a whole. Saved with it.
struct TraceInfo {
    std::string runspec;   ///< the text form of the RunSpec, so that the run can be repeated; empty
                           ///< if imported
    std::string title;     ///< the scenario's title in English, for humans
    std::string producer;  ///< "coroscope 0.1.0"
    friend bool operator==(const TraceInfo&, const TraceInfo&) = default;
};

class Trace {
public:
    Trace() = default;
    /// `texts` and `sites` hold the ids from 1 on: texts[0] is TextId 1. Costs a look at the last
    /// events.
    Trace(TraceInfo info, ChunkList<TraceEvent> events, ChunkList<std::string> texts,
          ChunkList<Site> sites);

    [[nodiscard]] EventIndex size() const;
    [[nodiscard]] bool empty() const { return size() == 0; }
    /// Requires: index < size().
    [[nodiscard]] const TraceEvent& operator[](EventIndex index) const;
    /// The events from `index` to the end of its chunk, side by side in memory. For loops over
    /// everything. Requires: index < size().
    [[nodiscard]] std::span<const TraceEvent> run_at(EventIndex index) const;
    /// The text, interned or short (short_text.h); "" for id 0 and for ids that the trace does not
    /// have. Valid as long as a trace of the same run or file lives.
    [[nodiscard]] std::string_view text(TextId id) const;
    /// The source line, {"", 0} for id 0 and for ids that the trace does not have.
    [[nodiscard]] const Site& site(SiteId id) const;
    /// The ids are 1 ... text_count(), 1 ... site_count().
    [[nodiscard]] std::size_t text_count() const;
    [[nodiscard]] std::size_t site_count() const;
    [[nodiscard]] const TraceInfo& info() const;
    /// Time of the last event, 0 if there is none.
    [[nodiscard]] Nanoseconds end_time() const;
    /// True once the RunEnded event is in.
    [[nodiscard]] bool complete() const;
    /// How many events came before the first that is here: not 0 only for a flight recorder's
    /// trace (see recorder.h). Tasks and resources created in those are unknown to a Timeline.
    /// Files do not keep this number.
    [[nodiscard]] EventIndex dropped() const;

private:
    friend class Recorder;
    struct Data;
    explicit Trace(std::shared_ptr<const Data> data) : data_(std::move(data)) {}
    std::shared_ptr<const Data> data_;  ///< none: an empty trace
};

namespace detail {
/// Looks from the end: only the abandoned tasks come after that event.
[[nodiscard]] bool has_run_ended(const ChunkList<TraceEvent>& events);
}  // namespace detail

/// Same info, events, texts and sites. For tests; costs a comparison of everything.
[[nodiscard]] bool operator==(const Trace& left, const Trace& right);

struct Trace::Data {
    std::shared_ptr<const TraceInfo> info;
    ChunkList<TraceEvent> events;
    ChunkList<std::string> texts;
    ChunkList<Site> sites;
    std::shared_ptr<ShortTexts> short_texts;  ///< shared by all traces of one recorder
    bool complete = false;
    EventIndex dropped = 0;
};

inline EventIndex Trace::size() const { return data_ ? data_->events.size() : 0; }
inline const TraceEvent& Trace::operator[](EventIndex index) const { return data_->events[index]; }
inline std::span<const TraceEvent> Trace::run_at(EventIndex index) const {
    return data_->events.run_at(index);
}

}  // namespace coroscope
