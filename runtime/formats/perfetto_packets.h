// PerfettoPackets: the packets of a Perfetto trace (protobuf, TrackEvent).
//
//     PerfettoPackets packets;
//     packets.add({.uuid = 1, .name = "loop"});
//     packets.slice(1000, 1, packets.name("step")).annotate("task", 7);
//     packets.end_slice(2000, 1);
//     std::string bytes = std::move(packets).take();
//
// Units: nanoseconds. Order: tracks and interned names come first in the file, then the events in
// the order in which they are given; Perfetto sorts them by time, and those of one time keep their
// order. A slice's end closes the newest open slice of its track.
// Source: protos/perfetto/trace of Perfetto 58; the numbers are those of its .proto files.
#pragma once

#include <cstdint>
#include <protozero/pbf_writer.hpp>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace coroscope {

struct PerfettoTrack {
    enum class Kind : std::uint8_t { Plain, Process, Thread, Counter, State };
    std::uint64_t uuid = 0;
    std::string_view name;
    std::uint64_t parent = 0;  ///< 0: none
    Kind kind = Kind::Plain;
    std::int32_t thread = 0;       ///< Thread: its tid, at least 1
    std::string_view unit = {};    ///< Counter: "items"
    bool orders_children = false;  ///< by their rank
    std::int32_t rank = 0;         ///< among its siblings, from 1; 0: not said
};

/// A line of a coroutine, for the stack of an await.
struct PerfettoFrame {
    std::string_view function;
    std::string_view file;
    std::uint32_t line = 0;
};

class PerfettoPackets {
public:
    /// A number that stands for this name in this trace.
    using NameId = std::uint64_t;

    /// `expected_bytes` of events: fresh memory is what costs.
    explicit PerfettoPackets(std::size_t expected_bytes = 0) { events_.reserve(expected_bytes); }

    void add(const PerfettoTrack& track);
    [[nodiscard]] NameId name(std::string_view text) { return intern(names_, kEventNames, text); }

    /// An event of a track while it is written: what is added goes into it. At most one at a time.
    class Event {
    public:
        ~Event();
        Event(const Event&) = delete;
        Event& operator=(const Event&) = delete;

        void category(std::string_view category);
        Event& annotate(std::string_view key, std::int64_t value);
        Event& annotate(std::string_view key, std::string_view value);
        /// Slices of one number have one colour.
        void correlate(std::uint64_t number);
        void flow(std::uint64_t id);  ///< an arrow begins here
        void flow_ends(std::uint64_t id);
        void stack(std::span<const PerfettoFrame> outermost_first);

    private:
        friend class PerfettoPackets;
        Event(PerfettoPackets& packets, std::uint64_t time, std::int32_t type, std::uint64_t track);
        template <class Name>
        Event(PerfettoPackets& packets, std::uint64_t time, std::int32_t type, std::uint64_t track,
              Name name)
            : Event(packets, time, type, track) {
            set_name(name);
        }
        void set_name(NameId name);
        void set_name(std::string_view name);

        void add_annotation(std::string_view key, auto add_value);

        PerfettoPackets& packets_;
        protozero::pbf_writer file_;
        protozero::pbf_writer packet_;
        protozero::pbf_writer event_;
        bool uses_interned_ = false;
    };
    /// Requires: end_slice() follows on the same track.
    [[nodiscard]] Event slice(std::uint64_t time, std::uint64_t track, NameId name);
    void end_slice(std::uint64_t time, std::uint64_t track);
    /// With a name that is used only once: it is written out.
    [[nodiscard]] Event slice(std::uint64_t time, std::uint64_t track, std::string_view name);
    [[nodiscard]] Event instant(std::uint64_t time, std::uint64_t track, std::string_view name);
    void count(std::uint64_t time, std::uint64_t track, std::int64_t value);
    /// From now on; name 0: idle.
    void state(std::uint64_t time, std::uint64_t track, NameId name);

    [[nodiscard]] std::string take() &&;

private:
    enum InternedField : protozero::pbf_tag_type { kCategories = 1, kEventNames = 2, kKeys = 3 };
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    /// Looked up only, never walked.
    using Interned = std::unordered_map<std::string, NameId, Hash, std::equal_to<>>;
    NameId intern(Interned& known, InternedField field, std::string_view text);

    std::string head_;    ///< tracks and interned names
    std::string events_;  ///< everything else
    Interned names_;
    Interned categories_;
    Interned keys_;
};

}  // namespace coroscope
