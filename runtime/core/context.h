// Context variables: values that belong to a task and to what it starts (contextvars).
//
//     const ContextVar<std::string> request("request", "none");   // at namespace scope
//     auto token = request.set("r1");     // in this task, and in what it creates from now on
//     log("{}", request.get());
//     request.reset(token);
//
// A task works on a copy of the context taken when it was created, a callback on a copy taken when
// it was registered; a directly awaited coroutine shares its caller's. A Context given explicitly
// is used as it is, not copied. Copying costs nothing: values are shared until somebody sets one.
// Errors: LookupError if a variable has neither value nor default; ValueError if a token of another
// context or variable is used; RuntimeError if it is used twice.
// Source: PEP 567; CPython Lib/asyncio/tasks.py, events.py (Handle).
#pragma once

#include <any>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "runtime/core/error.h"
#include "runtime/core/ref.h"

namespace coroscope {

namespace detail {

/// One context: what a task's variables are now. A null Ref stands for one in which nothing is set.
class ContextCell {
public:
    using Values = std::map<const void*, std::any>;  // by variable; looked up only, never walked

    /// True if nothing was ever set in it.
    [[nodiscard]] bool empty() const { return values_ == nullptr; }
    void retain() { ++references_; }
    void release() {
        if (--references_ == 0) {
            delete this;
        }
    }
    [[nodiscard]] const std::any* find(const void* variable) const {
        if (values_ == nullptr) {
            return nullptr;
        }
        const auto at = values_->find(variable);
        return at == values_->end() ? nullptr : &at->second;
    }
    /// An empty `value` takes it out.
    void set(const void* variable, std::any value);
    [[nodiscard]] Ref<ContextCell> copy() const {
        Ref<ContextCell> cell(new ContextCell);
        cell->values_ = values_;
        return cell;
    }

private:
    std::uint32_t references_ = 0;
    std::shared_ptr<const Values> values_;
};

using ContextRef = Ref<ContextCell>;

extern constinit thread_local ContextRef* t_context_slot;  // null: the thread's own
[[nodiscard]] ContextRef& context_of_thread();
/// The place of the running code's context: of the task, of the callback, or of the thread.
[[nodiscard]] inline ContextRef& context_slot() {
    return t_context_slot != nullptr ? *t_context_slot : context_of_thread();
}
/// The same, made if nothing was set in it so far.
[[nodiscard]] ContextCell& current_context();
/// A copy for something new, null as long as nothing is set.
[[nodiscard]] inline ContextRef copy_of(const ContextRef& context) {
    return context && !context->empty() ? context->copy() : ContextRef();
}

/// Puts another place of the running context in, null for the thread's own; gives the one before.
ContextRef* exchange_context_slot(ContextRef* slot);

/// The running code's context is `context` as long as this lives.
class EnterContext {
public:
    explicit EnterContext(ContextRef& context) : before_(std::exchange(t_context_slot, &context)) {}
    ~EnterContext() { t_context_slot = before_; }
    EnterContext(const EnterContext&) = delete;
    EnterContext& operator=(const EnterContext&) = delete;

private:
    ContextRef* before_;
};

}  // namespace detail

template <class T>
class ContextVar;

/// What set() replaced: for reset(), once.
template <class T>
class Token {
public:
    /// The value before; nothing if there was none.
    [[nodiscard]] const std::optional<T>& old_value() const { return old_; }

private:
    friend class ContextVar<T>;
    Token(const ContextVar<T>* variable, detail::ContextRef context, std::optional<T> old)
        : variable_(variable),
          context_(std::move(context)),
          old_(std::move(old)),
          used_(std::make_shared<bool>(false)) {}
    const ContextVar<T>* variable_;
    detail::ContextRef context_;
    std::optional<T> old_;
    std::shared_ptr<bool> used_;
};

template <class T>
class ContextVar {
public:
    explicit ContextVar(std::string name) : name_(std::move(name)) {}
    ContextVar(std::string name, T standard)
        : name_(std::move(name)), standard_(std::move(standard)) {}
    ContextVar(const ContextVar&) = delete;
    ContextVar& operator=(const ContextVar&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }
    /// Errors: LookupError if it has neither a value nor a default.
    [[nodiscard]] T get() const { return value_or_throw(detail::context_slot()); }
    [[nodiscard]] T get(T otherwise) const {
        const T* const value = find(detail::context_slot());
        if (value != nullptr) {
            return *value;
        }
        return otherwise;
    }
    Token<T> set(T value) const {
        detail::ContextCell& context = detail::current_context();
        std::optional<T> old;
        if (const std::any* const before = context.find(this)) {
            old = *std::any_cast<T>(before);
        }
        context.set(this, std::any(std::move(value)));
        return Token<T>(this, detail::ContextRef(&context), std::move(old));
    }
    /// Errors: ValueError for a token of another variable or context; RuntimeError if it was used.
    void reset(const Token<T>& token) const {
        if (*token.used_) {
            throw RuntimeError("this token of '" + name_ + "' has already been used once");
        }
        if (token.variable_ != this) {
            throw ValueError("the token was made by another variable than '" + name_ + "'");
        }
        if (token.context_.get() != &detail::current_context()) {
            throw ValueError("the token of '" + name_ + "' was made in a different context");
        }
        *token.used_ = true;
        std::any old;
        if (token.old_) {
            old = *token.old_;
        }
        token.context_->set(this, std::move(old));
    }

private:
    friend class Context;
    [[nodiscard]] const T* find(const detail::ContextRef& context) const {
        const std::any* const value = context ? context->find(this) : nullptr;
        return value == nullptr ? nullptr : std::any_cast<T>(value);
    }
    [[nodiscard]] T value_or_throw(const detail::ContextRef& context) const {
        if (const T* const value = find(context)) {
            return *value;
        }
        if (!standard_) {
            throw LookupError("the context variable '" + name_ + "' has no value here");
        }
        return *standard_;
    }
    std::string name_;
    std::optional<T> standard_;
};

/// contextvars.Context: a handle; copies mean the same context.
class Context {
public:
    /// A new one in which nothing is set.
    Context() : cell_(new detail::ContextCell) {}
    explicit Context(detail::ContextRef cell) : cell_(std::move(cell)) {}

    [[nodiscard]] Context copy() const { return Context(cell_->copy()); }
    /// Calls `function` in this context: what it sets stays here.
    template <class F>
    decltype(auto) run(F&& function) const {
        detail::ContextRef cell = cell_;
        const detail::EnterContext entered(cell);
        return std::forward<F>(function)();
    }
    /// The variable's value here. Errors: LookupError.
    template <class T>
    [[nodiscard]] T get(const ContextVar<T>& variable) const {
        return variable.value_or_throw(cell_);
    }
    [[nodiscard]] const detail::ContextRef& cell() const { return cell_; }

private:
    detail::ContextRef cell_;
};

/// A copy of the running code's context.
[[nodiscard]] inline Context copy_context() { return Context(detail::current_context().copy()); }

}  // namespace coroscope
