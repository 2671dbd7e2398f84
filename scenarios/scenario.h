// What a scenario file writes: coroutines that read like the asyncio program they stand for, and
// one descriptor.
//
//     const Scenario kLostUpdate{
//         ScenarioId("races/lost-update"), Title("Lost update", "丢失更新"), Difficulty::Easy,
//         Params().integer("workers", 2, AtLeast(1), AtMost(64)),
//         Variants()
//             .broken(lost_update, Expected().finding("lost-update").check_fails("every increment
//             counts")) .fixed(lost_update_locked)};
//
// and its name in the topic's table, scenarios/races/topic.h.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/gauge.h"
#include "runtime/core/latency.h"
#include "runtime/core/local.h"
#include "runtime/core/log.h"
#include "runtime/core/shared.h"
#include "runtime/core/sleep.h"
#include "runtime/core/thread.h"
#include "runtime/sync/as_completed.h"
#include "runtime/sync/async_exit_stack.h"
#include "runtime/sync/async_generator.h"
#include "runtime/sync/async_with.h"
#include "runtime/sync/barrier.h"
#include "runtime/sync/condition.h"
#include "runtime/sync/event.h"
#include "runtime/sync/executor.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/lifo_queue.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/priority_queue.h"
#include "runtime/sync/queue.h"
#include "runtime/sync/semaphore.h"
#include "runtime/sync/shield.h"
#include "runtime/sync/task_group.h"
#include "runtime/sync/wait.h"
#include "runtime/sync/wait_for.h"
#include "scenarios/catalogue.h"

namespace coroscope {

/// What a scenario gets from outside: its parameters. Lives as long as the run.
class Stage {
public:
    explicit Stage(std::map<std::string, std::int64_t, std::less<>> parameters)
        : parameters_(std::move(parameters)) {}
    /// Errors: RuntimeError if the scenario declares no such parameter.
    [[nodiscard]] int integer(std::string_view name) const;
    [[nodiscard]] Duration duration(std::string_view name) const;
    /// States what should be true; it goes into the trace either way.
    void expect(bool holds, std::string_view what,
                std::source_location where = std::source_location::current()) const;

private:
    [[nodiscard]] std::int64_t parameter(std::string_view name) const;
    std::map<std::string, std::int64_t, std::less<>> parameters_;
};

class ScenarioId {
public:
    explicit ScenarioId(std::string_view text) : text_(text) {}
    [[nodiscard]] std::string_view text() const { return text_; }

private:
    std::string_view text_;
};

class Title {
public:
    Title(std::string_view en, std::string_view zh) : english(en), chinese(zh) {}
    std::string_view english;
    std::string_view chinese;
};

enum class Difficulty : std::uint8_t { Easy, Medium, Hard };

template <class T>
class AtLeast {
public:
    explicit AtLeast(T value) : least(value) {}
    T least;
};
template <class T>
class AtMost {
public:
    explicit AtMost(T value) : most(value) {}
    T most;
};

class Params {
public:
    Params&& integer(std::string_view name, int standard, AtLeast<int> least, AtMost<int> most) &&;
    Params&& duration(std::string_view name, Duration standard, AtLeast<Duration> least,
                      AtMost<Duration> most) &&;
    [[nodiscard]] const std::vector<ParameterInfo>& list() const { return list_; }

private:
    std::vector<ParameterInfo> list_;
};

/// What a variant must do with its default parameters; checked by the test over the whole
/// catalogue.
class Expected {
public:
    Expected& finding(std::string_view kind) {
        findings.emplace_back(kind);
        return *this;
    }
    Expected& check_fails(std::string_view what) {
        failing_checks.emplace_back(what);
        return *this;
    }
    Expected& ends_at(Duration time) {
        end = time;
        return *this;
    }
    Expected& result(std::string_view text) {
        result_text = std::string(text);
        return *this;
    }
    Expected& hangs() {
        outcome = Outcome::Hang;
        return *this;
    }
    std::vector<std::string> findings;
    std::vector<std::string> failing_checks;
    std::optional<Duration> end;
    std::optional<std::string> result_text;
    Outcome outcome = Outcome::Finished;
};

class Variants {
public:
    using Main = std::function<Coroutine<>(Stage&)>;
    using MainWithResult = std::function<Coroutine<std::string>(Stage&)>;
    struct Variant {
        std::string_view name;  // "" if it is the only one
        std::variant<Main, MainWithResult> main;
        Expected expected;
    };
    template <class F>
    Variants&& only(F main, Expected expected = {}) && {
        return std::move(*this).add("", main, std::move(expected));
    }
    template <class F>
    Variants&& broken(F main, Expected expected = {}) && {
        return std::move(*this).add("broken", main, std::move(expected));
    }
    template <class F>
    Variants&& fixed(F main, Expected expected = {}) && {
        return std::move(*this).add("fixed", main, std::move(expected));
    }
    [[nodiscard]] const std::vector<Variant>& list() const { return list_; }

private:
    template <class F>
    Variants&& add(std::string_view name, F main, Expected expected) && {
        if constexpr (std::is_same_v<std::invoke_result_t<F, Stage&>, Coroutine<>>) {
            list_.push_back(Variant{name, Main(main), std::move(expected)});
        } else {
            list_.push_back(Variant{name, MainWithResult(main), std::move(expected)});
        }
        return std::move(*this);
    }
    std::vector<Variant> list_;
};

class Scenario {
public:
    Scenario(ScenarioId id, Title title, Difficulty difficulty, Params params, Variants variants);
    Scenario(const Scenario&) = delete;
    Scenario& operator=(const Scenario&) = delete;
    ~Scenario() = default;

    [[nodiscard]] const ScenarioInfo& info() const { return info_; }
    /// nullptr if there is no such variant; "" is the first one.
    [[nodiscard]] const Variants::Variant* variant(std::string_view name) const;
    [[nodiscard]] const ParameterInfo* parameter(std::string_view name) const;

private:
    ScenarioInfo info_;
    Variants variants_;
};

}  // namespace coroscope
