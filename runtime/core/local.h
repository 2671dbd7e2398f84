// Local<T>: a local variable that a learner should see: what a coroutine keeps while it is
// suspended. Every assignment is in the trace; the inspector shows a task's locals at any cursor.
//
//     Local<int> total("total", 0);
//     total = co_await price("apples");   // kept over the next await
//     total += co_await price("pears");
//     log("{}", total.get());
//
// It belongs to the task that creates it, and lives as long as the coroutine's frame. Only that
// task sees it, so no race can be found on it: what several tasks share is a Shared<T>.
#pragma once

#include <source_location>
#include <string_view>
#include <type_traits>
#include <utility>

#include "runtime/core/resource.h"
#include "runtime/core/value_text.h"

namespace coroscope {

template <class T>
class Local : public Resource {
public:
    /// A value and the line on which it is assigned.
    class Assigned {
    public:
        template <class V>
            requires std::is_convertible_v<V, T>
        Assigned(V&& new_value,  // NOLINT: implicit on purpose
                 std::source_location at = std::source_location::current())
            : value(std::forward<V>(new_value)), where(at) {}
        T value;
        std::source_location where;
    };

    /// Errors: RuntimeError if no loop is running.
    Local(std::string_view variable_name, T initial,
          std::source_location where = std::source_location::current())
        : Resource(ResourceType::Local, variable_name, 0, where), value_(std::move(initial)) {
        trace(where);
    }
    Local& operator=(Assigned assigned) {
        value_ = std::move(assigned.value);
        ++version_;
        trace(assigned.where);
        return *this;
    }
    Local& operator+=(Assigned added) {
        value_ += std::move(added.value);
        ++version_;
        trace(added.where);
        return *this;
    }
    [[nodiscard]] const T& get() const { return value_; }

private:
    void trace(std::source_location where) const {
        loop().check_budget();
        if (loop().recording()) {
            const TextId text = loop().value_text(value_);
            loop().record(EventKind::VariableWritten, loop().current_task_id(), object(), 0,
                          version_, text, loop().site(where));
        }
    }

    T value_;
    std::int64_t version_ = 0;
};

}  // namespace coroscope
