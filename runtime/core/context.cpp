#include "runtime/core/context.h"

namespace coroscope::detail {

namespace {

thread_local ContextRef t_outside;  // of code that no task or callback runs
thread_local ContextRef* t_slot = &t_outside;

}  // namespace

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

ContextRef& context_slot() { return *t_slot; }

ContextCell& current_context() {
    if (!*t_slot) {
        *t_slot = ContextRef(new ContextCell);
    }
    return **t_slot;
}

ContextRef* exchange_context_slot(ContextRef* slot) {
    return std::exchange(t_slot, slot == nullptr ? &t_outside : slot);
}

EnterContext::EnterContext(ContextRef& context) : before_(t_slot) { t_slot = &context; }
EnterContext::~EnterContext() { t_slot = before_; }

}  // namespace coroscope::detail
