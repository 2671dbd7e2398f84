// ChromeReader: what a viewer would find in a Chrome Trace Event document. It is strict: an event
// that the project does not write, or that some viewer refuses, is a complaint.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace coroscope {

class ChromeReader {
public:
    struct Slice {
        std::int64_t begin_ns = 0;
        std::int64_t end_ns = 0;
        nlohmann::json event;
    };

    /// Throws if it is no JSON.
    explicit ChromeReader(const std::string& text);

    nlohmann::json document;
    std::map<int, std::string> threads;        ///< names by tid
    std::map<int, std::vector<Slice>> slices;  ///< by tid, in the file's order
    std::vector<nlohmann::json> instants;
    std::map<std::string, std::vector<nlohmann::json>> counters;  ///< by name
    std::map<std::int64_t, std::pair<nlohmann::json, nlohmann::json>>
        flows;  ///< start and end by id

    /// "" or what a viewer would not bear: slices that overlap, have no length or no named thread,
    /// arrows that do not go forwards from one step to another, events without the fields that some
    /// reader demands.
    [[nodiscard]] std::string fault() const;

private:
    void add(const nlohmann::json& event);
    [[nodiscard]] std::string fault_of_slices() const;
    [[nodiscard]] bool is_in_step(const nlohmann::json& event) const;

    std::string complaint_;
};

}  // namespace coroscope
