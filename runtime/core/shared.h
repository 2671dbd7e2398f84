// Shared<T>: a variable that several tasks use. Every read and write is in the trace, with the
// value and its version, so that a lost update can be seen: a write that is based on a version
// which is out of date.
//
//     Shared<int> counter("counter", 0);
//     const int seen = counter.read();
//     counter.write(seen + 1);
#pragma once

#include <source_location>
#include <string_view>
#include <utility>

#include "runtime/core/resource.h"
#include "runtime/core/value_text.h"

namespace coroscope {

template <class T>
class Shared : public Resource {
public:
    /// Errors: RuntimeError if no loop is running.
    Shared(std::string_view variable_name, T initial,
           std::source_location where = std::source_location::current())
        : Resource(ResourceType::Variable, variable_name, 0, where), value_(std::move(initial)) {
        trace(EventKind::VariableWritten, where);
    }
    [[nodiscard]] const T& read(
        std::source_location where = std::source_location::current()) const {
        trace(EventKind::VariableRead, where);
        return value_;
    }
    void write(T value, std::source_location where = std::source_location::current()) {
        value_ = std::move(value);
        ++version_;
        trace(EventKind::VariableWritten, where);
    }

private:
    void trace(EventKind kind, std::source_location where) const {
        loop().check_budget();
        if (loop().recording()) {
            const TextId text = loop().value_text(value_);
            loop().record(kind, loop().current_task_id(), object(), 0, version_, text,
                          loop().site(where));
        }
    }

    T value_;
    std::int64_t version_ = 0;
};

}  // namespace coroscope
