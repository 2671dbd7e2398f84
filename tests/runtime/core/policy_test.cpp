#include "runtime/core/policy.h"

#include <doctest/doctest.h>

#include <string>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;

namespace {

Coroutine<> spin(std::string name, int rounds) {
    for (int i = 0; i < rounds; ++i) {
        log("{}", name);
        co_await sleep(0s);
    }
}

Coroutine<> three_spinners() {
    Task<> a = create_task(spin("a", 3));
    Task<> b = create_task(spin("b", 3));
    Task<> c = create_task(spin("c", 3));
    co_await a;
    co_await b;
    co_await c;
}

Ran run_with(Policy& policy) {
    LoopOptions options;
    options.policy = &policy;
    return Ran(three_spinners(), options);
}

std::string order(const Ran& run) {
    std::string names;
    for (const std::string& line : run.logs()) {
        names += line;
    }
    return names;
}

std::vector<std::uint32_t> choices(const Ran& run) {
    std::vector<std::uint32_t> taken;
    for (const TraceEvent& event : run.events(EventKind::ChoiceMade)) {
        CHECK(event.b >= 2);
        CHECK(event.a < event.b);
        taken.push_back(static_cast<std::uint32_t>(event.a));
    }
    return taken;
}

}  // namespace

TEST_CASE("fifo is asyncio's order and records no choices") {
    const auto policy = make_policy("fifo", 1);
    CHECK(policy->is_fifo());
    const Ran run = run_with(*policy);
    CHECK(order(run) == "abcabcabc");
    CHECK(run.count(EventKind::ChoiceMade) == 0);
}

TEST_CASE("lifo runs the youngest ready task first") {
    const auto policy = make_policy("lifo", 1);
    CHECK(order(run_with(*policy)) == "cccbbbaaa");
}

TEST_CASE("random and priority give the same trace for the same seed, others for others") {
    for (const std::string_view name : {"random", "priority"}) {
        const auto first = make_policy(name, 5);
        const auto again = make_policy(name, 5);
        const Ran one = run_with(*first);
        const Ran two = run_with(*again);
        CHECK(one.trace == two.trace);
        CHECK(one.count(EventKind::ChoiceMade) > 0);
        bool another_order = false;
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const auto other = make_policy(name, seed);
            another_order = another_order || order(run_with(*other)) != order(one);
        }
        CHECK(another_order);
    }
}

TEST_CASE("priority runs each task until it stops being ready") {
    const auto policy = make_policy("priority", 3);
    const std::string names = order(run_with(*policy));
    CHECK(names.size() == 9);
    for (std::size_t i = 0; i < 9; i += 3) {
        CHECK(names.substr(i, 3) == std::string(3, names[i]));
    }
}

TEST_CASE("the choices of a run, scripted, give that run again") {
    const auto random = make_policy("random", 11);
    const Ran run = run_with(*random);
    const auto scripted = make_scripted(choices(run), make_policy("fifo", 0));
    const Ran again = run_with(*scripted);
    CHECK(run.trace == again.trace);
}

TEST_CASE("behind its last choice a script goes on with the other policy") {
    const auto scripted = make_scripted({2, 99}, make_policy("fifo", 0));
    CHECK_FALSE(scripted->is_fifo());
    const Ran run = run_with(*scripted);
    const auto taken = choices(run);
    REQUIRE(taken.size() > 2);
    CHECK(taken[0] == 2);
    CHECK(taken[1] == run.events(EventKind::ChoiceMade)[1].b - 1);  // too large: the last one
    CHECK(taken[2] == 0);
    CHECK(make_scripted({}, make_policy("fifo", 0))->is_fifo());
}

TEST_CASE("a choice names the task that was chosen") {
    const auto policy = make_policy("lifo", 1);
    const Ran run = run_with(*policy);
    for (EventIndex i = 0; i + 1 < run.trace.size(); ++i) {
        if (run.trace[i].kind == EventKind::ChoiceMade) {
            CHECK(run.trace[i].detail == static_cast<std::uint8_t>(ChoiceKind::Task));
            CHECK(run.trace[i + 1].kind == EventKind::TaskResumed);
            CHECK(run.trace[i + 1].task == run.trace[i].task);
        }
    }
}

TEST_CASE("every policy has a name, and no other name is known") {
    for (const std::string_view name : policy_names()) {
        CHECK(make_policy(name, 0) != nullptr);
    }
    CHECK(make_policy("nonsense", 0) == nullptr);
}

TEST_CASE("pseudo-random numbers are those of splitmix64 and uniform below a bound") {
    Random random(0);
    CHECK(random.next() == 0xE220A8397B1DCDAFu);
    CHECK(random.next() == 0x6E789E6AA1B965F4u);
    Random dice(42);
    int counts[6] = {};
    for (int i = 0; i < 6000; ++i) {
        ++counts[dice.below(6)];
    }
    for (const int count : counts) {
        CHECK(count > 850);
        CHECK(count < 1150);
    }
}
