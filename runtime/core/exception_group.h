// ExceptionGroup: several errors that are raised as one (Python's ExceptionGroup); what a TaskGroup
// raises when children failed. except_star: "except* E", handles those of one type.
//
//     std::exception_ptr left = except_star<ValueError>(error, [](const ExceptionGroup& group) {
//         log("{} values were wrong", group.exceptions().size());
//     });
//     if (left) std::rethrow_exception(left);  // what no handler took
//
// A group can hold groups; split() and subgroup() look into them and keep that structure.
#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/core/error.h"

namespace coroscope {

class ExceptionGroup : public Error {
public:
    /// Errors: ValueError if `exceptions` is empty.
    ExceptionGroup(const std::string& title, std::vector<std::exception_ptr> exceptions);
    /// What it was called, without the number that message() has: "unhandled errors in a
    /// TaskGroup".
    [[nodiscard]] const std::string& title() const { return title_; }
    /// In the order in which they were given.
    [[nodiscard]] const std::vector<std::exception_ptr>& exceptions() const { return exceptions_; }

    using Condition = std::function<bool(const std::exception_ptr&)>;
    using Parts = std::pair<std::optional<ExceptionGroup>, std::optional<ExceptionGroup>>;
    /// The errors that are an E, and the others; nullopt where there is none.
    template <class E>
    [[nodiscard]] Parts split() const;
    /// For errors that a type does not tell apart. `condition` is asked for groups, too, this one
    /// first.
    [[nodiscard]] Parts split_if(const Condition& condition) const;
    template <class E>
    [[nodiscard]] std::optional<ExceptionGroup> subgroup() const {
        return split<E>().first;
    }

private:
    std::string title_;
    std::vector<std::exception_ptr> exceptions_;
};

/// True if `error` would be caught by "catch (const E&)".
template <class E>
[[nodiscard]] bool is_a(const std::exception_ptr& error) {
    if (!error) {
        return false;
    }
    try {
        std::rethrow_exception(error);
    } catch (const E&) {
        return true;
    } catch (...) {
        return false;
    }
}

template <class E>
ExceptionGroup::Parts ExceptionGroup::split() const {
    return split_if([](const std::exception_ptr& error) { return is_a<E>(error); });
}

/// Calls `handler` with those of `error` that are an E, as a group (a single error becomes a group
/// of one), and returns what is left, null if nothing is. Null in, null out.
template <class E, class Handler>
[[nodiscard]] std::exception_ptr except_star(const std::exception_ptr& error, Handler handler) {
    if (!is_a<ExceptionGroup>(error)) {
        if (!is_a<E>(error)) {
            return error;
        }
        handler(ExceptionGroup("", {error}));
        return nullptr;
    }
    try {
        std::rethrow_exception(error);
    } catch (const ExceptionGroup& group) {
        const ExceptionGroup::Parts parts = group.split<E>();
        if (!parts.first) {
            return error;
        }
        handler(*parts.first);
        return parts.second ? std::make_exception_ptr(*parts.second) : nullptr;
    }
}

}  // namespace coroscope
