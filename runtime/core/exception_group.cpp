#include "runtime/core/exception_group.h"

#include <fmt/format.h>

namespace coroscope {

namespace {

std::string with_count(const std::string& title, std::size_t count) {
    return fmt::format("{} ({} sub-exception{})", title, count, count == 1 ? "" : "s");
}

void split_error(const std::exception_ptr& error, const ExceptionGroup::Condition& condition,
                 std::vector<std::exception_ptr>& matching,
                 std::vector<std::exception_ptr>& others) {
    if (!is_a<ExceptionGroup>(error)) {
        (condition(error) ? matching : others).push_back(error);
        return;
    }
    if (condition(error)) {
        matching.push_back(error);
        return;
    }
    try {
        std::rethrow_exception(error);
    } catch (const ExceptionGroup& group) {
        const ExceptionGroup::Parts parts = group.split_if(condition);
        if (parts.first) {
            matching.push_back(std::make_exception_ptr(*parts.first));
        }
        if (parts.second) {
            others.push_back(std::make_exception_ptr(*parts.second));
        }
    }
}

}  // namespace

ExceptionGroup::ExceptionGroup(const std::string& title, std::vector<std::exception_ptr> exceptions)
    : Error("ExceptionGroup", with_count(title, exceptions.size())),
      title_(title),
      exceptions_(std::move(exceptions)) {
    if (exceptions_.empty()) {
        throw ValueError("an ExceptionGroup needs at least one exception");
    }
}

ExceptionGroup::Parts ExceptionGroup::split_if(const Condition& condition) const {
    Parts parts;
    if (condition(std::make_exception_ptr(*this))) {
        parts.first = *this;
        return parts;
    }
    std::vector<std::exception_ptr> matching;
    std::vector<std::exception_ptr> others;
    for (const std::exception_ptr& error : exceptions_) {
        split_error(error, condition, matching, others);
    }
    if (!matching.empty()) {
        parts.first.emplace(title_, std::move(matching));
    }
    if (!others.empty()) {
        parts.second.emplace(title_, std::move(others));
    }
    return parts;
}

}  // namespace coroscope
