#include "tests/support/chrome_reader.h"

#include <algorithm>
#include <cmath>

namespace coroscope {

namespace {

using nlohmann::json;

std::int64_t nanoseconds(const json& microseconds) {
    return std::llround(microseconds.get<double>() * 1000);
}

bool has_fields(const json& event) {
    return event.contains("cat") && event.contains("name") && event.at("ts").is_number() &&
           event.at("ts").get<double>() >= 0 && event.at("pid") == 1 &&
           event.at("tid").get<int>() >= 1;
}

}  // namespace

ChromeReader::ChromeReader(const std::string& text) : document(json::parse(text)) {
    for (const json& event : document.at("traceEvents")) {
        add(event);
    }
}

void ChromeReader::add(const json& event) {
    if (!has_fields(event)) {
        complaint_ = "an event lacks a field: " + event.dump();
        return;
    }
    const std::string phase = event.at("ph");
    const int thread = event.at("tid");
    if (phase == "M") {
        if (event.at("name") == "thread_name") {
            threads[thread] = event.at("args").at("name");
        }
    } else if (phase == "X") {
        const std::int64_t begin = nanoseconds(event.at("ts"));
        slices[thread].push_back({begin, begin + nanoseconds(event.at("dur")), event});
    } else if (phase == "i") {
        instants.push_back(event);
    } else if (phase == "C") {
        counters[event.at("name")].push_back(event);
    } else if (phase == "s" && flows[event.at("id")].first.is_null()) {
        flows[event.at("id")].first = event;
    } else if (phase == "f" && event.at("bp") == "e") {
        flows[event.at("id")].second = event;
    } else {
        complaint_ = "an event of a strange kind: " + event.dump();
    }
}

std::string ChromeReader::fault() const {
    if (!complaint_.empty()) {
        return complaint_;
    }
    for (const auto& [id, flow] : flows) {
        if (flow.first.is_null() || flow.second.is_null() || !is_in_step(flow.first) ||
            !is_in_step(flow.second) || flow.first.at("ts") > flow.second.at("ts")) {
            return "arrow " + std::to_string(id);
        }
    }
    return fault_of_slices();
}

std::string ChromeReader::fault_of_slices() const {
    for (const auto& [thread, list] : slices) {
        std::int64_t end = 0;
        for (const Slice& slice : list) {
            if (slice.begin_ns < end) {
                return "overlap on thread " + std::to_string(thread) + " at " +
                       std::to_string(slice.begin_ns);
            }
            if (slice.end_ns <= slice.begin_ns) {
                return "slice without length on thread " + std::to_string(thread);
            }
            end = slice.end_ns;
        }
        if (threads.count(thread) == 0) {
            return "thread without a name";
        }
    }
    return "";
}

bool ChromeReader::is_in_step(const json& event) const {
    const std::int64_t time = nanoseconds(event.at("ts"));
    const auto found = slices.find(event.at("tid"));
    return found != slices.end() &&
           std::any_of(found->second.begin(), found->second.end(), [&](const Slice& slice) {
               return slice.begin_ns <= time && time < slice.end_ns &&
                      slice.event.at("name") == "running";
           });
}

}  // namespace coroscope
