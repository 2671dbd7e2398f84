#include "runtime/formats/perfetto_packets.h"

#include "runtime/formats/utf8_text.h"

namespace coroscope {

namespace {

using Tag = protozero::pbf_tag_type;
using Writer = protozero::pbf_writer;

constexpr std::uint32_t kSequence = 1;
constexpr std::uint32_t kProcess = 1;
constexpr std::uint32_t kNamesAreCleared = 1;
constexpr std::uint32_t kNeedsNames = 2;
constexpr Tag kTracePacket = 1;

namespace packet {
constexpr Tag kTimestamp = 8;
constexpr Tag kSequenceId = 10;
constexpr Tag kTrackEvent = 11;
constexpr Tag kInternedData = 12;
constexpr Tag kSequenceFlags = 13;
constexpr Tag kTrackDescriptor = 60;
}  // namespace packet

namespace track {
constexpr Tag kUuid = 1;
constexpr Tag kName = 2;
constexpr Tag kProcess = 3;
constexpr Tag kThread = 4;
constexpr Tag kParent = 5;
constexpr Tag kCounter = 8;
constexpr Tag kChildOrdering = 11;
constexpr Tag kRank = 12;
constexpr Tag kMerge = 15;
constexpr Tag kState = 18;
constexpr std::int32_t kExplicitOrder = 3;
constexpr std::int32_t kNeverMerge = 2;
}  // namespace track

namespace event {
constexpr Tag kCategoryIid = 3;
constexpr Tag kAnnotation = 4;
constexpr Tag kType = 9;
constexpr Tag kNameIid = 10;
constexpr Tag kTrack = 11;
constexpr Tag kName = 23;
constexpr Tag kCounterValue = 30;
constexpr Tag kFlow = 47;
constexpr Tag kFlowEnds = 48;
constexpr Tag kCorrelation = 52;
constexpr Tag kCallstack = 55;
constexpr std::int32_t kSliceBegin = 1;
constexpr std::int32_t kSliceEnd = 2;
constexpr std::int32_t kInstant = 3;
constexpr std::int32_t kCount = 4;
constexpr std::int32_t kState = 5;
}  // namespace event

void add_text(Writer& message, Tag tag, std::string_view text) {
    if (is_utf8(text)) {
        message.add_string(tag, text.data(), text.size());
    } else {
        message.add_string(tag, valid_utf8(text));
    }
}

void add_kind(Writer& descriptor, const PerfettoTrack& of) {
    switch (of.kind) {
    case PerfettoTrack::Kind::Plain: break;
    case PerfettoTrack::Kind::Process: {
        Writer process(descriptor, track::kProcess);
        process.add_int32(1, kProcess);
        add_text(process, 6, of.name);
        break;
    }
    case PerfettoTrack::Kind::Thread: {
        Writer thread(descriptor, track::kThread);
        thread.add_int32(1, kProcess);
        thread.add_int32(2, of.thread);
        add_text(thread, 5, of.name);
        break;
    }
    case PerfettoTrack::Kind::Counter: {
        Writer counter(descriptor, track::kCounter);
        add_text(counter, 6, of.unit);
        break;
    }
    case PerfettoTrack::Kind::State: descriptor.add_message(track::kState, "", 0); break;
    }
}

}  // namespace

void PerfettoPackets::add(const PerfettoTrack& of) {
    const bool is_first = head_.empty();
    Writer file(head_);
    Writer packet(file, kTracePacket);
    {
        Writer descriptor(packet, packet::kTrackDescriptor);
        descriptor.add_uint64(track::kUuid, of.uuid);
        add_text(descriptor, track::kName, of.name);
        add_kind(descriptor, of);
        if (of.parent != 0) {
            descriptor.add_uint64(track::kParent, of.parent);
        }
        if (of.orders_children) {
            descriptor.add_enum(track::kChildOrdering, track::kExplicitOrder);
        }
        if (of.rank != 0) {
            descriptor.add_int32(track::kRank, of.rank);
            descriptor.add_enum(track::kMerge, track::kNeverMerge);
        }
    }
    packet.add_uint32(packet::kSequenceId, kSequence);
    if (is_first) {
        packet.add_uint32(packet::kSequenceFlags, kNamesAreCleared);
    }
}

PerfettoPackets::NameId PerfettoPackets::intern(Interned& known, InternedField field,
                                                std::string_view text) {
    const auto found = known.find(text);
    if (found != known.end()) {
        return found->second;
    }
    const NameId id = known.size() + 1;
    known.emplace(text, id);
    Writer file(head_);
    Writer packet(file, kTracePacket);
    {
        Writer data(packet, packet::kInternedData);
        Writer entry(data, field);
        entry.add_uint64(1, id);
        add_text(entry, 2, text);
    }
    packet.add_uint32(packet::kSequenceId, kSequence);
    packet.add_uint32(packet::kSequenceFlags, kNeedsNames);
    return id;
}

PerfettoPackets::Event::Event(PerfettoPackets& packets, std::uint64_t time, std::int32_t type,
                              std::uint64_t track)
    : packets_(packets), file_(packets.events_), packet_(file_, kTracePacket) {
    packet_.add_uint64(packet::kTimestamp, time);
    event_ = Writer(packet_, packet::kTrackEvent);
    event_.add_enum(event::kType, type);
    event_.add_uint64(event::kTrack, track);
}

PerfettoPackets::Event::~Event() {
    event_.commit();
    packet_.add_uint32(packet::kSequenceId, kSequence);
    if (uses_interned_) {
        packet_.add_uint32(packet::kSequenceFlags, kNeedsNames);
    }
    packet_.commit();
}

void PerfettoPackets::Event::set_name(NameId name) {
    event_.add_uint64(event::kNameIid, name);
    uses_interned_ = true;
}
void PerfettoPackets::Event::set_name(std::string_view name) {
    add_text(event_, event::kName, name);
}

void PerfettoPackets::Event::category(std::string_view category) {
    event_.add_uint64(event::kCategoryIid,
                      packets_.intern(packets_.categories_, kCategories, category));
    uses_interned_ = true;
}

void PerfettoPackets::Event::add_annotation(std::string_view key, auto add_value) {
    const NameId id = packets_.intern(packets_.keys_, kKeys, key);
    Writer annotation(event_, event::kAnnotation);
    annotation.add_uint64(1, id);
    add_value(annotation);
    uses_interned_ = true;
}
PerfettoPackets::Event& PerfettoPackets::Event::annotate(std::string_view key, std::int64_t value) {
    add_annotation(key, [&](Writer& annotation) { annotation.add_int64(4, value); });
    return *this;
}
PerfettoPackets::Event& PerfettoPackets::Event::annotate(std::string_view key,
                                                         std::string_view value) {
    add_annotation(key, [&](Writer& annotation) { add_text(annotation, 6, value); });
    return *this;
}

void PerfettoPackets::Event::correlate(std::uint64_t number) {
    event_.add_uint64(event::kCorrelation, number);
}
void PerfettoPackets::Event::flow(std::uint64_t id) { event_.add_fixed64(event::kFlow, id); }
void PerfettoPackets::Event::flow_ends(std::uint64_t id) {
    event_.add_fixed64(event::kFlowEnds, id);
}

void PerfettoPackets::Event::stack(std::span<const PerfettoFrame> outermost_first) {
    Writer callstack(event_, event::kCallstack);
    for (const PerfettoFrame& frame : outermost_first) {
        Writer line(callstack, 1);
        add_text(line, 1, frame.function);
        add_text(line, 2, frame.file);
        line.add_uint32(3, frame.line);
    }
}

PerfettoPackets::Event PerfettoPackets::slice(std::uint64_t time, std::uint64_t track,
                                              NameId name) {
    return {*this, time, event::kSliceBegin, track, name};
}
PerfettoPackets::Event PerfettoPackets::slice(std::uint64_t time, std::uint64_t track,
                                              std::string_view name) {
    return {*this, time, event::kSliceBegin, track, name};
}
PerfettoPackets::Event PerfettoPackets::instant(std::uint64_t time, std::uint64_t track,
                                                std::string_view name) {
    return {*this, time, event::kInstant, track, name};
}
void PerfettoPackets::end_slice(std::uint64_t time, std::uint64_t track) {
    const Event end(*this, time, event::kSliceEnd, track);
}
void PerfettoPackets::count(std::uint64_t time, std::uint64_t track, std::int64_t value) {
    Event change(*this, time, event::kCount, track);
    change.event_.add_int64(event::kCounterValue, value);
}
void PerfettoPackets::state(std::uint64_t time, std::uint64_t track, NameId name) {
    Event change(*this, time, event::kState, track);
    if (name != 0) {
        change.set_name(name);
    }
}

std::string PerfettoPackets::take() && {
    events_.insert(0, head_);
    return std::move(events_);
}

}  // namespace coroscope
