// ChromeLanes: the slices of a Chrome trace as viewers lay them out. Each thread and each
// asynchronous operation is a track; on a track slices lie inside each other or one after the
// other, as X says or as B and E (b and e, S and F) are matched; a slice that partly overlaps
// another one stands on a further lane of its track.
//
//     const ChromeLanes laid_out = lay_out(file);
//     for (const ChromeLane& lane : laid_out.lanes) { slices [lane.first, lane.last) }
//
// Order: lanes by track, then number; tracks of threads first, then operations by the order in
// which they begin. Slices of a lane by beginning, outer before inner.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/formats/chrome_events.h"

namespace coroscope {

/// Deeper slices are left out, as viewers do.
inline constexpr std::uint32_t kDeepestChromeSlice = 512;

struct ChromeSlice {
    Nanoseconds begin = 0;
    Nanoseconds end = 0;
    std::uint32_t event = 0;      ///< index into ChromeEvents::events: its X, B, b or S
    std::uint32_t end_order = 0;  ///< which event ended it, for slices without length
    std::uint32_t track = 0;
    std::uint32_t lane = 0;
    std::uint32_t depth = 0;  ///< 1 = not inside another slice
    bool open = false;        ///< the document has no end for it
};

struct ChromeLane {
    std::uint32_t track = 0;
    std::uint32_t number = 0;  ///< 0 = the track's own; further ones hold what overlaps
    std::size_t first = 0;     ///< slices [first, last)
    std::size_t last = 0;
};

struct ChromeTrack {
    bool async = false;
    std::uint32_t thread = 0;  ///< index into ChromeEvents::threads; async: where it began
    std::uint32_t event = 0;   ///< async: its first event
};

/// What could not be shown as it is.
struct ChromeFaults {
    std::uint64_t overlapping = 0;  ///< slices that stand on further lanes
    std::uint64_t shortened = 0;    ///< overlapping slices that were cut, as there were too many
    std::uint64_t unended = 0;      ///< slices that last until the end of the trace
    std::uint64_t unbegun = 0;      ///< ends without a beginning
    std::uint64_t too_deep = 0;
    std::uint64_t timeless = 0;  ///< events without a time, X without a duration
    std::uint64_t negative = 0;  ///< slices that end before they begin
};

struct ChromeLanes {
    std::vector<ChromeTrack> tracks;
    std::vector<ChromeSlice> slices;
    std::vector<ChromeLane> lanes;
    std::vector<std::uint32_t> order;  ///< indexes of events with a time, by time, then as written
    std::vector<std::uint32_t> track_of;  ///< by event: index of its track
    Nanoseconds begin = 0;                ///< the earliest time
    Nanoseconds end = 0;                  ///< the latest
    ChromeFaults faults;
};

/// The slices of our own export are no slices but states: they are not laid out.
[[nodiscard]] ChromeLanes lay_out(const ChromeEvents& file);

}  // namespace coroscope
