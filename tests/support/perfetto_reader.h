// PerfettoReader: what a viewer would find in a Perfetto trace. It is strict: a field that
// Coroscope does not write, a track that was not described before its events, a slice that does not
// end or does not nest, an arrow without two ends is a fault.
#pragma once

#include <cstdint>
#include <map>
#include <protozero/pbf_reader.hpp>
#include <string>
#include <vector>

namespace coroscope {

class PerfettoReader {
public:
    struct Event {
        int type = 0;
        std::uint64_t time = 0;
        std::uint64_t track = 0;
        std::string name;
        std::string category;
        std::map<std::string, std::string> texts;  ///< annotations
        std::map<std::string, std::int64_t> numbers;
        std::int64_t value = 0;
        std::uint64_t correlation = 0;
        std::vector<std::uint64_t> flows;
        std::vector<std::uint64_t> flow_ends;
        std::vector<std::string> stack;  ///< "function file:line", outermost first
        std::uint64_t end = 0;           ///< of a slice
    };
    struct Track {
        std::string name;
        std::uint64_t parent = 0;
        std::string kind;  ///< "", "process", "thread", "counter", "state"
        std::string unit;
        std::vector<Event> slices;  ///< outermost ones, by begin
        std::vector<Event> instants;
        std::vector<Event> values;  ///< of a counter, of a state
    };

    /// Throws protozero::exception if it is no protobuf.
    explicit PerfettoReader(const std::string& bytes);

    std::map<std::uint64_t, Track> tracks;
    /// From the beginning of the one slice to that of the other, by id.
    struct Flow {
        const Event* from = nullptr;
        const Event* to = nullptr;
    };
    [[nodiscard]] std::map<std::uint64_t, Flow> flows() const;
    /// By name, and of several of that name the one whose parent has the name `parent`.
    [[nodiscard]] const Track& track(const std::string& name, const std::string& parent = "") const;
    /// "" or what a viewer would not bear.
    [[nodiscard]] const std::string& fault() const { return fault_; }

private:
    using Message = protozero::pbf_reader;
    void read_packet(Message packet);
    void read_track(Message descriptor);
    void read_names(Message data);
    void read_event(Message message, std::uint64_t time);
    void read_annotation(Message message, Event& event);
    void add(Event event);
    void close_all();
    void check_flows();
    void complain(const std::string& what);

    std::map<std::uint64_t, std::string> categories_;
    std::map<std::uint64_t, std::string> names_;
    std::map<std::uint64_t, std::string> keys_;
    std::vector<Event> events_;
    std::string fault_;
};

}  // namespace coroscope
