#include "runtime/trace/work.h"

#include <doctest/doctest.h>

using namespace coroscope;

TEST_CASE("work counts, and a new part begins from nothing") {
    Work work;
    CHECK(work.amount().total == 0);
    work.expect(10);
    work.advance(3);
    work.advance();
    CHECK(work.amount().done == 4);
    CHECK(work.amount().total == 10);
    work.expect(5);
    CHECK(work.amount().done == 0);
}

TEST_CASE("work that was cancelled throws at the next occasion, or says so to who tidies up") {
    Work work;
    CHECK(work.go_on(1));
    work.cancel();
    CHECK_FALSE(work.go_on(1));
    CHECK_THROWS_AS(work.advance(), WorkCancelled);
    CHECK_THROWS_AS(advance(&work), WorkCancelled);
}

TEST_CASE("nobody has to watch") {
    expect(nullptr, 5);
    advance(nullptr);
}
