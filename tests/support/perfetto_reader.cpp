#include "tests/support/perfetto_reader.h"

#include <algorithm>

namespace coroscope {

namespace {

enum Type { kBegin = 1, kEnd = 2, kInstant = 3, kCounter = 4, kState = 5 };

std::string text_of(protozero::pbf_reader& message) { return message.get_string(); }

}  // namespace

PerfettoReader::PerfettoReader(const std::string& bytes) {
    Message file(bytes);
    while (file.next()) {
        if (file.tag() == 1) {
            read_packet(file.get_message());
        } else {
            complain("a field of the file " + std::to_string(file.tag()));
            file.skip();
        }
    }
    // As Perfetto does: by time, and those of one time in the order of the file.
    std::ranges::stable_sort(events_, {}, &Event::time);
    for (Event& event : events_) {
        add(std::move(event));
    }
    close_all();
    check_flows();
}

void PerfettoReader::complain(const std::string& what) {
    if (fault_.empty()) {
        fault_ = what;
    }
}

void PerfettoReader::read_packet(Message packet) {
    std::uint64_t time = 0;
    bool has_sequence = false;
    while (packet.next()) {
        switch (packet.tag()) {
        case 8: time = packet.get_uint64(); break;
        case 10: has_sequence = packet.get_uint32() == 1; break;
        case 11: read_event(packet.get_message(), time); break;
        case 12: read_names(packet.get_message()); break;
        case 13: packet.skip(); break;
        case 60: read_track(packet.get_message()); break;
        default: complain("a field of a packet: " + std::to_string(packet.tag())); packet.skip();
        }
    }
    if (!has_sequence) {
        complain("a packet of no sequence");
    }
}

void PerfettoReader::read_track(Message descriptor) {
    std::uint64_t uuid = 0;
    Track track;
    while (descriptor.next()) {
        switch (descriptor.tag()) {
        case 1: uuid = descriptor.get_uint64(); break;
        case 2: track.name = text_of(descriptor); break;
        case 3:
            track.kind = "process";
            descriptor.skip();
            break;
        case 4:
            track.kind = "thread";
            descriptor.skip();
            break;
        case 5: track.parent = descriptor.get_uint64(); break;
        case 8: {
            track.kind = "counter";
            Message counter = descriptor.get_message();
            while (counter.next(6)) {
                track.unit = text_of(counter);
            }
            break;
        }
        case 11:
        case 12:
        case 15: descriptor.skip(); break;
        case 18:
            track.kind = "state";
            descriptor.skip();
            break;
        default:
            complain("a field of a track: " + std::to_string(descriptor.tag()));
            descriptor.skip();
        }
    }
    if (track.parent != 0 && !tracks.contains(track.parent)) {
        complain(track.name + " has an unknown parent");
    }
    if (uuid == 0 || !tracks.emplace(uuid, std::move(track)).second) {
        complain("a track is described twice");
    }
}

void PerfettoReader::read_names(Message data) {
    while (data.next()) {
        auto& names = data.tag() == 1 ? categories_ : data.tag() == 2 ? names_ : keys_;
        if (data.tag() < 1 || data.tag() > 3) {
            complain("a field of the names: " + std::to_string(data.tag()));
            data.skip();
            continue;
        }
        Message entry = data.get_message();
        std::uint64_t id = 0;
        while (entry.next()) {
            if (entry.tag() == 1) {
                id = entry.get_uint64();
            } else {
                names[id] = text_of(entry);
            }
        }
    }
}

void PerfettoReader::read_annotation(Message message, Event& event) {
    std::string key;
    while (message.next()) {
        switch (message.tag()) {
        case 1: key = keys_.at(message.get_uint64()); break;
        case 4: event.numbers[key] = message.get_int64(); break;
        case 6: event.texts[key] = text_of(message); break;
        default: complain("a field of an annotation"); message.skip();
        }
    }
}

void PerfettoReader::read_event(Message message, std::uint64_t time) {
    Event event;
    event.time = time;
    while (message.next()) {
        switch (message.tag()) {
        case 3: event.category = categories_.at(message.get_uint64()); break;
        case 4: read_annotation(message.get_message(), event); break;
        case 9: event.type = message.get_enum(); break;
        case 10: event.name = names_.at(message.get_uint64()); break;
        case 11: event.track = message.get_uint64(); break;
        case 23: event.name = text_of(message); break;
        case 30: event.value = message.get_int64(); break;
        case 47: event.flows.push_back(message.get_fixed64()); break;
        case 48: event.flow_ends.push_back(message.get_fixed64()); break;
        case 52: event.correlation = message.get_uint64(); break;
        case 55: {
            Message stack = message.get_message();
            while (stack.next(1)) {
                Message frame = stack.get_message();
                std::string words;
                while (frame.next()) {
                    words += frame.tag() == 1   ? text_of(frame) + " "
                             : frame.tag() == 2 ? text_of(frame) + ":"
                                                : std::to_string(frame.get_uint32());
                }
                event.stack.push_back(words);
            }
            break;
        }
        default: complain("a field of an event: " + std::to_string(message.tag())); message.skip();
        }
    }
    if (!tracks.contains(event.track)) {
        complain("an event of an unknown track");
        return;
    }
    events_.push_back(std::move(event));
}

void PerfettoReader::add(Event event) {
    Track& track = tracks.at(event.track);
    const bool is_open = !track.slices.empty() && track.slices.back().end == 0;
    switch (event.type) {
    case kBegin:
        if (is_open) {
            complain("a slice inside a slice on " + track.name);
        }
        track.slices.push_back(std::move(event));
        break;
    case kEnd:
        if (!is_open || event.time <= track.slices.back().time) {
            complain("an end without a slice, or one without length, on " + track.name);
        } else {
            track.slices.back().end = event.time;
        }
        break;
    case kInstant: track.instants.push_back(std::move(event)); break;
    case kCounter:
    case kState:
        if (track.kind != (event.type == kCounter ? "counter" : "state")) {
            complain("a value on " + track.name);
        }
        track.values.push_back(std::move(event));
        break;
    default: complain("an event of a strange type");
    }
}

void PerfettoReader::close_all() {
    for (const auto& [uuid, track] : tracks) {
        if (!track.slices.empty() && track.slices.back().end == 0) {
            complain("a slice that does not end on " + track.name);
        }
    }
}

std::map<std::uint64_t, PerfettoReader::Flow> PerfettoReader::flows() const {
    std::map<std::uint64_t, Flow> found;
    for (const auto& [uuid, track] : tracks) {
        for (const Event& slice : track.slices) {
            for (const std::uint64_t id : slice.flows) {
                found[id].from = &slice;
            }
            for (const std::uint64_t id : slice.flow_ends) {
                found[id].to = &slice;
            }
        }
    }
    return found;
}

void PerfettoReader::check_flows() {
    for (const auto& [id, flow] : flows()) {
        if (flow.from == nullptr || flow.to == nullptr || flow.from->time >= flow.to->time) {
            complain("arrow " + std::to_string(id));
        }
    }
}

const PerfettoReader::Track& PerfettoReader::track(const std::string& name,
                                                   const std::string& parent) const {
    const auto found = std::ranges::find_if(tracks, [&](const auto& entry) {
        const Track& track = entry.second;
        const auto above = tracks.find(track.parent);
        return track.name == name &&
               (parent.empty() || (above != tracks.end() && above->second.name == parent));
    });
    return tracks.at(found == tracks.end() ? 0 : found->first);
}

}  // namespace coroscope
