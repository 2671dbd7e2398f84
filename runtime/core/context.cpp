#include "runtime/core/context.h"

namespace coroscope::detail {

constinit thread_local ContextRef* t_context_slot = nullptr;

ContextRef& context_of_thread() {
    thread_local ContextRef context;  // of code that no task or callback runs
    return context;
}

void ContextCell::set(const void* variable, std::any value) {
    // Copies share the values: whoever sets one gets a map of its own.
    auto values =
        values_ == nullptr ? std::make_shared<Values>() : std::make_shared<Values>(*values_);
    if (value.has_value()) {
        (*values)[variable] = std::move(value);
    } else {
        values->erase(variable);
    }
    values_ = std::move(values);
}

ContextCell& current_context() {
    ContextRef& slot = context_slot();
    if (!slot) {
        slot = ContextRef(new ContextCell);
    }
    return *slot;
}

ContextRef* exchange_context_slot(ContextRef* slot) { return std::exchange(t_context_slot, slot); }

}  // namespace coroscope::detail
