// Gauge: a figure that a program keeps, memory in use, connections that are open. Every change is
// in the trace, and the timeline draws it as a curve.
//
//     Gauge memory("memory in KiB");
//     memory.add(32);
//     memory.add(-32);
//     log("at most {} KiB", memory.highest());
#pragma once

#include <algorithm>
#include <cstdint>
#include <source_location>
#include <string_view>

#include "runtime/core/resource.h"

namespace coroscope {

class Gauge : public Resource {
public:
    /// Starts at 0. An empty name becomes "counter-1", "counter-2", ...
    /// Errors: RuntimeError if no loop is running.
    explicit Gauge(std::string_view gauge_name = {},
                   std::source_location where = std::source_location::current())
        : Resource(ResourceType::Counter, gauge_name, 0, where) {}

    void set(std::int64_t value, std::source_location where = std::source_location::current()) {
        loop().check_budget();
        value_ = value;
        highest_ = std::max(highest_, value);
        if (loop().recording()) {
            loop().record(EventKind::CounterChanged, loop().current_task_id(), object(), 0, value,
                          0, loop().site(where));
        }
    }
    void add(std::int64_t change, std::source_location where = std::source_location::current()) {
        set(value_ + change, where);
    }
    [[nodiscard]] std::int64_t value() const { return value_; }
    [[nodiscard]] std::int64_t highest() const { return highest_; }

private:
    std::int64_t value_ = 0;
    std::int64_t highest_ = 0;
};

}  // namespace coroscope
