#include "runtime/core/ready_queue.h"

#include <doctest/doctest.h>

#include <deque>

using namespace coroscope;

namespace {

class Numbered final : public Handle {
public:
    explicit Numbered(int n) : number(n) {}
    void run() override {}
    int number;
};

int number_of(const Handle& handle) { return static_cast<const Numbered&>(handle).number; }

}  // namespace

TEST_CASE("a ready queue gives handles back in the order in which they came") {
    std::deque<Numbered> handles;
    ReadyQueue queue;
    CHECK(queue.empty());
    for (int i = 0; i < 1000; ++i) {
        queue.push(handles.emplace_back(i));
    }
    CHECK(queue.size() == 1000);
    for (int i = 0; i < 1000; ++i) {
        CHECK(number_of(queue.pop()) == i);
    }
    CHECK(queue.empty());
}

TEST_CASE("a ready queue keeps its order when it grows while its ring is wrapped around") {
    std::deque<Numbered> handles;
    ReadyQueue queue;
    int next_in = 0;
    int next_out = 0;
    for (int round = 0; round < 200; ++round) {
        for (int i = 0; i < 3; ++i) {
            queue.push(handles.emplace_back(next_in++));
        }
        for (int i = 0; i < 2; ++i) {
            CHECK(number_of(queue.pop()) == next_out++);
        }
    }
    while (!queue.empty()) {
        CHECK(number_of(queue.pop()) == next_out++);
    }
    CHECK(next_out == next_in);
}

TEST_CASE("taking a handle out of the middle of a ready queue leaves the others in order") {
    std::deque<Numbered> handles;
    ReadyQueue queue;
    for (int i = 0; i < 20; ++i) {
        queue.push(handles.emplace_back(i));
    }
    CHECK(number_of(queue.take(7)) == 7);
    CHECK(number_of(queue.take(0)) == 0);
    CHECK(number_of(queue.take(17)) == 19);
    CHECK(queue.size() == 17);
    int before = 0;
    while (!queue.empty()) {
        const int now = number_of(queue.pop());
        CHECK(now > before);
        CHECK(now != 7);
        before = now;
    }
    CHECK(before == 18);
}

TEST_CASE("replacing a handle in a ready queue keeps its place") {
    std::deque<Numbered> handles;
    Numbered other(99);
    Numbered stranger(-1);
    ReadyQueue queue;
    for (int i = 0; i < 3; ++i) {
        queue.push(handles.emplace_back(i));
    }
    queue.replace(handles[1], other);
    queue.replace(stranger, other);
    CHECK(number_of(queue.pop()) == 0);
    CHECK(number_of(queue.pop()) == 99);
    CHECK(number_of(queue.pop()) == 2);
}
