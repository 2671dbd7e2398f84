#include "runtime/core/exception_group.h"

#include <doctest/doctest.h>

using namespace coroscope;

namespace {

std::exception_ptr value_error(const char* text) {
    return std::make_exception_ptr(ValueError(text));
}
std::exception_ptr timeout_error() { return std::make_exception_ptr(TimeoutError()); }

std::vector<std::string> words(const ExceptionGroup& group) {
    std::vector<std::string> all;
    for (const std::exception_ptr& error : group.exceptions()) {
        all.push_back(describe(error));
    }
    return all;
}
using Strings = std::vector<std::string>;

ExceptionGroup nested() {
    const ExceptionGroup inner("inner", {value_error("b"), timeout_error()});
    return {"outer", {value_error("a"), std::make_exception_ptr(inner), timeout_error()}};
}

}  // namespace

TEST_CASE("a group says how many errors it holds") {
    const ExceptionGroup one("it went wrong", {value_error("a")});
    CHECK(describe(std::make_exception_ptr(one)) ==
          "ExceptionGroup: it went wrong (1 sub-exception)");
    CHECK(nested().message() == "outer (3 sub-exceptions)");
    CHECK(nested().title() == "outer");
    CHECK_THROWS_AS(ExceptionGroup("none", {}), ValueError);
}

TEST_CASE("split looks into groups and keeps their structure") {
    const auto [values, others] = nested().split<ValueError>();
    REQUIRE(values);
    REQUIRE(others);
    CHECK(words(*values) == Strings{"ValueError: a", "ExceptionGroup: inner (1 sub-exception)"});
    CHECK(words(*others) == Strings{"ExceptionGroup: inner (1 sub-exception)", "TimeoutError"});
}

TEST_CASE("split gives the group itself if it is an E, and nothing where nothing is") {
    const auto [all, none] = nested().split<Error>();
    REQUIRE(all);
    CHECK(words(*all).size() == 3);
    CHECK_FALSE(none);
    CHECK_FALSE(nested().subgroup<RuntimeError>());
}

TEST_CASE("except_star handles those of its type and hands back the others") {
    const std::exception_ptr error = std::make_exception_ptr(nested());
    Strings seen;
    const std::exception_ptr left =
        except_star<TimeoutError>(error, [&](const ExceptionGroup& group) { seen = words(group); });
    CHECK(seen == Strings{"ExceptionGroup: inner (1 sub-exception)", "TimeoutError"});
    REQUIRE(left);
    CHECK(except_star<ValueError>(left, [](const ExceptionGroup&) {}) == nullptr);
    CHECK(except_star<RuntimeError>(left, [](const ExceptionGroup&) { FAIL("not asked"); }) ==
          left);
}

TEST_CASE("except_star makes a group of a single error") {
    std::size_t count = 0;
    const auto counts = [&](const ExceptionGroup& group) { count = group.exceptions().size(); };
    CHECK(except_star<ValueError>(value_error("a"), counts) == nullptr);
    CHECK(count == 1);
    CHECK(except_star<ValueError>(nullptr, counts) == nullptr);
}
