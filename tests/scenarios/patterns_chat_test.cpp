// What the lesson about the chat server says of other parameters.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "tests/support/claims.h"
#include "tests/support/presses.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

Expected late() { return Expected().check_fails("Bob hears every line within 1 s"); }

bool has_line(std::string_view runspec, std::string_view line) {
    const std::vector<std::string> log = log_of(run_of(runspec));
    return std::find(log.begin(), log.end(), line) != log.end();
}

const std::array kClaims = {
    Claim("patterns/chat-server?slow=100ms",
          Expected().ends_at(1100ms).result(
              "Bob heard 8 of 8 lines, up to 10 ms late; Carol heard 8")),
    Claim("patterns/chat-server?buffer=8",
          Expected().ends_at(10'100ms).result(
              "Bob heard 8 of 8 lines, up to 10 ms late; Carol heard 8")),
    Claim("patterns/chat-server?lines=20&buffer=8",
          late().result("Bob heard 20 of 20 lines, up to 12410 ms late; Carol heard 20")),
    Claim("patterns/chat-server?variant=fixed&room=8",
          Expected().result("Bob heard 8 of 8 lines, up to 10 ms late; Carol heard 8")),
    Claim("patterns/chat-server?variant=fixed&slow=200ms",
          Expected().result("Bob heard 8 of 8 lines, up to 10 ms late; Carol heard 3")),
    Claim("patterns/chat-server?variant=fixed&pause=2ms",
          late().result("Bob heard 1 of 8 lines, up to 10 ms late; Carol heard 0")),
};

TEST_CASE("what the lesson about the chat server says is true") { check_claims(kClaims); }

TEST_CASE("the chat server's handler waits for a slow client, or only her sender does") {
    const Presses broken("patterns/chat-server");
    CHECK(broken.after(7) == "300 ms handler of alice");
    CHECK(broken.state(7, "handler of alice") == TaskState::Waiting);
    CHECK(broken.after(8) == "3.1 s handler of alice");
    CHECK(has_line("patterns/chat-server", "3.11 s loop: bob hears: line 4"));

    const Presses fixed("patterns/chat-server?variant=fixed");
    CHECK(fixed.after(16) == "300 ms sender to carol");
    CHECK(fixed.state(16, "sender to carol") == TaskState::Waiting);
    CHECK(fixed.after(23) == "700 ms handler of alice");
    CHECK(fixed.logs(23, "carol is cut off"));
}

TEST_CASE("a client of the chat server is cut off when her outbox is full") {
    CHECK(has_line("patterns/chat-server?variant=fixed&room=8", "8.1 s loop: carol hears: line 8"));
    CHECK(has_line("patterns/chat-server?variant=fixed&slow=200ms",
                   "800 ms handler of alice: carol is cut off"));
    CHECK(has_line("patterns/chat-server?variant=fixed&pause=2ms",
                   "14 ms handler of alice: bob is cut off"));
    CHECK(has_line("patterns/chat-server?variant=fixed&pause=2ms",
                   "14 ms handler of alice: carol is cut off"));
    CHECK(has_line("patterns/chat-server?variant=fixed&room=2",
                   "600 ms handler of alice: carol is cut off"));
}

}  // namespace
